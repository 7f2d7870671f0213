// A host's cores in virtual time: work is done first come, first served.
#pragma once

#include <algorithm>
#include <cassert>
#include <vector>

#include "values/time.h"

namespace dialtone {

class Processor {
 public:
  // Requires at least one core.
  explicit Processor(int cores) : free_at_(static_cast<std::size_t>(cores)) { assert(cores > 0); }

  // Gives the work to the core that is free first; returns when the work will be done.
  Moment occupy(Moment now, Duration cost) {
    assert(cost > Duration::zero());
    Moment& core = *std::min_element(free_at_.begin(), free_at_.end());
    core = std::max(core, now) + cost;
    return core;
  }
  // Frees all cores after a loss of power.
  void reset() { std::fill(free_at_.begin(), free_at_.end(), Moment{}); }

 private:
  std::vector<Moment> free_at_;
};

}  // namespace dialtone
