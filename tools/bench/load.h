// Load generators for servers: parties of the real world that send a fixed number of requests at a time, each as soon
// as the previous one is answered.
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

// Sends `requests` HTTP requests over `connections` persistent connections; `text(n)` returns the n-th request. Any
// status but 200 is a failure. Keeps `idle` further connections open without using them.
LoadResult load_http(const Endpoint& server, std::uint64_t requests, std::uint64_t connections, std::uint64_t idle,
                     const std::function<std::string(std::uint64_t)>& text);

// Registers each account once, with digest (two REGISTERs), over UDP, each from its own socket; `at_once` at a time.
LoadResult load_registrar(const Endpoint& registrar, const std::vector<Subscriber>& accounts, std::uint64_t at_once);

}  // namespace dialtone
