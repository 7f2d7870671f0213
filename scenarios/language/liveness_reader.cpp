#include "scenarios/language/liveness_reader.h"

#include "scenarios/language/fault_end.h"

namespace dialtone {
namespace {

bool is_none(const YamlNode* value) {
  return value != nullptr && value->kind == YamlNode::Kind::kScalar && value->text == "none";
}

// Reports a bound that is not reached before the scenario's end. Where a fault lasts to the end, nothing is asked.
void check_time_left(MapCursor& bound, const Scenario& scenario) {
  const Duration start = settled_by(scenario);
  if (start >= scenario.duration || *scenario.liveness <= scenario.duration - start) return;
  bound.faults().report(bound.entry("within").value.origin,
                        "'within' must be at most " + to_text(scenario.duration - start) + ", not " +
                            to_text(*scenario.liveness) + ": the last fault has ended and the last device is on at " +
                            to_text(start) + ", and the scenario ends at " + to_text(scenario.duration));
}

}  // namespace

void read_safety_and_liveness(MapCursor& map, Scenario& scenario) {
  const YamlNode* safety = map.take("safety");
  if (is_none(safety)) {
    scenario.safety = false;
  } else if (safety != nullptr) {
    map.report_wrong("safety", *safety, "none, or left out");
  }
  const YamlNode* liveness = map.take("liveness");
  if (is_none(liveness)) {
    scenario.liveness.reset();
  } else if (liveness != nullptr && liveness->kind != YamlNode::Kind::kMap) {
    map.report_wrong("liveness", *liveness, "none, or { within: DURATION }");
  } else if (liveness != nullptr) {
    MapCursor bound(*liveness, "'liveness'", liveness->origin, map.faults());
    if (bound.require("within")) {
      scenario.liveness = bound.duration("within", kPositiveDuration).value_or(kLivenessBound);
      check_time_left(bound, scenario);
    }
    bound.refuse_unknown();
  }
}

}  // namespace dialtone
