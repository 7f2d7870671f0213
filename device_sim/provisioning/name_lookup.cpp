#include "device_sim/provisioning/name_lookup.h"

#include <string_view>

#include "device_sim/model/device_events.h"
#include "values/host_text.h"

namespace dialtone {

Task<Result<Addresses, IoError>> look_up(Host& host, std::string name, Moment deadline) {
  if (const std::optional<IpAddress> literal = address_of_host(name)) co_return Addresses{*literal};
  const Moment begin = host.now();
  Result<Addresses, IoError> found = co_await host.resolve(name, deadline);
  if (found && found->empty()) found = IoError::kNoSuchName;
  if (found) {
    const std::string first = to_text(found->front());
    host.record(device_events::NameResolved{
        .name = name, .address = first, .addresses = found->size(), .duration = host.now() - begin});
  } else {
    host.record(
        device_events::NameFailed{.name = name, .reason = to_text(found.error()), .duration = host.now() - begin});
  }
  co_return found;
}

}  // namespace dialtone
