// A view of the faults of a scenario that have a certain kind of act, each with its act.
#pragma once

#include <ranges>
#include <variant>
#include <vector>

#include "scenarios/language/faults/fault.h"

namespace dialtone {

template <typename Act>
struct FaultDoing {
  const Fault& fault;
  const Act& act;
};

// Returns them in the scenario's order. `faults` must outlive the view.
template <typename Act>
auto faults_doing(const std::vector<Fault>& faults) {
  return faults | std::views::filter([](const Fault& fault) { return std::holds_alternative<Act>(fault.action); }) |
         std::views::transform([](const Fault& fault) { return FaultDoing<Act>{fault, std::get<Act>(fault.action)}; });
}

template <typename Act>
bool any_fault_does(const std::vector<Fault>& faults) {
  auto found = faults_doing<Act>(faults);
  return found.begin() != found.end();
}

}  // namespace dialtone
