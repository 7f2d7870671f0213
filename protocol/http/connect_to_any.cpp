#include "protocol/http/connect_to_any.h"

#include <string>

namespace dialtone {

Task<Result<std::unique_ptr<Stream>>> connect_to_any(Host& host, const Addresses& addresses, std::uint16_t port,
                                                     Duration timeout) {
  Failure failure{"no address to connect to"};
  for (const IpAddress& address : addresses) {
    const Endpoint server{address, port};
    Result<std::unique_ptr<Stream>, IoError> stream = co_await host.connect(server, host.now() + timeout);
    if (stream) co_return *std::move(stream);
    failure = {"connecting to " + to_text(server) + ": " + std::string(to_text(stream.error()))};
  }
  co_return failure;
}

}  // namespace dialtone
