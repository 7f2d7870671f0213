// What a relay forwards for one client of a route: asks the script, and corrupts packets.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/middlebox/relay_script.h"
#include "values/endpoint.h"
#include "world/host.h"

namespace dialtone {

struct RelayedFlow {
  Host& host;
  RelayScript& script;
  Transport protocol;
  Endpoint client;
  Endpoint server;

  RelayVerdict ask(bool to_server, std::string_view payload) const;
  // Changes one byte at a random position; does nothing to an empty payload.
  void corrupt(std::string& payload) const;
};

}  // namespace dialtone
