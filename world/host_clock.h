// A host's own clock relative to the world's clock: how fast it runs, and what it shows.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "values/time.h"

namespace dialtone {

// Without drift the clock shows the world's time to the nanosecond. It never goes back.
class HostClock {
 public:
  // Returns what the clock shows at a moment of the world, which must not be before the last change of the drift.
  Moment shown_at(Moment world) const {
    const Duration elapsed = world - changed_at_;
    assert(elapsed >= Duration::zero() && "a clock of before its last change is not known any more");
    if (rate_ == kMillion) return shown_then_ + elapsed;
    return shown_then_ + Duration(static_cast<std::int64_t>(static_cast<__int128>(elapsed.count()) * rate_ / kMillion));
  }

  // Returns the first moment of the world at which the clock shows `shown` or more, if the drift does not change.
  // kNever stays kNever; a moment out of range becomes the last one before kNever.
  Moment moment_of(Moment shown) const {
    if (shown == kNever || (rate_ == kMillion && shown_then_ == changed_at_)) return shown;
    const auto ahead = static_cast<__int128>(shown.time_since_epoch().count()) - shown_then_.time_since_epoch().count();
    const __int128 elapsed = ahead <= 0 ? ahead * kMillion / rate_ : (ahead * kMillion + rate_ - 1) / rate_;
    constexpr __int128 kLast = kNever.time_since_epoch().count() - 1;
    const __int128 moment = std::min(changed_at_.time_since_epoch().count() + elapsed, kLast);
    const Moment found(Duration(static_cast<std::int64_t>(std::max<__int128>(moment, 0))));
    assert(found < changed_at_ || moment == kLast || shown_at(found) >= shown);
    return found;
  }

  std::int64_t drift_parts_per_million() const { return rate_ - kMillion; }
  // From `world` on the clock gains `parts_per_million` millionths, which must be more than -1,000,000. It does not
  // jump.
  void set_drift(Moment world, std::int64_t parts_per_million) {
    assert(parts_per_million > -kMillion);
    shown_then_ = shown_at(world);
    changed_at_ = world;
    rate_ = kMillion + parts_per_million;
  }

 private:
  static constexpr std::int64_t kMillion = 1'000'000;

  // How many microseconds the clock advances per second of the world.
  std::int64_t rate_ = kMillion;
  Moment changed_at_{};
  Moment shown_then_{};
};

}  // namespace dialtone
