// What a relay forwards for one client of a route: it asks the script, and corrupts where it is told to.
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
  RelayedProtocol protocol;
  Endpoint client;
  Endpoint server;

  RelayVerdict ask(bool to_server, std::string_view payload) const;
  // Changes one byte of it, whichever chance says; nothing where there is none.
  void corrupt(std::string& payload) const;
};

}  // namespace dialtone
