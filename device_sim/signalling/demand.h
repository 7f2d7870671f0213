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
// nor one boot after another. Lives longer than one boot.
class DemandLimit {
 public:
  // Counts a demand that comes at `now`, and returns when to obey it: three demands at once, further ones at one per
  // interval. The interval is the longer base of the profile's two usual retries.
  Moment admit(const DeviceProfile& profile, Moment now);

 private:
  // When the next demand would come if all admitted demands had come at one per interval.
  Moment next_free_{};
};

}  // namespace dialtone
