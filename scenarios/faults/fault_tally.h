// How often the faults of a scenario have acted: on a request, a packet, a question, a write. Who carries them out
// counts here; a fault that did nothing makes a scenario that shows nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "scenarios/language/parties/scenario.h"

namespace dialtone {

class FaultTally {
 public:
  // The scenario must outlive it. `first`: called at the first act of each fault; empty: nobody is.
  explicit FaultTally(const Scenario& scenario, std::function<void(const Fault&)> first = nullptr)
      : scenario_(scenario), counts_(scenario.faults.size()), first_(std::move(first)) {}

  // `fault`: one of the scenario's own.
  void note(const Fault& fault) {
    if (++counts_[number_of(fault, scenario_)] == 1 && first_) first_(fault);
  }
  // What another process has counted.
  void add(const Fault& fault, std::uint64_t acts) { counts_[number_of(fault, scenario_)] += acts; }
  std::uint64_t count(const Fault& fault) const { return counts_[number_of(fault, scenario_)]; }

 private:
  const Scenario& scenario_;
  std::vector<std::uint64_t> counts_;
  std::function<void(const Fault&)> first_;
};

}  // namespace dialtone
