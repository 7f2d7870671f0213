// A load's requests for settings.
#pragma once

#include <string>

#include "device_sim/load/load.h"
#include "device_sim/load/load_config.h"
#include "subscribers/subscriber.h"
#include "world/host.h"

namespace dialtone {

// Asks the provisioning server for the settings of `claimed`, on a new connection, and discards them. Authenticates
// with the credentials of `claimed` and `secret` as password, by the scheme of the subscriber's row; not at all if
// `secret` is empty. `claimed` must outlive the task.
Task<LoadOutcome> ask_for_settings(Host& host, const LoadConfig& config, const Subscriber& claimed, std::string secret);

}  // namespace dialtone
