// A host's own clock against the world's: how fast it runs, and what it shows.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>

#include "values/time.h"

namespace dialtone {

// Without drift it shows the world's time, to the nanosecond. It never goes back.
class HostClock {
 public:
  // What it shows at a moment of the world's that is not before the last change of the drift.
  Moment shown_at(Moment world) const {
    const Duration elapsed = world - changed_at_;
    assert(elapsed >= Duration::zero() && "a clock of before its last change is not known any more");
    if (rate_ == kMillion) return shown_then_ + elapsed;
    return shown_then_ + Duration(static_cast<std::int64_t>(static_cast<__int128>(elapsed.count()) * rate_ / kMillion));
  }

  // The first moment of the world's at which it shows `shown`, or more, if its drift stays as it is. kNever stays
  // kNever; what lies beyond all moments becomes the last one before kNever.
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
  // Nothing jumps: from `world` on it gains so many millionths, more than -1,000,000.
  void set_drift(Moment world, std::int64_t parts_per_million) {
    assert(parts_per_million > -kMillion);
    shown_then_ = shown_at(world);
    changed_at_ = world;
    rate_ = kMillion + parts_per_million;
  }

 private:
  static constexpr std::int64_t kMillion = 1'000'000;

  // How many millionths of a second it goes on in a second.
  std::int64_t rate_ = kMillion;
  Moment changed_at_{};
  Moment shown_then_{};
};

}  // namespace dialtone
