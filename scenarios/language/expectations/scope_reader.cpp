#include "scenarios/language/expectations/scope_reader.h"

#include <algorithm>

#include "scenarios/language/names/event_forms.h"

namespace dialtone {
namespace {

const Fault* fault_named(const std::vector<Fault>& faults, std::string_view name) {
  const auto found = std::find_if(faults.begin(), faults.end(), [&](const Fault& fault) { return fault.name == name; });
  return found == faults.end() ? nullptr : &*found;
}

// `'blackout' ends at 3m at the latest, and the scenario at 5m`.
std::string ends_of(const Fault& fault, Duration run) {
  const std::string_view how = fault.when ? " at the earliest" : fault.spread != Duration{} ? " at the latest" : "";
  return in_quotes(fault.name) + " ends at " + to_text(known_end(fault)) + std::string(how) + ", and the scenario at " +
         to_text(run);
}

// The moment from which `after` counts, as far as it is known; zero if there is no such fault.
Duration check_after(MapCursor& map, const std::string& name, const ExpectationContext& context) {
  const Fault* fault = fault_named(context.faults, name);
  if (fault == nullptr) return {};
  if (known_end(*fault) < context.run) return known_end(*fault);
  map.report(map.entry("after").value.origin, ends_of(*fault, context.run) + ": nothing comes after it");
  return {};
}

void check_during(MapCursor& map, const std::string& name, const ExpectationContext& context) {
  const Fault* fault = fault_named(context.faults, name);
  if (fault == nullptr) return;
  const Origin& origin = map.entry("during").value.origin;
  if (length_of(*fault) == Duration{} && fault->spread == Duration{}) {
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

}  // namespace

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

void check_scope(MapCursor& map, const OracleScope& scope, const ExpectationContext& context) {
  const Duration after = check_after(map, scope.after, context);
  if (!scope.during.empty()) check_during(map, scope.during, context);
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

std::string scope_phrase(const OracleScope& scope) {
  std::string text;
  if (scope.from != Duration{}) text += " from " + to_text(scope.from) + " on";
  if (!scope.from_events.empty()) text += " from " + either(scope.from_events) + " on";
  if (!scope.after.empty()) text += " after " + scope.after;
  if (!scope.during.empty()) text += " during " + scope.during;
  if (scope.until != Duration{}) text += " until " + to_text(scope.until);
  if (!scope.until_events.empty()) text += " until " + either(scope.until_events);
  return text;
}

}  // namespace dialtone
