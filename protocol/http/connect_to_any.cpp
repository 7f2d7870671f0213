#include "protocol/http/connect_to_any.h"

#include <algorithm>
#include <string>

namespace dialtone {

Task<Result<std::unique_ptr<Stream>>> connect_to_any(Host& host, const Addresses& addresses, std::uint16_t port,
                                                     Duration timeout, Moment limit) {
  Failure failure{"no address to connect to"};
  for (const IpAddress& address : addresses) {
    const Moment deadline = std::min(host.now() + timeout, limit);
    const Endpoint server{address, port};
    Result<std::unique_ptr<Stream>, IoError> stream = co_await host.connect(server, deadline);
    if (stream) co_return *std::move(stream);
    failure = {"connecting to " + to_text(server) + ": " + std::string(to_text(stream.error()))};
    if (host.now() >= limit) break;
  }
  co_return failure;
}

}  // namespace dialtone
