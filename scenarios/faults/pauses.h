// Hosts that faults have paused. A host that several faults pause resumes after the last of them. A loss of power ends
// the pauses of its host.
#pragma once

#include <algorithm>
#include <cassert>
#include <unordered_map>

#include "values/time.h"
#include "world/world.h"

namespace dialtone {

class Pauses {
 public:
  // `world` must outlive this object.
  explicit Pauses(World& world) : world_(world) {}
  Pauses(const Pauses&) = delete;
  Pauses& operator=(const Pauses&) = delete;

  // Pauses the host for `length` from now on.
  void begin(Host& host, Duration length) {
    assert(length >= Duration::zero());
    const Moment end = world_.now() + length;
    Moment& until = until_[&host];
    until = host.paused() ? std::max(until, end) : end;
    world_.pause(host);
    world_.at(end, [this, &host] {
      if (world_.now() >= until_[&host]) world_.resume(host);
    });
  }

 private:
  World& world_;
  std::unordered_map<const Host*, Moment> until_;  // never iterated
};

}  // namespace dialtone
