#include "scenarios/language/expectations/expectation_reader.h"

#include <algorithm>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/amount_reader.h"
#include "scenarios/language/expectations/condition_reader.h"
#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/metric_name.h"
#include "scenarios/language/expectations/possible_events.h"
#include "scenarios/language/expectations/scope_reader.h"
#include "scenarios/language/expectations/threshold.h"
#include "scenarios/language/keys/key_reader.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

// --- metrics ---

std::string no_metric(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  for (const std::string& event : {name, name.substr(0, dot)}) {
    if (is_unrecorded(event)) return no_such_event(event);
  }
  if (dot != std::string::npos && is_event(name.substr(0, dot))) {
    std::vector<std::string_view> values{"interval"};
    for (const DeclaredField* field : event_fields()) {
      if (field->kind == FieldKind::kNumber || field->kind == FieldKind::kDuration) values.push_back(field->key);
    }
    const std::string last = name.substr(dot + 1);
    return "there is no metric " + in_quotes(name) + ": " + in_quotes(last) +
           " is no event's field with a number or a duration" + did_you_mean(last, values);
  }
  const std::vector<std::string> names = metric_names();
  return "there is no metric " + in_quotes(name) + did_you_mean(name, {names.begin(), names.end()});
}

// Reports an event that `of` never records, and a field that the event does not have when `of` records it.
void check_metric(MapCursor& map, const YamlEntry& entry, const Metric& metric, EventOwner of) {
  const bool is_of_server = of == EventOwner::kProvisioning || of == EventOwner::kCallAgent;
  if ((metric.of == Metric::Of::kStage || metric.is_of_state()) && is_of_server) {
    return map.report(entry.origin, in_quotes(entry.key) + " is measured of devices, not of a server");
  }
  if (metric.of != Metric::Of::kEvent && metric.of != Metric::Of::kInterval && metric.of != Metric::Of::kField) return;
  const std::vector<std::string_view> fields = fields_of(metric.event, of);
  if (const std::optional<std::string> reason = cannot_be_of(metric.event, of)) {
    map.report(entry.origin, *reason);
  } else if (metric.of == Metric::Of::kField && !std::binary_search(fields.begin(), fields.end(), metric.field)) {
    map.report(entry.origin, lacks_field(metric.event, of, metric.field));
  } else if (metric.of == Metric::Of::kInterval && !names_a_device(metric.event, of)) {
    map.report(entry.origin, in_quotes(metric.event) + " names no device, and an interval is one device's");
  }
}

// If the event names no device, reports a scope that differs from device to device (`from: { event: … }`).
void check_scope_by_device(MapCursor& map, const OracleScope& scope, std::string_view event, EventOwner of) {
  if (!is_event(event) || cannot_be_of(event, of) || names_a_device(event, of)) return;
  for (const auto& [key, events] : {std::pair("from", &scope.from_events), std::pair("until", &scope.until_events)}) {
    if (events->empty()) continue;
    map.report(map.entry(key).value.origin,
               "this time is each device's own, and " + in_quotes(event) + " names no device");
  }
  if (!map.has("while") || (!scope.while_state && scope.while_fault.empty())) return;
  map.report(map.entry("while").value.origin,
             "this time is each device's own, and " + in_quotes(event) + " names no device");
}

// For a total or a time_to: reports a scope that differs from device to device.
void check_scope_of_state(MapCursor& map, const Metric& metric, const OracleScope& scope) {
  if (metric.of != Metric::Of::kTotal && metric.of != Metric::Of::kTimeTo) return;
  if (!scope.is_by_device()) return;
  map.report(map.origin(), "a total or a time_to is of one time for all devices, not of times of their own");
}

// Reports a peak's window that is longer than the scope in which events are counted.
void check_window(MapCursor& map, const Origin& said, const Threshold& threshold, Duration run) {
  const Duration last = threshold.scope.until == Duration{} ? run : threshold.scope.until;
  const Duration length = last - threshold.scope.from;
  if (threshold.aggregate != Aggregate::kPeak || threshold.window <= length) return;
  map.report(said, "the window of peak is " + to_text(threshold.window) + ", longer than the " + to_text(length) +
                       " in which events are counted");
}

// Reports a factor without `compared_to`, `compared_to` without a factor, and a scope that depends on the fault that
// the control run leaves out.
void check_comparison(MapCursor& map, const Origin& said, const Threshold& threshold) {
  const bool is_factor = threshold.unit == ThresholdUnit::kFactor;
  if (is_factor && !map.has("compared_to")) {
    map.report(said, in_quotes(threshold.text) + " is a factor of another run: compared_to: { without: FAULT }");
  }
  if (!map.has("compared_to")) return;
  if (!is_factor) {
    map.report(map.entry("compared_to").origin,
               "'compared_to' goes with a factor such as p(95)<=1.2x, not " + in_quotes(threshold.text));
  }
  for (const auto& [key, fault] :
       {std::pair("after", &threshold.scope.after), std::pair("during", &threshold.scope.during),
        std::pair("while", &threshold.scope.while_fault)}) {
    if (threshold.without.empty() || *fault != threshold.without) continue;
    map.report(map.entry(map.has(key) ? key : "while").value.origin, "the run that is compared with has no " +
                                                                         in_quotes(threshold.without) +
                                                                         ", so that this time never comes there");
  }
}

// Reads the metric, whose name is a key, and its threshold. Call after all other keys of the map were read into
// `threshold`. Reports a missing or wrong metric and returns false.
bool read_metric(MapCursor& map, Threshold& threshold, const ExpectationContext& context) {
  const YamlEntry* found = nullptr;
  std::optional<Metric> metric;
  for (const YamlEntry& entry : map.node().entries) {
    if (map.knows(entry.key)) continue;
    map.has(entry.key);
    const std::optional<Metric> parsed = parse_metric(entry.key);
    if (!parsed) {
      map.report(entry.origin, no_metric(entry.key));
    } else if (found != nullptr) {
      map.report(entry.origin, "one metric in each expectation; " + in_quotes(found->key) + " is there already");
    }
    found = &entry;
    metric = parsed;
  }
  if (found == nullptr) {
    map.report(map.origin(),
               "'metric' is { NAME: THRESHOLD, of: GROUP }, such as "
               "{ registration.duration: p(95)<2s, of: homes }");
    return false;
  }
  if (metric) {
    check_metric(map, *found, *metric, owner_of(threshold.group));
    check_scope_by_device(map, threshold.scope, metric->event, owner_of(threshold.group));
  }
  const YamlNode* text = map.scalar(found->key, "a threshold such as p(95)<2s or count>=100");
  if (text == nullptr || !metric) return false;
  Result<Threshold> read = parse_threshold(text->text, metric->kind);
  if (!read) {
    map.report(text->origin, read.error().reason);
    return false;
  }
  read->metric = found->key;
  read->group = threshold.group;
  read->scope = threshold.scope;
  read->without = threshold.without;
  threshold = std::move(*read);
  check_scope_of_state(map, *metric, threshold.scope);
  if (threshold.aggregate == Aggregate::kRate && metric->of == Metric::Of::kEvent && map.has("while") &&
      threshold.scope.is_by_device()) {
    map.report(map.entry("while").origin, "'rate' is over one time for all devices, and 'while' is each device's own");
  }
  check_window(map, text->origin, threshold, context.run);
  check_comparison(map, text->origin, threshold);
  return true;
}

// --- rules that the keys do not express ---

template <typename Eventually>
void check_start(MapCursor& map, const Eventually& what, const ExpectationContext& context) {
  check_start(map, what.after, what.from, context);
  OracleScope scope;
  scope.from = what.from;
  scope.after = what.after;
  check_time_left(map, scope, what.within, context);
}

// Reports an event that its party never records. `map`: the map with the key `event`.
void check_event(const YamlNode& map, const AskedEvent& asked, Diagnostics& diagnostics) {
  const std::optional<std::string> reason = cannot_be_of(asked.event, asked.of);
  if (reason) diagnostics.report(map.find("event")->origin, *reason);
}

template <typename What>
AskedDevices devices_of(What& what) {
  return {what.quantity, what.amount, what.group};
}

template <typename What>
void prepare(MapCursor& /*map*/, const What& /*what*/, const ExpectationContext& /*context*/) {}
void prepare(MapCursor& map, EventuallyCondition& what, const ExpectationContext& context) {
  read_quantity(map, true, context.names, devices_of(what));
}
void prepare(MapCursor& map, AlwaysCondition& what, const ExpectationContext& context) {
  read_quantity(map, false, context.names, devices_of(what));
}

// Reports a `while` with a fault that strikes devices, which expectations about states do not support.
void check_scope_of_states(MapCursor& map, const OracleScope& scope) {
  if (scope.while_fault.empty()) return;
  map.report(map.entry("while").value.origin,
             "'while' a fault of devices is for events and metrics; 'during' is for states");
}

void check(MapCursor& map, EventuallyCondition& what, const ExpectationContext& context) {
  check_quantity(map, context, devices_of(what));
  check_start(map, what, context);
}

void check(MapCursor& map, NeverCondition& what, const ExpectationContext& context) {
  check_scope(map, what.scope, context);
  check_scope_of_states(map, what.scope);
}

void check(MapCursor& map, AlwaysCondition& what, const ExpectationContext& context) {
  check_quantity(map, context, devices_of(what));
  check_scope(map, what.scope, context);
  check_scope_of_states(map, what.scope);
  if (what.quantity == Quantity::kAll || !what.scope.is_by_device()) return;
  map.report(map.origin(), "devices that are counted together have no times of their own");
}

void check(MapCursor& map, EventuallyEvent& what, const ExpectationContext& context) {
  if (map.has("of") && map.has("of_each")) {
    map.report(map.entry("of").origin, "'of' and 'of_each' are one or the other");
  }
  check_event(map.node(), {what.pattern.event, owner_of(what.group)}, map.diagnostics());
  check_at_least(map, context, what);
  check_start(map, what, context);
}

void check(MapCursor& map, NeverEvent& what, const ExpectationContext& context) {
  check_event(map.node(), {what.pattern.event, owner_of(what.group)}, map.diagnostics());
  check_scope(map, what.scope, context);
  check_scope_by_device(map, what.scope, what.pattern.event, owner_of(what.group));
}

void check(MapCursor& map, Sequence& what, const ExpectationContext& context) {
  if (const YamlNode* when = map.node().find("when")) {
    check_event(*when, {what.when.event, EventOwner::kDevices}, map.diagnostics());
  }
  const EventOwner next_of = what.next_of.empty() ? EventOwner::kDevices : owner_of(what.next_of);
  if (const YamlNode* next = map.node().find("next")) {
    check_event(*next, {what.next.event, next_of}, map.diagnostics());
  }
  if (what.within != Duration{} && what.no_sooner_than > what.within) {
    map.report(map.entry("no_sooner_than").origin, "'no_sooner_than' is longer than 'within'");
  }
  check_scope(map, what.scope, context);
  check_time_left(map, what.scope, what.within, context);
}

void check(MapCursor& map, Threshold& what, const ExpectationContext& context) {
  check_scope(map, what.scope, context);
  static_cast<void>(read_metric(map, what, context));
}

void check(MapCursor& map, DatabaseCount& what, const ExpectationContext&) {
  const bool is_bindings = what.table == DatabaseCount::Table::kBindings;
  if (is_bindings && map.has("where")) map.report(map.entry("where").origin, "'where' is for subscribers");
  if (!map.has("each")) {
    map.require("count");
    return;
  }
  if (!is_bindings) map.report(map.entry("each").origin, "'each' is for bindings");
  if (map.has("count")) map.report(map.entry("count").origin, "'count' and 'each' are one or the other");
}

template <typename What>
void read(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  What what;
  prepare(map, what, context);
  KeyReader keys(map, context.names, context.run);
  describe_vacuity(keys, expectation.may_be_vacuous);
  describe(keys, what);
  check(map, what, context);
  expectation.condition = std::move(what);
}

struct ExpectationKind {
  std::string_view word;
  std::string_view told_by;
  void (*read)(MapCursor& map, const ExpectationContext& context, Expectation& expectation);
};

template <typename... What>
constexpr std::array<ExpectationKind, sizeof...(What)> kinds_of(const std::tuple<ExpectationRow<What>...>& table) {
  return {{{std::get<ExpectationRow<What>>(table).word, std::get<ExpectationRow<What>>(table).told_by, read<What>}...}};
}
constexpr std::array kExpectationKinds = kinds_of(kExpectationTable);

// The words of all kinds, each once.
std::vector<std::string_view> kind_words() {
  std::vector<std::string_view> words;
  for (const ExpectationKind& kind : kExpectationKinds) {
    if (words.empty() || words.back() != kind.word) words.push_back(kind.word);
  }
  return words;
}

std::string one_of_them() {
  std::string text;
  for (const std::string_view word : kind_words()) text += (text.empty() ? "" : ", ") + std::string(word);
  return "an expectation is one of " + text;
}

// Returns the kind that the map selects by its keys; null if it selects none.
const ExpectationKind* kind_of(MapCursor& map, std::string_view word) {
  for (auto kind = kExpectationKinds.rbegin(); kind != kExpectationKinds.rend(); ++kind) {
    if (kind->word == word && (kind->told_by.empty() || map.has(kind->told_by))) return &*kind;
  }
  return nullptr;
}

void read_expectation(const YamlEntry& entry, const ExpectationContext& context, Diagnostics& diagnostics,
                      Expectation& expectation) {
  if (entry.value.kind != YamlNode::Kind::kMap) {
    return diagnostics.report(entry.value.origin, in_quotes(entry.key) + " must be a map");
  }
  MapCursor map(entry.value, in_quotes(entry.key), entry.value.origin, diagnostics);
  if (const ExpectationKind* kind = kind_of(map, entry.key)) {
    kind->read(map, context, expectation);
    check_possible(entry.value, expectation, context, diagnostics);
  } else {
    map.report(map.origin(), "'never' is { event: NAME, of: GROUP } or { any: GROUP, are: STATE }");
    KeyReader keys(map, context.names, context.run);
    describe_vacuity(keys, expectation.may_be_vacuous);
  }
  map.refuse_unknown();
}

}  // namespace

std::vector<Expectation> read_expectations(const YamlNode& list, const ExpectationContext& context,
                                           Diagnostics& diagnostics) {
  const std::vector<std::string_view> words = kind_words();
  std::vector<Expectation> expectations;
  for (const YamlNode& item : list.items) {
    if (item.kind != YamlNode::Kind::kMap || item.entries.size() != 1) {
      diagnostics.report(item.origin, one_of_them());
      continue;
    }
    const YamlEntry& entry = item.entries.front();
    if (std::find(words.begin(), words.end(), entry.key) == words.end()) {
      diagnostics.report(entry.origin,
                         one_of_them() + ", not " + in_quotes(entry.key) + did_you_mean(entry.key, words));
      continue;
    }
    Expectation& expectation = expectations.emplace_back();
    expectation.place = entry.origin.place;
    read_expectation(entry, context, diagnostics, expectation);
    expectation.name = sentence(expectation);
  }
  return expectations;
}

}  // namespace dialtone
