#include "device_sim/device_state.h"

#include <cstdlib>

namespace dialtone {

std::string_view to_text(DeviceState state) {
  switch (state) {
    case DeviceState::kOff: return "off";
    case DeviceState::kBooting: return "booting";
    case DeviceState::kProvisioning: return "provisioning";
    case DeviceState::kRegistering: return "registering";
    case DeviceState::kRetrying: return "retrying";
    case DeviceState::kGivenUp: return "given-up";
    case DeviceState::kBelievesRegistered: return "believes-registered";
    case DeviceState::kLeaving: return "leaving";
  }
  std::abort();
}

}  // namespace dialtone
