#include "scenarios/engine/expectation_writer.h"

#include "scenarios/engine/expectation_words.h"
#include "scenarios/engine/flow_map.h"
#include "scenarios/engine/threshold.h"

namespace dialtone {
namespace {

struct ExpectationText {
  std::string operator()(const EventuallyAll& what) const {
    FlowMap map;
    map.add("all", what.group).add("are", word_of(what.condition, kConditionWords)).add("within", what.within);
    if (!what.after.empty()) map.add("after", what.after);
    if (what.from != Duration{}) map.add("from", what.from);
    return "eventually: " + map.text();
  }
  std::string operator()(const NeverEvent& what) const {
    FlowMap map;
    map.add("event", what.event);
    if (!what.group.empty()) map.add("of", what.group);
    return "never: " + map.text();
  }
  std::string operator()(const NeverCondition& what) const {
    return "never: " + FlowMap().add("any", what.group).add("are", word_of(what.condition, kConditionWords)).text();
  }
  std::string operator()(const Threshold& what) const {
    FlowMap map;
    map.add(what.metric, what.text.empty() ? to_text(what) : what.text);
    if (!what.group.empty()) map.add("of", what.group);
    return "metric: " + map.text();
  }
};

}  // namespace

std::string write_expectation(const Expectation& expectation) {
  return std::visit(ExpectationText{}, expectation.condition);
}

}  // namespace dialtone
