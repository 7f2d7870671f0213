#include "scenarios/language/expectation_reader.h"

#include <algorithm>

#include "scenarios/language/condition_reader.h"
#include "scenarios/language/database_count_reader.h"
#include "scenarios/language/expectation_sentence.h"
#include "scenarios/language/expectation_words.h"
#include "scenarios/language/metric_reader.h"
#include "scenarios/language/scope_reader.h"
#include "scenarios/language/sequence_reader.h"
#include "values/spelling.h"
#include "scenarios/language/yaml_cursor.h"

namespace dialtone {
namespace {

void read_state(MapCursor& map, std::string_view quantity, const ExpectationContext& context, std::string& group,
                DeviceCondition& condition) {
  if (map.require(quantity)) group = map.reference(quantity, "group", context.names.groups_or_all).value_or("");
  if (map.require("are")) condition = map.word("are", kConditionWords).value_or(DeviceCondition::kOff);
}

Duration read_within(MapCursor& map, const Start& start, const ExpectationContext& context) {
  if (!map.require("within")) return {};
  const DurationRange range{.least = Duration(1), .most = context.scenario.duration};
  const Duration within = map.duration("within", range).value_or(Duration{});
  OracleScope scope;
  scope.from = start.from;
  scope.after = start.after;
  check_time_left(map, scope, within, context);
  return within;
}

void read_eventually_event(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  EventuallyEvent eventually;
  eventually.pattern.event = read_event_name(map, "event").value_or("");
  eventually.each = map.has("of_each");
  if (eventually.each) {
    eventually.group = map.reference("of_each", "group", context.names.groups_or_all).value_or("");
    if (map.has("of")) map.faults().report(map.entry("of").origin, "'of' and 'of_each' are one or the other");
  } else {
    eventually.group = read_whose(map, context);
  }
  const AskedEvent asked{eventually.pattern.event, whose(eventually.group)};
  check_event(map, "event", asked);
  eventually.pattern.where = read_conditions(map, asked);
  const Start start = read_start(map, context);
  eventually.within = read_within(map, start, context);
  eventually.after = start.after;
  eventually.from = start.from;
  expectation.condition = std::move(eventually);
}

void read_eventually(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  if (map.has("event")) return read_eventually_event(map, context, expectation);
  EventuallyCondition eventually;
  std::string_view quantity;
  for (const Word<Quantity>& word : kQuantityWords) {
    if (!map.has(word.text)) continue;
    if (!quantity.empty()) {
      map.faults().report(map.entry(word.text).origin,
                          in_quotes(quantity) + " and " + in_quotes(word.text) + " are one or the other");
      map.take(word.text);
      continue;
    }
    quantity = word.text;
    eventually.quantity = word.value;
  }
  read_state(map, quantity.empty() ? "all" : quantity, context, eventually.group, eventually.condition);
  const Start start = read_start(map, context);
  eventually.within = read_within(map, start, context);
  eventually.after = start.after;
  eventually.from = start.from;
  expectation.condition = std::move(eventually);
}

void read_always(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  AlwaysCondition always;
  read_state(map, "all", context, always.group, always.condition);
  always.scope = read_scope(map, context);
  expectation.condition = std::move(always);
}

void read_never(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  if (map.has("any")) {
    NeverCondition never;
    read_state(map, "any", context, never.group, never.condition);
    never.scope = read_scope(map, context);
    expectation.condition = std::move(never);
    return;
  }
  NeverEvent never;
  if (!map.has("event")) {
    map.faults().report(map.origin(), "'never' is { event: NAME, of: GROUP } or { any: GROUP, are: STATE }");
    return;
  }
  never.pattern.event = read_event_name(map, "event").value_or("");
  never.group = read_whose(map, context);
  const AskedEvent asked{never.pattern.event, whose(never.group)};
  check_event(map, "event", asked);
  never.pattern.where = read_conditions(map, asked);
  never.scope = read_scope(map, context);
  expectation.condition = std::move(never);
}

struct Kind {
  std::string_view word;
  void (*read)(MapCursor& map, const ExpectationContext& context, Expectation& expectation);
};
constexpr Kind kKinds[] = {{"eventually", read_eventually}, {"always", read_always}, {"never", read_never},
                           {"sequence", read_sequence},     {"metric", read_metric}, {"database", read_database_count}};

std::vector<std::string_view> kinds() {
  std::vector<std::string_view> words;
  for (const Kind& kind : kKinds) words.push_back(kind.word);
  return words;
}

std::string one_of_them() {
  std::string text;
  for (const Kind& kind : kKinds) text += (text.empty() ? "" : ", ") + std::string(kind.word);
  return "an expectation is one of " + text;
}

void read_expectation(const YamlEntry& entry, const ExpectationContext& context, FaultList& faults,
                      Expectation& expectation) {
  if (entry.value.kind != YamlNode::Kind::kMap) {
    return faults.report(entry.value.origin, in_quotes(entry.key) + " must be a map");
  }
  MapCursor map(entry.value, in_quotes(entry.key), entry.value.origin, faults);
  for (const Kind& kind : kKinds) {
    if (kind.word == entry.key) kind.read(map, context, expectation);
  }
  map.refuse_unknown();
}

}  // namespace

std::vector<Expectation> read_expectations(const YamlNode& list, const Scenario& scenario, const ScenarioNames& names,
                                           FaultList& faults) {
  const ExpectationContext context{scenario, names};
  const std::vector<std::string_view> words = kinds();
  std::vector<Expectation> expectations;
  for (const YamlNode& item : list.items) {
    if (item.kind != YamlNode::Kind::kMap || item.entries.size() != 1) {
      faults.report(item.origin, one_of_them());
      continue;
    }
    const YamlEntry& entry = item.entries.front();
    if (std::find(words.begin(), words.end(), entry.key) == words.end()) {
      faults.report(entry.origin, one_of_them() + ", not " + in_quotes(entry.key) + did_you_mean(entry.key, words));
      continue;
    }
    Expectation& expectation = expectations.emplace_back();
    expectation.place = entry.origin.place;
    read_expectation(entry, context, faults, expectation);
    expectation.name = sentence(expectation);
  }
  return expectations;
}

}  // namespace dialtone
