#include "scenarios/language/plan/control_run.h"

#include <algorithm>
#include <string_view>

#include "scenarios/language/document/diagnostic.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

bool is_asked_for(const EventPattern& pattern, std::string_view fault) {
  return std::any_of(pattern.where.begin(), pattern.where.end(), [&](const FieldCondition& condition) {
    return condition.field == "fault" && condition.text == fault;
  });
}

// True if the expectation names the fault, in its scope or in the events that it asks for.
template <typename What>
bool names(const What& what, std::string_view fault) {
  bool named = false;
  if constexpr (requires { what.after; }) named = named || what.after == fault;
  if constexpr (requires { what.scope; }) {
    const OracleScope& scope = what.scope;
    named = named || scope.after == fault || scope.during == fault || scope.while_fault == fault;
  }
  if constexpr (requires { what.without; }) named = named || what.without == fault;
  if constexpr (requires { what.pattern; }) named = named || is_asked_for(what.pattern, fault);
  if constexpr (requires { what.when; }) named = named || is_asked_for(what.when, fault);
  if constexpr (requires { what.next; }) named = named || is_asked_for(what.next, fault);
  return named;
}

void leave_out(Scenario& scenario, std::size_t number) {
  const std::string& fault = scenario.faults[number].name;
  std::erase_if(scenario.expectations, [&](const Expectation& expectation) {
    if (!std::visit([&](const auto& what) { return names(what, fault); }, expectation.condition)) return false;
    scenario.left_out.push_back(expectation.name);
    return true;
  });
  const auto offset = static_cast<std::ptrdiff_t>(number);
  for (Group& group : scenario.fleet) {
    if (!group.devices) continue;
    for (PlannedDevice& device : *group.devices) device.fault_times.erase(device.fault_times.begin() + offset);
  }
  scenario.without.push_back(scenario.faults[number].name);
  scenario.faults.erase(scenario.faults.begin() + offset);
}

}  // namespace

Result<void> leave_out(Scenario& scenario, const std::vector<std::string>& faults) {
  std::vector<std::string_view> known;
  for (const Fault& fault : scenario.faults) known.push_back(fault.name);
  for (const std::string& name : faults) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    if (known.empty()) return Failure{"the scenario has no fault " + in_quotes(name) + ", nor any other"};
    return Failure{"there is no fault " + in_quotes(name) + hint_at(name, known)};
  }
  for (const std::string& name : faults) {
    const auto fault = std::find_if(scenario.faults.begin(), scenario.faults.end(),
                                    [&](const Fault& each) { return each.name == name; });
    // The same fault may be named twice.
    if (fault != scenario.faults.end()) {
      leave_out(scenario, static_cast<std::size_t>(fault - scenario.faults.begin()));
    }
  }
  return {};
}

}  // namespace dialtone
