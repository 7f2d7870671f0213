#include "scenarios/oracles/known/oracle_context.h"

#include <algorithm>

#include "scenarios/faults/fault_moments.h"

namespace dialtone {

std::vector<FaultSpan> fault_spans(const Plan& plan, bool in_real_time) {
  std::vector<FaultSpan> spans;
  for (const Fault& fault : plan.scenario.faults) {
    // A fault that hits no device ends at the moment when it was to begin.
    const bool is_triggered = fault.when.has_value();
    spans.push_back({fault.name, is_triggered, Moment(fault.at), Moment(fault.at), is_triggered});
  }
  for (const FaultMoment& moment : fault_moments(plan)) {
    FaultSpan& span = spans[static_cast<std::size_t>(moment.fault - plan.scenario.faults.data())];
    (moment.is_end ? span.end : span.begin) = moment.at;
    span.is_recorded = in_real_time;
  }
  return spans;
}

const FaultSpan* OracleContext::span(std::string_view fault) const {
  const auto found =
      std::find_if(spans.begin(), spans.end(), [&](const FaultSpan& span) { return span.name == fault; });
  return found == spans.end() ? nullptr : &*found;
}

std::optional<Measured> OracleContext::control_value(std::string_view expectation) const {
  const auto found = controls.find(expectation);
  return found == controls.end() ? std::nullopt : found->second;
}

}  // namespace dialtone
