#include "scenarios/language/expectations/expectation_keys.h"

#include "scenarios/language/expectations/condition_reader.h"
#include "scenarios/language/expectations/database_count_reader.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/scope_reader.h"
#include "scenarios/language/expectations/sequence_reader.h"

namespace dialtone {
namespace {

constexpr NumberRange kCounts{.least = 0, .most = 1'000'000'000};

std::optional<std::string> if_any(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

// --- who ---

// One of three keys says how many of a group's devices.
Slot<std::string> group_for(Quantity quantity, EventuallyCondition& what) {
  return {[quantity, &what] { return what.quantity == quantity ? if_any(what.group) : std::nullopt; },
          [quantity, &what](std::string group) {
            what.group = std::move(group);
            what.quantity = quantity;
          }};
}

void describe_state(Keys& keys, DeviceCondition& condition) {
  keys.word(Key("are", "In which state they are.", "registered").required(), condition, kConditionWords);
}

void describe_event(Keys& keys, EventPattern& pattern) {
  keys.name(Key("event", "The event that is asked for.", "registration.rejected").required(), pattern.event,
            NameOf::kEvent);
}

void describe_whose(Keys& keys, std::string& group) {
  keys.name({"of", "Whose events; without it, anybody's.", "homes"}, unless_empty(group), NameOf::kWhose);
}

void describe_where(Keys& keys, EventPattern& pattern, const std::string& group) {
  keys.own(
      {"where", "Conditions on the event's fields, all of which hold.", "{ status: 423 }"},
      {"map of fields and values", "where",
       [&](MapCursor& map, const Scenario&) { pattern.where = read_conditions(map, {pattern.event, whose(group)}); },
       [&] { return pattern.where.empty() ? std::nullopt : std::optional(write_conditions(pattern.where)); }});
}

// --- when ---

void describe_within(Keys& keys, Duration& within) {
  keys.duration(Key("within",
                    "In which time it holds, from the start, from `from`, or "
                    "from the end of the fault `after`.",
                    "30s")
                    .required(),
                within, kWithinRun);
}

void describe_start(Keys& keys, std::string& after, Duration& from) {
  keys.name({"after", "From the end of this fault on.", "blackout"}, unless_empty(after), NameOf::kFault);
  keys.duration({"from", "From this moment on.", "1m"}, unless_empty(from), kBeforeEnd);
}

OwnValue scope_end(std::string_view key, const DurationRange& range, Duration& moment,
                   std::vector<std::string>& events) {
  return {"duration, or { event: NAME or a list of names }", "scope_end",
          [key, range, &moment, &events](MapCursor& map, const Scenario& so_far) {
            read_scope_end(map, key, range, so_far.duration, moment, events);
          },
          [&moment, &events]() -> std::optional<std::string> {
            if (moment != Duration{}) return to_text(moment);
            return events.empty() ? std::nullopt : std::optional(write_events(events));
          }};
}

void describe_scope(Keys& keys, OracleScope& scope) {
  keys.own({"from", "From this moment on, or from each device's own first event of these.", "30s"},
           scope_end("from", kBeforeEnd, scope.from, scope.from_events));
  keys.name({"after", "From the end of this fault on.", "blackout"}, unless_empty(scope.after), NameOf::kFault);
  keys.name({"during", "From the beginning of this fault to its end.", "blackout"}, unless_empty(scope.during),
            NameOf::kFault);
  keys.own({"until", "Before this moment, or before each device's own first event of these.", "2m"},
           scope_end("until", kWithinRun, scope.until, scope.until_events));
}

// --- what ---

OwnValue event_pattern(std::string_view key, EventPattern& pattern, const EventPattern* when) {
  return {"{ event: NAME, where: { ... } }", "event_pattern",
          [key, &pattern, when](MapCursor& map, const Scenario&) {
            const AskedEvent first{when == nullptr ? "" : std::string_view(when->event), Whose::kDevices};
            pattern = read_pattern(map, key, when == nullptr ? nullptr : &first);
          },
          [&pattern]() -> std::optional<std::string> {
            FlowMap map;
            map.add("event", pattern.event);
            if (!pattern.where.empty()) map.add("where", write_conditions(pattern.where));
            return map.text();
          }};
}

OwnValue compared_count(std::string_view key, bool each, DatabaseCount& what) {
  return {"whole number, after == != < <= > >= or alone", "compared_count",
          [key, each, &what](MapCursor& map, const Scenario&) {
            what.each = what.each || each;
            read_count(map, key, what);
          },
          [each, &what] { return what.each == each ? std::optional(write_count(what)) : std::nullopt; }};
}

}  // namespace

void describe(Keys& keys, EventuallyCondition& what) {
  keys.name({"all", "All devices of this group.", "homes"}, group_for(Quantity::kAll, what), NameOf::kGroupOrAll);
  keys.name({"any", "Any device of this group.", "homes"}, group_for(Quantity::kAny, what), NameOf::kGroupOrAll);
  keys.name({"none", "No device of this group.", "homes"}, group_for(Quantity::kNone, what), NameOf::kGroupOrAll);
  describe_state(keys, what.condition);
  describe_within(keys, what.within);
  describe_start(keys, what.after, what.from);
}

void describe(Keys& keys, EventuallyEvent& what) {
  describe_event(keys, what.pattern);
  keys.name({"of_each", "Each device of this group has such an event.", "homes"},
            {[&what] { return what.each ? if_any(what.group) : std::nullopt; },
             [&what](std::string group) {
               what.group = std::move(group);
               what.each = true;
             }},
            NameOf::kGroupOrAll);
  keys.name({"of", "Whose events; without it, anybody's.", "homes"},
            {[&what] { return what.each ? std::nullopt : if_any(what.group); },
             [&what](std::string group) { what.group = std::move(group); }},
            NameOf::kWhose);
  describe_where(keys, what.pattern, what.group);
  describe_within(keys, what.within);
  describe_start(keys, what.after, what.from);
}

void describe(Keys& keys, AlwaysCondition& what) {
  keys.name(Key("all", "All devices of this group.", "homes").required(), what.group, NameOf::kGroupOrAll);
  describe_state(keys, what.condition);
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, NeverEvent& what) {
  describe_event(keys, what.pattern);
  describe_whose(keys, what.group);
  describe_where(keys, what.pattern, what.group);
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, NeverCondition& what) {
  keys.name(Key("any", "Any device of this group.", "homes").required(), what.group, NameOf::kGroupOrAll);
  describe_state(keys, what.condition);
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, Sequence& what) {
  keys.name(Key("of", "Of each device of this group by itself.", "homes").required(), what.group, NameOf::kEachOf);
  keys.own(Key("when", "The first event.", "{ event: registration.rejected }").required(),
           event_pattern("when", what.when, nullptr));
  keys.own(Key("next",
               "What the next event of that name after it is like; a value may "
               "be `when.FIELD`.",
               "{ event: registration.request }")
               .required(),
           event_pattern("next", what.next, &what.when));
  keys.duration({"within", "In which time it comes; without it, before the run's end.", "30s"},
                unless_empty(what.within), kWithinRun);
  keys.own({"no_sooner_than", "How long it does not come.", "when.retry_after"},
           {"duration, or when.FIELD", "no_sooner_than",
            [&what](MapCursor& map, const Scenario&) { read_no_sooner_than(map, what); },
            [&what]() -> std::optional<std::string> {
              if (!what.no_sooner_than_field.empty()) return std::string(kWhenReference) + what.no_sooner_than_field;
              return what.no_sooner_than == Duration{} ? std::nullopt : std::optional(to_text(what.no_sooner_than));
            }});
  keys.number({"at_least", "How often the first event must happen.", "5"}, what.at_least, kCounts);
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, Threshold& what) {
  describe_whose(keys, what.group);
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, DatabaseCount& what) {
  keys.word(Key("table", "What is counted.", "bindings").required(), what.table, kTableWords);
  keys.own(
      {"where",
       "Columns of the subscribers' CSV and their values; only these rows "
       "count.",
       "{ enabled: true }"},
      {"map of columns and values", "columns", [&what](MapCursor& map, const Scenario&) { read_columns(map, what); },
       [&what]() -> std::optional<std::string> {
         FlowMap map;
         for (const auto& [column, value] : what.where) map.add(column, quote(value));
         return map.empty() ? std::nullopt : std::optional(map.text());
       }});
  keys.name({"of", "Whose rows or bindings; without it, all.", "homes"}, unless_empty(what.group), NameOf::kGroupOrAll);
  keys.own({"each", "How many bindings each address of record has.", "\"<=1\""}, compared_count("each", true, what));
  keys.own({"count", "How many there are.", "\">=100\""}, compared_count("count", false, what));
  keys.duration({"at", "When; at the end, where it is left out.", "1m"}, unless_empty(what.at), kWithinRun);
}

void describe_vacuity(Keys& keys, bool& may_be_vacuous) {
  keys.truth({"may_be_vacuous", "Whether a run in which there was nothing to look at may pass.", "true"},
             {[&may_be_vacuous] { return may_be_vacuous ? std::optional(true) : std::nullopt; },
              [&may_be_vacuous](bool value) { may_be_vacuous = value; }});
}

}  // namespace dialtone
