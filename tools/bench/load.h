// Loads for servers: parties of the real world that ask as fast as they are answered, a fixed number at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "subscribers/subscriber.h"
#include "values/endpoint.h"
#include "values/time.h"

namespace dialtone {

struct LoadResult {
  std::uint64_t answered = 0;
  std::uint64_t failed = 0;
  std::vector<Duration> latencies;
};

// `requests` HTTP requests over `connections` kept connections; `text(n)` gives the n-th. Anything but a 200 has
// failed. `idle`: that many further connections are open beside them and say nothing.
LoadResult load_http(const Endpoint& server, std::uint64_t requests, std::uint64_t connections, std::uint64_t idle,
                     const std::function<std::string(std::uint64_t)>& text);

// Registers each account once, with digest (two REGISTERs), over UDP, from a socket of its own; `at_once` at a time.
LoadResult load_registrar(const Endpoint& registrar, const std::vector<Subscriber>& accounts, std::uint64_t at_once);

}  // namespace dialtone
