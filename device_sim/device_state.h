// Where a device stands on its way, as device.state events tell it.
#pragma once

#include <cstdint>
#include <string_view>

namespace dialtone {

enum class DeviceState : std::uint8_t {
  kOff,
  kBooting,
  kProvisioning,        // asks the provisioning server
  kRegistering,         // asks a call agent
  kRetrying,            // waits to do one of the two again
  kGivenUp,             // tries nothing any more by itself, as its quirk has it
  kBelievesRegistered,  // holds a 200 that has not expired, whatever else it does meanwhile
  kLeaving,             // takes its binding away before it goes off
};

// `off`, `booting`, `believes-registered`.
std::string_view to_text(DeviceState state);

}  // namespace dialtone
