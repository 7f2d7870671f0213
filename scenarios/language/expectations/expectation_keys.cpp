#include "scenarios/language/expectations/expectation_keys.h"

#include "scenarios/language/expectations/amount_reader.h"
#include "scenarios/language/expectations/condition_reader.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/scope_reader.h"
#include "scenarios/language/keys/key_writer.h"
#include "scenarios/language/names/target_names.h"

namespace dialtone {
namespace {

constexpr NumberRange kCounts{.least = 0, .most = 1'000'000'000};

std::optional<std::string> if_any(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

// --- who ---

const Spelling<Amount> kAmount{.type = "number of devices, or a share",
                               .range = "`4950` or `99%`",
                               .wanted = "a number of devices such as 4950, or a share of them such as 99%",
                               .pattern = R"(^0*(100(\.0{1,4})?|[0-9]{1,2}(\.[0-9]{1,4})?)%$)",
                               .parse = parse_amount,
                               .write = [](const Amount& amount) { return to_text(amount); },
                               .numbers = R"({ "type": "integer", "minimum": 0, "maximum": 1000000 })"};

// Makes the slot for one of the keys `all`, `any` and `none`, which name the group and set the quantity.
template <typename What>
KeySlot<std::string> group_for(Quantity quantity, What& what) {
  return {[quantity, &what] { return what.quantity == quantity ? if_any(what.group) : std::nullopt; },
          [quantity, &what](std::string group) {
            what.group = std::move(group);
            what.quantity = quantity;
          }};
}

// Makes the slot for `at_least` or `at_most`, which set the quantity; `of` names the group.
template <typename What>
KeySlot<Amount> amount_for(Quantity quantity, What& what) {
  return {[quantity, &what] { return what.quantity == quantity ? std::optional(what.amount) : std::nullopt; },
          [quantity, &what](const Amount& amount) {
            what.amount = amount;
            what.quantity = quantity;
          }};
}

// Describes the keys `at_least`, `at_most` and `of`.
template <typename What>
void describe_amounts(Keys& keys, What& what) {
  keys.spelled({"at_least", "So many devices of the group `of`, or more.", "99%"}, amount_for(Quantity::kAtLeast, what),
               kAmount);
  keys.spelled({"at_most", "So many devices of the group `of`, or fewer.", "50"}, amount_for(Quantity::kAtMost, what),
               kAmount);
  keys.name({"of", "The group of `at_least` or `at_most`.", "homes"},
            {[&what] {
               const bool is_counted = what.quantity == Quantity::kAtLeast || what.quantity == Quantity::kAtMost;
               return is_counted ? if_any(what.group) : std::nullopt;
             },
             [&what](std::string group) { what.group = std::move(group); }},
            NameOf::kGroupOrAll);
}

void describe_state(Keys& keys, DeviceCondition& condition) {
  keys.word(Key("are", "The state.", "registered").required(), condition, kConditionWords);
}

void describe_event(Keys& keys, EventPattern& pattern) {
  keys.name(Key("event", "The event that is asked for.", "registration.rejected").required(), pattern.event,
            NameOf::kEvent);
}

void describe_whose(Keys& keys, std::string& group) {
  keys.name({"of", "Whose events; without it, anybody's.", "homes"}, unless_empty(group), NameOf::kWhose);
}

// Makes a value that is read by its own function. `definition`: the name of its schema among the definitions.
KeyValue own_value(std::string_view type, std::string_view definition,
                   std::function<void(MapCursor& map, std::string_view key, const ReadContext& context)> read,
                   std::function<std::optional<std::string>()> write) {
  return {.facts =
              [type, definition] {
                return ValueFacts{std::string(type), "",
                                  JsonMap().add_text("$ref", "#/$defs/" + std::string(definition))};
              },
          .read =
              [read = std::move(read)](MapCursor& map, std::string_view key, const ReadContext& context) {
                read(map, key, context);
                return true;
              },
          .write = std::move(write)};
}

// `of`: which party records the event. `when`: the event to whose fields `when.FIELD` refers; may be null.
void describe_where(Keys& keys, EventPattern& pattern, EventOwner of, const EventPattern* when = nullptr) {
  constexpr Key kWhere{"where", "Conditions on the event's fields, all of which hold.", "{ status: 423 }"};
  constexpr Key kWhereOfNext{"where", "Conditions on the event's fields; a value may be `when.FIELD`.",
                             "{ expires: \">=when.min_expires\" }"};
  const auto read = [&](MapCursor& map, std::string_view, const ReadContext&) {
    const AskedEvent first{when == nullptr ? "" : std::string_view(when->event), of};
    pattern.where = read_conditions(map, {pattern.event, of}, when == nullptr ? nullptr : &first);
  };
  keys.value(when == nullptr ? kWhere : kWhereOfNext, own_value("map of fields and values", "where", read, [&] {
               return pattern.where.empty() ? std::nullopt : std::optional(write_conditions(pattern.where));
             }));
}

// Describes a map for an event, by default of a device. `of`: where another party's name is stored; may be null.
void describe_pattern(Keys& keys, const Key& key, EventPattern& pattern, const EventPattern* when,
                      std::string* of = nullptr) {
  keys.map(key, [&](Keys& inner) {
    describe_event(inner, pattern);
    if (of != nullptr) {
      inner.name({"of", "Whose event, if it is not the same device's: anybody's of these.", "offices"},
                 unless_empty(*of), NameOf::kWhose);
    }
    const bool is_others = of != nullptr && !of->empty();
    describe_where(inner, pattern, is_others ? owner_of(*of) : EventOwner::kDevices, when);
  });
}

// --- when ---

void describe_within(Keys& keys, Duration& within) {
  keys.duration(Key("within",
                    "The time in which it must come true, counted from the start, from `from`, or from the end of the "
                    "fault `after`.",
                    "30s")
                    .required(),
                within, kWithinRun);
}

void describe_start(Keys& keys, std::string& after, Duration& from) {
  keys.name({"after", "From the end of this fault on.", "blackout"}, unless_empty(after), NameOf::kFault);
  keys.duration({"from", "From this moment on.", "1m"}, unless_empty(from), kBeforeEnd);
}

// `from` or `until` of a scope.
struct ScopeEnd {
  Duration& moment;
  std::vector<std::string>& events;
  std::optional<GroupState>& state;
};

std::optional<std::string> write_scope_end(const ScopeEnd& end) {
  if (end.moment != Duration{}) return to_text(end.moment);
  if (!end.events.empty()) return write_events(end.events);
  if (!end.state) return std::nullopt;
  KeyWriter keys;
  describe(keys, *end.state);
  return keys.written().text();
}

KeyValue scope_end(const DurationRange& range, ScopeEnd end) {
  return own_value(
      "duration, { event: NAME or a list of names }, or devices in a state", "scope_end",
      [end, range](MapCursor& map, std::string_view key, const ReadContext& context) {
        if (is_group_state(map, key)) {
          read_group_state(map, key, context, end.state.emplace());
        } else {
          read_scope_end(map, key, range, context.run, end.moment, end.events);
        }
      },
      [end] { return write_scope_end(end); });
}

KeyValue while_value(OracleScope& scope) {
  return {.facts =
              [] {
                return ValueFacts{
                    "state, or name of a fault", "",
                    JsonMap().add("anyOf", R"([{ "$ref": "#/$defs/name" }, { "$ref": "#/$defs/parameter" }])")};
              },
          .read = [&scope](MapCursor& map, std::string_view key,
                           const ReadContext& context) { return read_while(map, key, context.names, scope); },
          .write = [&scope]() -> std::optional<std::string> {
            if (scope.while_state) return std::string(word_of(*scope.while_state, kConditionWords));
            return if_any(scope.while_fault);
          }};
}

void describe_scope(Keys& keys, OracleScope& scope) {
  keys.value(
      {"from", "From this moment on, from each device's own first event of these, or from when devices are so.", "30s"},
      scope_end(kBeforeEnd, {scope.from, scope.from_events, scope.from_state}));
  keys.name({"after", "From the end of this fault on.", "blackout"}, unless_empty(scope.after), NameOf::kFault);
  keys.name({"during", "From the beginning of this fault to its end.", "blackout"}, unless_empty(scope.during),
            NameOf::kFault);
  keys.value({"while",
              "While each device is in this state, or this fault lasts for it. A fault: for events and metrics of "
              "events or gaps; "
              "states take `during`, or `while: STATE`. Not with `at_least`/`at_most`, `total` or `time_to`.",
              "retrying"},
             while_value(scope));
  keys.value(
      {"until", "Before this moment, before each device's own first event of these, or until devices are so.", "2m"},
      scope_end(kWithinRun, {scope.until, scope.until_events, scope.until_state}));
}

// --- what ---

// Makes the value for `count` or `each`. Neither has a default in the reference.
KeyValue compared_count(const Keys& keys, bool each, DatabaseCount& what) {
  return own_value(
      "whole number, after == != < <= > >= or alone", "compared_count",
      [each, &what](MapCursor& map, std::string_view key, const ReadContext&) {
        what.each = what.each || each;
        read_count(map, key, what);
      },
      [each, &what, is_written = !keys.makes()] {
        return is_written && what.each == each ? std::optional(write_count(what)) : std::nullopt;
      });
}

}  // namespace

void describe(Keys& keys, GroupState& what) {
  keys.name({"all", "All devices of this group.", "homes"}, group_for(Quantity::kAll, what), NameOf::kGroupOrAll);
  keys.name({"any", "Any device of this group.", "homes"}, group_for(Quantity::kAny, what), NameOf::kGroupOrAll);
  keys.name({"none", "No device of this group.", "homes"}, group_for(Quantity::kNone, what), NameOf::kGroupOrAll);
  describe_amounts(keys, what);
  describe_state(keys, what.condition);
}

void describe(Keys& keys, EventuallyCondition& what) {
  keys.name({"all", "All devices of this group.", "homes"}, group_for(Quantity::kAll, what), NameOf::kGroupOrAll);
  keys.name({"any", "Any device of this group.", "homes"}, group_for(Quantity::kAny, what), NameOf::kGroupOrAll);
  keys.name({"none", "No device of this group.", "homes"}, group_for(Quantity::kNone, what), NameOf::kGroupOrAll);
  describe_amounts(keys, what);
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
  keys.spelled({"at_least", "So many devices of the group `of_each` suffice.", "99%"}, KeySlot<Amount>(what.at_least),
               kAmount);
  describe_where(keys, what.pattern, owner_of(what.group));
  describe_within(keys, what.within);
  describe_start(keys, what.after, what.from);
}

void describe(Keys& keys, AlwaysCondition& what) {
  keys.name({"all", "All devices of this group.", "homes"}, group_for(Quantity::kAll, what), NameOf::kGroupOrAll);
  describe_amounts(keys, what);
  describe_state(keys, what.condition);
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, NeverEvent& what) {
  describe_event(keys, what.pattern);
  describe_whose(keys, what.group);
  describe_where(keys, what.pattern, owner_of(what.group));
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, NeverCondition& what) {
  keys.name(Key("any", "Any device of this group.", "homes").required(), what.group, NameOf::kGroupOrAll);
  describe_state(keys, what.condition);
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, Sequence& what) {
  keys.name(Key("of", "Of each device of this group by itself.", "homes").required(), what.group, NameOf::kEachOf);
  describe_pattern(keys, Key("when", "The first event.", "{ event: registration.rejected }").required(), what.when,
                   nullptr);
  describe_pattern(
      keys,
      Key("next", "The event that must follow: the next one of that name decides. A value may be `when.FIELD`.",
          "{ event: registration.request }")
          .required(),
      what.next, &what.when, &what.next_of);
  keys.duration({"within", "The time in which it must come; default: before the scenario's end.", "30s"},
                unless_empty(what.within), kWithinRun);
  keys.value({"no_sooner_than", "The next event must not come before this time has passed.", "when.retry_after"},
             own_value(
                 "duration, or when.FIELD", "no_sooner_than",
                 [&what](MapCursor& map, std::string_view, const ReadContext&) { read_no_sooner_than(map, what); },
                 [&what]() -> std::optional<std::string> {
                   if (!what.no_sooner_than_field.empty()) {
                     return std::string(kWhenReference) + what.no_sooner_than_field;
                   }
                   return what.no_sooner_than == Duration{} ? std::nullopt
                                                            : std::optional(to_text(what.no_sooner_than));
                 }));
  keys.number({"at_least", "How often the first event must happen.", "5"}, what.at_least, kCounts);
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, Threshold& what) {
  describe_whose(keys, what.group);
  keys.map(Key("compared_to", "The run with which a factor compares, `p(95)<=1.2x`.", "{ without: blackout }")
               .in_virtual_world(),
           [&](Keys& run) {
             run.name(Key("without", "The fault that it leaves out.", "blackout").required(),
                      unless_empty(what.without), NameOf::kFault);
           });
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, DatabaseCount& what) {
  keys.word(Key("table", "The table whose entries are counted.", "bindings").required(), what.table, kTableWords);
  keys.value({"where", "Columns of the subscribers' CSV and their values; only these rows count.", "{ enabled: true }"},
             own_value(
                 "map of columns and values", "columns",
                 [&what](MapCursor& map, std::string_view, const ReadContext&) { read_columns(map, what); },
                 [&what]() -> std::optional<std::string> {
                   FlowMap map;
                   for (const auto& [column, value] : what.where) map.add(column, quote(value));
                   return map.empty() ? std::nullopt : std::optional(map.text());
                 }));
  keys.name({"of", "Whose rows or bindings; without it, all.", "homes"}, unless_empty(what.group), NameOf::kGroupOrAll);
  keys.value({"each", "How many bindings each address of record has.", "\"<=1\""}, compared_count(keys, true, what));
  keys.value({"count", "How many there are.", "\">=100\""}, compared_count(keys, false, what));
  keys.duration({"at", "The moment of counting; default: the end.", "1m"}, unless_empty(what.at), kWithinRun);
}

void describe_vacuity(Keys& keys, bool& may_be_vacuous) {
  keys.truth({"may_be_vacuous", "True: the expectation may hold in a run that gave nothing to judge.", "true"},
             {[&may_be_vacuous] { return may_be_vacuous ? std::optional(true) : std::nullopt; },
              [&may_be_vacuous](bool value) { may_be_vacuous = value; }});
}

}  // namespace dialtone
