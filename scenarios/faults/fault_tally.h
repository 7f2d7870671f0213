// Counts how often each fault acted on a request, a packet, a DNS look-up or a write. The summary reports the faults
// that never acted.
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
  // `scenario` must outlive this object. `first`: called at the first act of each fault; may be null.
  explicit FaultTally(const Scenario& scenario, std::function<void(const Fault&)> first = nullptr)
      : scenario_(scenario), counts_(scenario.faults.size()), first_(std::move(first)) {}

  // Counts one act. `fault` must be an element of the scenario's faults.
  void note(const Fault& fault) {
    if (++counts_[number_of(fault, scenario_)] == 1 && first_) first_(fault);
  }
  // Adds the acts that another process counted.
  void add(const Fault& fault, std::uint64_t acts) { counts_[number_of(fault, scenario_)] += acts; }
  std::uint64_t count(const Fault& fault) const { return counts_[number_of(fault, scenario_)]; }

 private:
  const Scenario& scenario_;
  std::vector<std::uint64_t> counts_;
  std::function<void(const Fault&)> first_;
};

}  // namespace dialtone
