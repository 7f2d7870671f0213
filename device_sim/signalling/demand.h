// What a call agent may have a device do, and how often.
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

// How often a device obeys: demands without end must not become requests to the provisioning server without end, nor
// one boot after another. It outlives a reboot.
class DemandLimit {
 public:
  // Counts a demand that comes at `now`, and returns when it is obeyed: three are obeyed at once, later ones at one an
  // interval. The interval is the longer base of the profile's usual retries.
  Moment admit(const DeviceProfile& profile, Moment now);

 private:
  // When the next demand would come if all that were admitted had come at one an interval.
  Moment next_free_{};
};

}  // namespace dialtone
