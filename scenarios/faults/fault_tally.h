// How often the faults of a scenario have acted: on a request, a packet, a question, a write. Who carries them out
// counts here, in this process; a fault that did nothing makes a scenario that shows nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "scenarios/language/scenario.h"

namespace dialtone {

class FaultTally {
 public:
  // The scenario must outlive it.
  explicit FaultTally(const Scenario& scenario) : scenario_(scenario), counts_(scenario.faults.size()) {}

  // `fault`: one of the scenario's own.
  void note(const Fault& fault) { ++counts_[number_of(fault, scenario_)]; }
  std::uint64_t count(const Fault& fault) const { return counts_[number_of(fault, scenario_)]; }

 private:
  const Scenario& scenario_;
  std::vector<std::uint64_t> counts_;
};

}  // namespace dialtone
