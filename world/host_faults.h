// What a host has while something ails it, or may: only those that need it pay for it.
#pragma once

#include <cstdint>

#include "values/time.h"
#include "world/list.h"
#include "world/loop.h"

namespace dialtone {

class HostScript;

struct HostFaults {
  // Null: nothing is told.
  HostScript* script = nullptr;
  // How much the wall clock gains, and since when; what it gained before is in its base.
  std::int64_t drift_parts_per_million = 0;
  Moment drifts_since{};
  // Who was made ready during a pause, in that order.
  List<Ready> held{};

  // What the wall clock has gained by `now`, without a step at any change of the drift.
  Duration gained(Moment now) const {
    const auto elapsed = static_cast<__int128>((now - drifts_since).count());
    return Duration(static_cast<std::int64_t>(elapsed * drift_parts_per_million / 1'000'000));
  }
};

}  // namespace dialtone
