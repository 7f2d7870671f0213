// Power losses caused by faults. If several faults take the power of one host, the power returns after the last of
// them.
#pragma once

#include <cstdint>
#include <functional>
#include <unordered_map>

#include "values/time.h"
#include "world/world.h"

namespace dialtone {

class Outages {
 public:
  // `world` must outlive this object.
  explicit Outages(World& world) : world_(world) {}
  Outages(const Outages&) = delete;
  Outages& operator=(const Outages&) = delete;

  enum class How : std::uint8_t { kCut, kGraceful };
  enum class Began : std::uint8_t {
    kTaken,   // the host was on
    kHeld,    // the host was off because of another fault, and stays off until both end
    kMissed,  // the host was off, and no fault had switched it off
  };
  // Takes the power for `off_for` from now on, and then calls `restore`.
  Began begin(Host& host, How how, Duration off_for, std::function<void()> restore);

 private:
  void end(Host& host, const std::function<void()>& restore);

  World& world_;
  struct Outage {
    Moment until{};
    // How many of the host's outages have not ended yet.
    std::uint32_t open = 0;
  };
  std::unordered_map<const Host*, Outage> outages_;  // never iterated
};

}  // namespace dialtone
