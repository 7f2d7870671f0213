// Power that faults take away. Several may take it from one host: it returns when the last of them is over.
#pragma once

#include <functional>
#include <unordered_map>

#include "values/time.h"
#include "world/world.h"

namespace dialtone {

class Outages {
 public:
  // `world` must outlive it.
  explicit Outages(World& world) : world_(world) {}
  Outages(const Outages&) = delete;
  Outages& operator=(const Outages&) = delete;

  enum class How : std::uint8_t { kCut, kGraceful };
  // Takes the power for `off_for` from now on; `restore` is called when it is to return. False where nothing was taken:
  // the host is off already. One that was never on is missed by the fault; one that is off because of another is off
  // for as long as both want.
  bool begin(Host& host, How how, Duration off_for, std::function<void()> restore);

 private:
  void end(Host& host, const std::function<void()>& restore);

  World& world_;
  std::unordered_map<const Host*, Moment> until_;  // looked up only
};

}  // namespace dialtone
