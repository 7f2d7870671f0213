#include "device_sim/signalling/demand.h"

#include <algorithm>

namespace dialtone {
namespace {

// How many demands are obeyed at once after a long time without any.
constexpr int kMostDemandsAtOnce = 3;

}  // namespace

Moment DemandLimit::admit(const DeviceProfile& profile, Moment now) {
  const Duration interval = std::max(profile.provisioning_retry.base, profile.registration_retry.base);
  const Moment due = std::max(now, next_free_ - (kMostDemandsAtOnce - 1) * interval);
  next_free_ = std::max(next_free_, due) + interval;
  return due;
}

}  // namespace dialtone
