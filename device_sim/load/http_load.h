// The requests for settings of a load.
#pragma once

#include <string>

#include "device_sim/load/load.h"
#include "device_sim/load/load_config.h"
#include "subscribers/subscriber.h"
#include "world/host.h"

namespace dialtone {

// Asks the provisioning server for the settings of `claimed`, on a connection of its own, and throws them away. Proves
// to be `claimed` with `secret` by the scheme of its row; not at all if `secret` is empty. `claimed` must outlive the
// task.
Task<LoadOutcome> ask_for_settings(Host& host, const LoadConfig& config, const Subscriber& claimed, std::string secret);

}  // namespace dialtone
