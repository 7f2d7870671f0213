#include "scenarios/language/expectation_writer.h"

#include "scenarios/language/condition_reader.h"
#include "scenarios/language/expectation_words.h"
#include "scenarios/language/flow_map.h"
#include "scenarios/language/scope_reader.h"
#include "scenarios/language/threshold.h"

namespace dialtone {
namespace {

std::string pattern_text(const EventPattern& pattern) {
  FlowMap map;
  map.add("event", pattern.event);
  if (!pattern.where.empty()) map.add("where", write_conditions(pattern.where));
  return map.text();
}

void add_start(const std::string& after, Duration from, FlowMap& map) {
  if (!after.empty()) map.add("after", after);
  if (from != Duration{}) map.add("from", from);
}

struct ExpectationText {
  std::string operator()(const EventuallyCondition& what) const {
    FlowMap map;
    map.add(word_of(what.quantity, kQuantityWords), what.group);
    map.add("are", word_of(what.condition, kConditionWords)).add("within", what.within);
    add_start(what.after, what.from, map);
    return "eventually: " + map.text();
  }
  std::string operator()(const EventuallyEvent& what) const {
    FlowMap map;
    map.add("event", what.pattern.event);
    if (!what.group.empty()) map.add(what.each ? "of_each" : "of", what.group);
    if (!what.pattern.where.empty()) map.add("where", write_conditions(what.pattern.where));
    map.add("within", what.within);
    add_start(what.after, what.from, map);
    return "eventually: " + map.text();
  }
  std::string operator()(const AlwaysCondition& what) const {
    FlowMap map;
    map.add("all", what.group).add("are", word_of(what.condition, kConditionWords));
    write_scope(what.scope, map);
    return "always: " + map.text();
  }
  std::string operator()(const NeverEvent& what) const {
    FlowMap map;
    map.add("event", what.pattern.event);
    if (!what.group.empty()) map.add("of", what.group);
    if (!what.pattern.where.empty()) map.add("where", write_conditions(what.pattern.where));
    write_scope(what.scope, map);
    return "never: " + map.text();
  }
  std::string operator()(const NeverCondition& what) const {
    FlowMap map;
    map.add("any", what.group).add("are", word_of(what.condition, kConditionWords));
    write_scope(what.scope, map);
    return "never: " + map.text();
  }
  std::string operator()(const Sequence& what) const {
    FlowMap map;
    map.add("of", what.group).add("when", pattern_text(what.when)).add("next", pattern_text(what.next));
    if (what.within != Duration{}) map.add("within", what.within);
    if (what.no_sooner_than != Duration{}) map.add("no_sooner_than", what.no_sooner_than);
    if (!what.no_sooner_than_field.empty()) map.add("no_sooner_than", "when." + what.no_sooner_than_field);
    map.add("at_least", std::to_string(what.at_least));
    write_scope(what.scope, map);
    return "sequence: " + map.text();
  }
  std::string operator()(const Threshold& what) const {
    FlowMap map;
    map.add(what.metric, what.text.empty() ? to_text(what) : what.text);
    if (!what.group.empty()) map.add("of", what.group);
    write_scope(what.scope, map);
    return "metric: " + map.text();
  }
  std::string operator()(const DatabaseCount& what) const {
    FlowMap map;
    map.add("table", word_of(what.table, kTableWords));
    FlowMap where;
    for (const auto& [column, value] : what.where) where.add(column, quote(value));
    if (!what.where.empty()) map.add("where", where.text());
    if (!what.group.empty()) map.add("of", what.group);
    map.add(what.each ? "each" : "count",
            quote(std::string(word_of(what.comparison, kComparisonWords)) + std::to_string(what.count)));
    if (what.at != Duration{}) map.add("at", what.at);
    return "database: " + map.text();
  }
};

}  // namespace

std::string write_expectation(const Expectation& expectation) {
  return std::visit(ExpectationText{}, expectation.condition);
}

}  // namespace dialtone
