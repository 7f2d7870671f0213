#include "scenarios/language/plan/control_run.h"

#include <algorithm>
#include <string_view>

#include "scenarios/language/document/diagnostic.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

class Names {
 public:
  explicit Names(std::string_view fault) : fault_(fault) {}

  bool operator()(const EventuallyCondition& condition) const { return condition.after == fault_; }
  bool operator()(const EventuallyEvent& condition) const {
    return condition.after == fault_ || is_asked_for(condition.pattern);
  }
  bool operator()(const AlwaysCondition& condition) const { return is_looked_at(condition.scope); }
  bool operator()(const NeverCondition& condition) const { return is_looked_at(condition.scope); }
  bool operator()(const NeverEvent& condition) const {
    return is_looked_at(condition.scope) || is_asked_for(condition.pattern);
  }
  bool operator()(const Sequence& condition) const {
    return is_looked_at(condition.scope) || is_asked_for(condition.when) || is_asked_for(condition.next);
  }
  bool operator()(const Threshold& condition) const { return is_looked_at(condition.scope); }
  bool operator()(const DatabaseCount&) const { return false; }

 private:
  bool is_looked_at(const OracleScope& scope) const { return scope.after == fault_ || scope.during == fault_; }
  bool is_asked_for(const EventPattern& pattern) const {
    return std::any_of(pattern.where.begin(), pattern.where.end(), [&](const FieldCondition& condition) {
      return condition.field == "fault" && condition.text == fault_;
    });
  }

  std::string_view fault_;
};

void leave_out(Scenario& scenario, std::size_t number) {
  const Names names(scenario.faults[number].name);
  std::erase_if(scenario.expectations, [&](const Expectation& expectation) {
    if (!std::visit(names, expectation.condition)) return false;
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
    // One that is named twice is gone already.
    if (fault != scenario.faults.end()) {
      leave_out(scenario, static_cast<std::size_t>(fault - scenario.faults.begin()));
    }
  }
  return {};
}

}  // namespace dialtone
