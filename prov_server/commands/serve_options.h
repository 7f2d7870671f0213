// The options of `prov_server serve`.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "prov_server/provisioning_server.h"
#include "values/command_line.h"
#include "values/endpoint.h"
#include "values/result.h"
#include "values/time.h"

namespace dialtone {

struct ServeOptions {
  std::string database;
  // A file, or `-` for standard output; empty: no events are written.
  std::string events;
  // How long the audit keeps entries.
  Duration audit_keep = std::chrono::hours(30 * 24);
  ProvisioningServerOptions server;
};

// Parses the arguments after `serve`. Listens on 127.0.0.1:8080 without --listen.
Result<ServeOptions> parse_serve_options(const std::vector<std::string>& arguments, const Environment& environment);

// Returns the endpoints that other machines can reach.
std::vector<Endpoint> beyond_loopback(const std::vector<Endpoint>& listen);

// Parses `65536`, `64kB` or `1MB`.
Result<std::size_t> parse_byte_count(std::string_view text);

}  // namespace dialtone
