#include "scenarios/language/expectations/expectation_keys.h"

#include "scenarios/language/expectations/condition_reader.h"
#include "scenarios/language/expectations/expectation_words.h"
#include "scenarios/language/expectations/scope_reader.h"
#include "scenarios/language/expectations/threshold.h"
#include "scenarios/language/keys/key_writer.h"
#include "scenarios/language/names/target_names.h"

namespace dialtone {
namespace {

constexpr NumberRange kCounts{.least = 0, .most = 1'000'000'000};

std::optional<std::string> if_any(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

// --- who ---

// One of the keys `all`, `any` and `none`, which name the group and set the quantity.
KeySlot<std::string> group_for(Quantity quantity, EventuallyCondition& what) {
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

// A value with a reader of its own. `definition`: its name among the schema's definitions.
KeyValue own_value(std::string_view type, std::string_view definition,
                   std::function<void(MapCursor& map, std::string_view key, Duration run)> read,
                   std::function<std::optional<std::string>()> write) {
  return {.facts =
              [type, definition] {
                return ValueFacts{std::string(type), "",
                                  JsonMap().add_text("$ref", "#/$defs/" + std::string(definition))};
              },
          .read =
              [read = std::move(read)](MapCursor& map, std::string_view key, const ReadContext& context) {
                read(map, key, context.run);
                return true;
              },
          .write = std::move(write)};
}

// `when`: the event whose fields may be values; may be null.
void describe_where(Keys& keys, EventPattern& pattern, EventOwner of, const EventPattern* when = nullptr) {
  constexpr Key kWhere{"where", "Conditions on the event's fields, all of which hold.", "{ status: 423 }"};
  constexpr Key kWhereOfNext{"where", "Conditions on the event's fields; a value may be `when.FIELD`.",
                             "{ expires: \">=when.min_expires\" }"};
  const auto read = [&](MapCursor& map, std::string_view, Duration) {
    const AskedEvent first{when == nullptr ? "" : std::string_view(when->event), of};
    pattern.where = read_conditions(map, {pattern.event, of}, when == nullptr ? nullptr : &first);
  };
  keys.value(when == nullptr ? kWhere : kWhereOfNext, own_value("map of fields and values", "where", read, [&] {
               return pattern.where.empty() ? std::nullopt : std::optional(write_conditions(pattern.where));
             }));
}

// A map for an event of a device.
void describe_pattern(Keys& keys, const Key& key, EventPattern& pattern, const EventPattern* when) {
  keys.map(key, [&](Keys& inner) {
    describe_event(inner, pattern);
    describe_where(inner, pattern, EventOwner::kDevices, when);
  });
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

KeyValue scope_end(const DurationRange& range, Duration& moment, std::vector<std::string>& events) {
  return own_value(
      "duration, or { event: NAME or a list of names }", "scope_end",
      [&, range](MapCursor& map, std::string_view key, Duration run) {
        read_scope_end(map, key, range, run, moment, events);
      },
      [&]() -> std::optional<std::string> {
        if (moment != Duration{}) return to_text(moment);
        return events.empty() ? std::nullopt : std::optional(write_events(events));
      });
}

void describe_scope(Keys& keys, OracleScope& scope) {
  keys.value({"from", "From this moment on, or from each device's own first event of these.", "30s"},
             scope_end(kBeforeEnd, scope.from, scope.from_events));
  keys.name({"after", "From the end of this fault on.", "blackout"}, unless_empty(scope.after), NameOf::kFault);
  keys.name({"during", "From the beginning of this fault to its end.", "blackout"}, unless_empty(scope.during),
            NameOf::kFault);
  keys.value({"until", "Before this moment, or before each device's own first event of these.", "2m"},
             scope_end(kWithinRun, scope.until, scope.until_events));
}

// --- what ---

// `count` and `each`. Neither has a default in the reference.
KeyValue compared_count(const Keys& keys, bool each, DatabaseCount& what) {
  return own_value(
      "whole number, after == != < <= > >= or alone", "compared_count",
      [each, &what](MapCursor& map, std::string_view key, Duration) {
        what.each = what.each || each;
        read_count(map, key, what);
      },
      [each, &what, is_written = !keys.makes()] {
        return is_written && what.each == each ? std::optional(write_count(what)) : std::nullopt;
      });
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
  describe_where(keys, what.pattern, owner_of(what.group));
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
  describe_pattern(keys,
                   Key("next", "What the next event of that name after it is like; a value may be `when.FIELD`.",
                       "{ event: registration.request }")
                       .required(),
                   what.next, &what.when);
  keys.duration({"within", "In which time it comes; without it, before the run's end.", "30s"},
                unless_empty(what.within), kWithinRun);
  keys.value({"no_sooner_than", "How long it does not come.", "when.retry_after"},
             own_value(
                 "duration, or when.FIELD", "no_sooner_than",
                 [&what](MapCursor& map, std::string_view, Duration) { read_no_sooner_than(map, what); },
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
  describe_scope(keys, what.scope);
}

void describe(Keys& keys, DatabaseCount& what) {
  keys.word(Key("table", "What is counted.", "bindings").required(), what.table, kTableWords);
  keys.value({"where", "Columns of the subscribers' CSV and their values; only these rows count.", "{ enabled: true }"},
             own_value(
                 "map of columns and values", "columns",
                 [&what](MapCursor& map, std::string_view, Duration) { read_columns(map, what); },
                 [&what]() -> std::optional<std::string> {
                   FlowMap map;
                   for (const auto& [column, value] : what.where) map.add(column, quote(value));
                   return map.empty() ? std::nullopt : std::optional(map.text());
                 }));
  keys.name({"of", "Whose rows or bindings; without it, all.", "homes"}, unless_empty(what.group), NameOf::kGroupOrAll);
  keys.value({"each", "How many bindings each address of record has.", "\"<=1\""}, compared_count(keys, true, what));
  keys.value({"count", "How many there are.", "\">=100\""}, compared_count(keys, false, what));
  keys.duration({"at", "When; at the end, where it is left out.", "1m"}, unless_empty(what.at), kWithinRun);
}

void describe_vacuity(Keys& keys, bool& may_be_vacuous) {
  keys.truth({"may_be_vacuous", "Whether a run in which there was nothing to look at may pass.", "true"},
             {[&may_be_vacuous] { return may_be_vacuous ? std::optional(true) : std::nullopt; },
              [&may_be_vacuous](bool value) { may_be_vacuous = value; }});
}

// --- as text ---

namespace {

std::string group_phrase(const std::string& group, std::string_view before) {
  if (group.empty()) return {};
  return " " + std::string(before) + " " + (group == kAllDevices ? "all devices" : group);
}

std::string start_phrase(const std::string& after, Duration from) {
  std::string text;
  if (!after.empty()) text += " after " + after;
  if (from != Duration{}) text += " from " + to_text(from) + " on";
  return text;
}

std::string state_phrase(const std::string& group, DeviceCondition condition) {
  return group + " are " + std::string(word_of(condition, kConditionWords));
}

std::string pattern_phrase(const EventPattern& pattern) { return pattern.event + where_phrase(pattern.where); }

struct Sentence {
  std::string operator()(const EventuallyCondition& what) const {
    const bool is_none = what.quantity == Quantity::kNone;
    return "eventually " + std::string(word_of(what.quantity, kQuantityWords)) + (is_none ? " of " : " ") +
           state_phrase(what.group, what.condition) + " within " + to_text(what.within) +
           start_phrase(what.after, what.from);
  }
  std::string operator()(const EventuallyEvent& what) const {
    return "eventually " + what.pattern.event + group_phrase(what.group, what.each ? "of each of" : "of") +
           where_phrase(what.pattern.where) + " within " + to_text(what.within) + start_phrase(what.after, what.from);
  }
  std::string operator()(const AlwaysCondition& what) const {
    return "always all " + state_phrase(what.group, what.condition) + scope_phrase(what.scope);
  }
  std::string operator()(const NeverEvent& what) const {
    return "never " + what.pattern.event + group_phrase(what.group, "of") + where_phrase(what.pattern.where) +
           scope_phrase(what.scope);
  }
  std::string operator()(const NeverCondition& what) const {
    return "never any " + state_phrase(what.group, what.condition) + scope_phrase(what.scope);
  }
  std::string operator()(const Sequence& what) const {
    std::string text =
        "after " + pattern_phrase(what.when) + group_phrase(what.group, "of") + " next " + pattern_phrase(what.next);
    if (what.within != Duration{}) text += " within " + to_text(what.within);
    if (what.no_sooner_than != Duration{}) text += " no sooner than " + to_text(what.no_sooner_than);
    if (!what.no_sooner_than_field.empty()) text += " no sooner than when." + what.no_sooner_than_field;
    return text + scope_phrase(what.scope);
  }
  std::string operator()(const Threshold& what) const {
    return what.metric + group_phrase(what.group, "of") + " " + what.text + scope_phrase(what.scope);
  }
  std::string operator()(const DatabaseCount& what) const {
    std::string text =
        std::string(word_of(what.table, kTableWords)) + " in the database" + group_phrase(what.group, "of");
    for (std::size_t i = 0; i < what.where.size(); ++i) {
      text += (i == 0 ? " where " : " and ") + what.where[i].first + "==" + what.where[i].second;
    }
    text += std::string(what.each ? " each" : " count") + std::string(word_of(what.comparison, kComparisonWords)) +
            std::to_string(what.count);
    return what.at == Duration{} ? text : text + " at " + to_text(what.at);
  }
};

}  // namespace

std::string sentence(const Expectation& expectation) { return std::visit(Sentence{}, expectation.condition); }

std::string write_expectation(const Expectation& expectation) {
  KeyWriter keys;
  if (const auto* threshold = std::get_if<Threshold>(&expectation.condition)) {
    keys.written().add(threshold->metric, threshold->text.empty() ? to_text(*threshold) : threshold->text);
  }
  // A writer only gets, so that the expectation is not changed.
  auto& written = const_cast<Expectation&>(expectation);
  std::visit([&](auto& what) { describe(keys, what); }, written.condition);
  describe_vacuity(keys, written.may_be_vacuous);
  const std::string_view word =
      std::visit([]<typename What>(const What&) { return std::get<ExpectationRow<What>>(kExpectationTable).word; },
                 expectation.condition);
  return std::string(word) + ": " + keys.written().text();
}

}  // namespace dialtone
