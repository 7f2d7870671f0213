// What a call agent can demand of a device, and how often the device obeys.
#pragma once

#include <cstdint>

#include "device_sim/model/profile.h"
#include "values/time.h"

namespace dialtone {

enum class Demand : std::uint8_t {
  kNone,
  kResync,  // fetch the settings again
  kReboot,
};

// Limits how often a device obeys, so that endless demands cause neither endless requests to the provisioning server
// nor one reboot after another. Outlives each boot.
class DemandLimit {
 public:
  // Counts a demand that comes at `now`, and returns when to obey it: three demands at once, further ones at a rate of
  // one per interval. The interval is the longer of the base waits of the profile's provisioning_retry and
  // registration_retry.
  Moment admit(const DeviceProfile& profile, Moment now);

 private:
  // When the next demand would come if all admitted demands had come at one per interval.
  Moment next_free_{};
};

}  // namespace dialtone
