#include "scenarios/oracles/oracle_context.h"

#include <algorithm>

#include "scenarios/faults/fault_moments.h"

namespace dialtone {

std::vector<FaultSpan> fault_spans(const Plan& plan) {
  std::vector<FaultSpan> spans;
  for (const Fault& fault : plan.scenario.faults) {
    // Where it hits nobody, it is over when it was to begin.
    spans.push_back({fault.name, fault.when.has_value(), Moment(fault.at), Moment(fault.at)});
  }
  for (const FaultMoment& moment : fault_moments(plan)) {
    FaultSpan& span = spans[static_cast<std::size_t>(moment.fault - plan.scenario.faults.data())];
    (moment.is_end ? span.end : span.begin) = moment.at;
  }
  return spans;
}

const FaultSpan* OracleContext::span(std::string_view fault) const {
  const auto found =
      std::find_if(spans.begin(), spans.end(), [&](const FaultSpan& span) { return span.name == fault; });
  return found == spans.end() ? nullptr : &*found;
}

}  // namespace dialtone
