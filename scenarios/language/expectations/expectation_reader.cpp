#include "scenarios/language/expectations/expectation_reader.h"

#include <algorithm>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/condition_reader.h"
#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/expectations/expectation_sentence.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/metric_reader.h"
#include "scenarios/language/expectations/scope_reader.h"
#include "scenarios/language/keys/key_reader.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

// What the keys do not say by themselves.

template <typename Eventually>
void check_start(MapCursor& map, const Eventually& what, const ExpectationContext& context) {
  check_start(map, what.after, what.from, context);
  OracleScope scope;
  scope.from = what.from;
  scope.after = what.after;
  check_time_left(map, scope, what.within, context);
}

// One of all, any and none. Before the keys are read: what is missing is told in their order.
void check_quantity(MapCursor& map) {
  std::string_view quantity;
  for (const Word<Quantity>& word : kQuantityWords) {
    if (!map.has(word.text)) continue;
    if (!quantity.empty()) {
      map.faults().report(map.entry(word.text).origin,
                          in_quotes(quantity) + " and " + in_quotes(word.text) + " are one or the other");
    }
    quantity = word.text;
  }
  if (quantity.empty()) map.require("all");
}

void check(MapCursor& map, EventuallyCondition& what, const ExpectationContext& context) {
  check_start(map, what, context);
}

void check(MapCursor& map, EventuallyEvent& what, const ExpectationContext& context) {
  if (map.has("of") && map.has("of_each")) {
    map.faults().report(map.entry("of").origin, "'of' and 'of_each' are one or the other");
  }
  check_event(map, "event", {what.pattern.event, whose(what.group)});
  check_start(map, what, context);
}

void check(MapCursor& map, AlwaysCondition& what, const ExpectationContext& context) {
  check_scope(map, what.scope, context);
}

void check(MapCursor& map, NeverCondition& what, const ExpectationContext& context) {
  check_scope(map, what.scope, context);
}

void check(MapCursor& map, NeverEvent& what, const ExpectationContext& context) {
  check_event(map, "event", {what.pattern.event, whose(what.group)});
  check_scope(map, what.scope, context);
}

void check(MapCursor& map, Sequence& what, const ExpectationContext& context) {
  if (what.within != Duration{} && what.no_sooner_than > what.within) {
    map.faults().report(map.entry("no_sooner_than").origin, "'no_sooner_than' is longer than 'within'");
  }
  check_scope(map, what.scope, context);
  check_time_left(map, what.scope, what.within, context);
}

void check(MapCursor& map, Threshold& what, const ExpectationContext& context) {
  check_scope(map, what.scope, context);
  static_cast<void>(read_metric(map, what));
}

void check(MapCursor& map, DatabaseCount& what, const ExpectationContext&) {
  const bool is_bindings = what.table == DatabaseCount::Table::kBindings;
  if (is_bindings && map.has("where")) map.faults().report(map.entry("where").origin, "'where' is for subscribers");
  if (!map.has("each")) {
    map.require("count");
    return;
  }
  if (!is_bindings) map.faults().report(map.entry("each").origin, "'each' is for bindings");
  if (map.has("count")) map.faults().report(map.entry("count").origin, "'count' and 'each' are one or the other");
}

template <typename What>
void read(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  KeyReader keys(map, context.names, &context.scenario);
  describe_vacuity(keys, expectation.may_be_vacuous);
  What what;
  describe(keys, what);
  check(map, what, context);
  expectation.condition = std::move(what);
}

void read_eventually(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  if (map.has("event")) return read<EventuallyEvent>(map, context, expectation);
  check_quantity(map);
  read<EventuallyCondition>(map, context, expectation);
}

void read_never(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  if (map.has("any")) return read<NeverCondition>(map, context, expectation);
  if (map.has("event")) return read<NeverEvent>(map, context, expectation);
  map.faults().report(map.origin(), "'never' is { event: NAME, of: GROUP } or { any: GROUP, are: STATE }");
  KeyReader keys(map, context.names, &context.scenario);
  describe_vacuity(keys, expectation.may_be_vacuous);
}

struct Kind {
  std::string_view word;
  void (*read)(MapCursor& map, const ExpectationContext& context, Expectation& expectation);
};
constexpr Kind kKinds[] = {{"eventually", read_eventually}, {"always", read<AlwaysCondition>},
                           {"never", read_never},           {"sequence", read<Sequence>},
                           {"metric", read<Threshold>},     {"database", read<DatabaseCount>}};

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
