#include "scenarios/language/expectations/scope_reader.h"

#include <algorithm>
#include <utility>

#include "scenarios/language/expectations/amount_reader.h"
#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/names/event_forms.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

const Fault* fault_named(const std::vector<Fault>& faults, std::string_view name) {
  const auto found = std::find_if(faults.begin(), faults.end(), [&](const Fault& fault) { return fault.name == name; });
  return found == faults.end() ? nullptr : &*found;
}

// Returns `'blackout' ends at 3m at the latest, and the scenario at 5m`.
std::string ends_of(const Fault& fault, Duration run) {
  const std::string_view how = fault.when ? " at the earliest" : fault.spread != Duration{} ? " at the latest" : "";
  return in_quotes(fault.name) + " ends at " + to_text(known_end(fault)) + std::string(how) + ", and the scenario at " +
         to_text(run);
}

// Returns the moment from which `after` counts (known_end()); zero if there is no such fault, or if it ends too late,
// which is reported.
Duration check_after(MapCursor& map, const std::string& name, const ExpectationContext& context) {
  const Fault* fault = fault_named(context.faults, name);
  if (fault == nullptr) return {};
  if (known_end(*fault) < context.run) return known_end(*fault);
  map.report(map.entry("after").value.origin, ends_of(*fault, context.run) + ": nothing comes after it");
  return {};
}

// `key`: `during`, or `while` for a fault that lasts for each device separately.
void check_during(MapCursor& map, std::string_view key, const std::string& name, const ExpectationContext& context) {
  const Fault* fault = fault_named(context.faults, name);
  if (fault == nullptr) return;
  const Origin& origin = map.entry(key).value.origin;
  if (length_of(*fault) == Duration{} && (key == "while" || fault->spread == Duration{})) {
    map.report(origin, in_quotes(name) + " is over at once; nothing happens during it");
  } else if (!fault->when && fault->at >= context.run) {
    map.report(origin, in_quotes(name) + " begins after the scenario's end");
  }
}

// Reads `{ event: NAME }` or `{ event: [NAME, NAME] }`.
std::vector<std::string> read_events(MapCursor& map, std::string_view key) {
  std::vector<std::string> events;
  std::optional<MapCursor> inner = map.map(key);
  if (!inner) return events;
  if (inner->require("event")) {
    const YamlNode* value = inner->take("event");
    const std::vector<YamlNode> one = value == nullptr ? std::vector<YamlNode>{} : std::vector<YamlNode>{*value};
    const bool is_list = value != nullptr && value->kind == YamlNode::Kind::kList;
    if (is_list && value->items.empty()) inner->report(value->origin, "'event' is an event or a list of events");
    for (const YamlNode& item : is_list ? value->items : one) {
      if (item.kind != YamlNode::Kind::kScalar) {
        map.report(item.origin, "'event' is an event or a list of events");
      } else if (!is_event(item.text)) {
        map.report(item.origin, no_such_event(item.text));
      } else if (const std::optional<std::string> reason = cannot_be_of(item.text, EventOwner::kDevices)) {
        map.report(item.origin, *reason);
      }
      events.push_back(item.text);
    }
  }
  inner->refuse_unknown();
  return events;
}

bool is_map(const MapCursor& map, std::string_view key) {
  const YamlNode* value = map.node().find(key);
  return value != nullptr && value->kind == YamlNode::Kind::kMap;
}

// Turns a `while` with a fault that lasts for all devices at the same time into `during`.
void check_while(MapCursor& map, OracleScope& scope, const ExpectationContext& context) {
  const Fault* fault = fault_named(context.faults, scope.while_fault);
  if (fault == nullptr) return;
  const std::vector<std::string_view>& groups = context.names.groups_or_all;
  const bool is_of_devices = std::find(groups.begin(), groups.end(), fault->target) != groups.end();
  if (length_of(*fault) == Duration{}) check_during(map, "while", fault->name, context);
  if (is_of_devices) return;
  if (!scope.during.empty()) {
    return map.report(map.entry("while").origin, "'during' and 'while' a fault of a server are one or the other");
  }
  scope.during = std::exchange(scope.while_fault, {});
  for (const std::string_view key : {"from", "after", "until"}) {
    if (!map.has(key)) continue;
    map.report(map.entry(key).origin,
               in_quotes(scope.during) + " has its own beginning and end; " + in_quotes(key) + " is for the others");
  }
}

}  // namespace

bool is_group_state(const MapCursor& map, std::string_view key) {
  if (!is_map(map, key)) return false;
  const std::vector<YamlEntry>& entries = map.node().find(key)->entries;
  return std::any_of(entries.begin(), entries.end(), [](const YamlEntry& entry) {
    const bool is_quantity = std::any_of(kQuantityWords.begin(), kQuantityWords.end(),
                                         [&](const Word<Quantity>& word) { return word.text == entry.key; });
    return is_quantity || entry.key == "of" || entry.key == "are" || entry.key.ends_with('%');
  });
}

void read_group_state(MapCursor& map, std::string_view key, const ReadContext& context, GroupState& state) {
  std::optional<MapCursor> inner = map.map(key);
  if (!inner) return;
  read_quantity(*inner, true, context.names, {state.quantity, state.amount, state.group});
  KeyReader keys(*inner, context.names, context.run);
  describe(keys, state);
  inner->refuse_unknown();
}

bool read_while(MapCursor& map, std::string_view key, const ScenarioNames& names, OracleScope& scope) {
  const YamlNode* value = map.scalar(key, "a state or the name of a fault");
  if (value == nullptr) return false;
  const auto state = std::find_if(kConditionWords.begin(), kConditionWords.end(),
                                  [&](const Word<DeviceCondition>& word) { return word.text == value->text; });
  const bool is_fault = std::find(names.faults.begin(), names.faults.end(), value->text) != names.faults.end();
  if (state != kConditionWords.end() && is_fault) {
    map.report(value->origin, in_quotes(value->text) + " is a state and a fault; give the fault another name");
    return false;
  }
  if (state != kConditionWords.end()) scope.while_state = state->value;
  if (is_fault) scope.while_fault = value->text;
  if (state != kConditionWords.end() || is_fault) return true;
  std::vector<std::string_view> candidates = texts_of(kConditionWords);
  candidates.insert(candidates.end(), names.faults.begin(), names.faults.end());
  map.report(value->origin,
             "there is no state or fault " + in_quotes(value->text) + did_you_mean(value->text, candidates));
  return false;
}

std::string state_phrase(Quantity quantity, const Amount& amount, const std::string& group, DeviceCondition condition) {
  const bool is_amount = quantity == Quantity::kAtLeast || quantity == Quantity::kAtMost;
  std::string text(word_of(quantity, kQuantityWords));
  std::replace(text.begin(), text.end(), '_', ' ');
  if (is_amount) text += " " + to_text(amount);
  if (is_amount || quantity == Quantity::kNone) text += " of";
  return text + " " + group + " are " + std::string(word_of(condition, kConditionWords));
}

std::string either(const std::vector<std::string>& events) {
  std::string text;
  for (const std::string& event : events) text += (text.empty() ? "" : " or ") + event;
  return text;
}

void read_scope_end(MapCursor& map, std::string_view key, const DurationRange& range, Duration run, Duration& moment,
                    std::vector<std::string>& events) {
  if (is_map(map, key)) {
    events = read_events(map, key);
    return;
  }
  DurationRange limited = range;
  limited.most = range.is_before_end ? run - Duration(1) : run;
  moment = map.duration(key, limited).value_or(Duration{});
}

std::string write_events(const std::vector<std::string>& events) {
  std::string text;
  for (const std::string& event : events) text += (text.empty() ? "" : ", ") + event;
  return "{ event: [" + text + "] }";
}

void check_scope(MapCursor& map, OracleScope& scope, const ExpectationContext& context) {
  check_while(map, scope, context);
  for (const auto& [key, state] : {std::pair("from", &scope.from_state), std::pair("until", &scope.until_state)}) {
    if (!*state || (*state)->group.empty()) continue;
    const YamlEntry& entry = map.entry(key);
    MapCursor inner(entry.value, in_quotes(key), entry.value.origin, map.diagnostics());
    check_quantity(inner, context, {(*state)->quantity, (*state)->amount, (*state)->group});
  }
  const Duration after = check_after(map, scope.after, context);
  if (!scope.during.empty()) check_during(map, map.has("during") ? "during" : "while", scope.during, context);
  const int begins = (map.has("from") ? 1 : 0) + (map.has("after") ? 1 : 0) + (map.has("during") ? 1 : 0);
  if (begins > 1) {
    map.report(map.origin(), "'from', 'after' and 'during' are one or the other");
  }
  if (map.has("during") && map.has("until")) {
    map.report(map.entry("until").origin, "'during' has an end already; 'until' is for the others");
  }
  if (scope.until != Duration{} && scope.until <= scope.from) {
    map.report(map.entry("until").value.origin, "'until' is not later than 'from', at " + to_text(scope.from));
  }
  if (scope.until != Duration{} && after != Duration{} && scope.until <= after) {
    map.report(map.entry("until").value.origin,
               "'until' is not later than the end of " + in_quotes(scope.after) + ", at " + to_text(after));
  }
}

void check_start(MapCursor& map, const std::string& after, Duration from, const ExpectationContext& context) {
  check_after(map, after, context);
  if (!after.empty() && from != Duration{}) {
    map.report(map.entry("from").origin, "'from' and 'after' are one or the other");
  }
}

void check_time_left(MapCursor& map, const OracleScope& scope, Duration within, const ExpectationContext& context) {
  const Fault* after = fault_named(context.faults, scope.after);
  const Fault* during = fault_named(context.faults, scope.during);
  const Duration during_from = during == nullptr ? Duration{} : during->when ? during->when->after : during->at;
  const Duration begin = std::max({scope.from, after == nullptr ? Duration{} : known_end(*after), during_from});
  if (within <= context.run - begin || begin >= context.run) return;
  std::string why =
      "from " + to_text(begin) + " on no more is left until the scenario's end at " + to_text(context.run);
  if (after != nullptr) why = ends_of(*after, context.run);
  map.report(map.entry("within").value.origin,
             "'within' must be at most " + to_text(context.run - begin) + ", not " + to_text(within) + ": " + why);
}

std::string phrase_of(const GroupState& state) {
  return state_phrase(state.quantity, state.amount, state.group, state.condition);
}

std::string scope_phrase(const OracleScope& scope) {
  std::string text;
  if (scope.from != Duration{}) text += " from " + to_text(scope.from) + " on";
  if (!scope.from_events.empty()) text += " from " + either(scope.from_events) + " on";
  if (scope.from_state) text += " from when " + phrase_of(*scope.from_state) + " on";
  if (!scope.after.empty()) text += " after " + scope.after;
  if (!scope.during.empty()) text += " during " + scope.during;
  if (scope.until != Duration{}) text += " until " + to_text(scope.until);
  if (!scope.until_events.empty()) text += " until " + either(scope.until_events);
  if (scope.until_state) text += " until " + phrase_of(*scope.until_state);
  if (scope.while_state) text += " while " + std::string(word_of(*scope.while_state, kConditionWords));
  if (!scope.while_fault.empty()) text += " while " + scope.while_fault;
  return text;
}

}  // namespace dialtone
