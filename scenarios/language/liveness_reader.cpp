#include "scenarios/language/liveness_reader.h"

namespace dialtone {
namespace {

bool is_none(const YamlNode* value) {
  return value != nullptr && value->kind == YamlNode::Kind::kScalar && value->text == "none";
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
    if (bound.require("within"))
      scenario.liveness = bound.duration("within", kPositiveDuration).value_or(kLivenessBound);
    bound.refuse_unknown();
  }
}

}  // namespace dialtone
