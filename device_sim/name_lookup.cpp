#include "device_sim/name_lookup.h"

#include <string_view>

#include "values/host_text.h"

namespace dialtone {

Task<Result<Addresses, IoError>> look_up(Host& host, std::string name, Moment deadline) {
  if (const std::optional<IpAddress> literal = address_of_host(name)) co_return Addresses{*literal};
  const Moment begin = host.now();
  Result<Addresses, IoError> found = co_await host.resolve(name, deadline);
  if (found && found->empty()) found = IoError::kNoSuchName;
  if (found) {
    const std::string first = to_text(found->front());
    host.record("name.resolved", {{"name", std::string_view(name)},
                                  {"address", std::string_view(first)},
                                  {"addresses", found->size()},
                                  {"duration", host.now() - begin}});
  } else {
    host.record(
        "name.failed",
        {{"name", std::string_view(name)}, {"reason", to_text(found.error())}, {"duration", host.now() - begin}});
  }
  co_return found;
}

}  // namespace dialtone
