#include "scenarios/language/sequence_reader.h"

#include <algorithm>

#include "scenarios/language/condition_reader.h"
#include "scenarios/language/event_fields.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kMostTimes = 1'000'000'000;
constexpr std::string_view kReference = "when.";

// `when`: the first event, where this is the one that follows.
EventPattern read_pattern(MapCursor& map, std::string_view key, const AskedEvent* when) {
  EventPattern pattern;
  if (!map.require(key)) return pattern;
  std::optional<MapCursor> inner = map.map(key);
  if (!inner) return pattern;
  if (inner->require("event")) pattern.event = read_event_name(*inner, "event").value_or("");
  const AskedEvent asked{pattern.event, Whose::kDevices};
  check_event(*inner, "event", asked);
  pattern.where = read_conditions(*inner, asked, when);
  inner->refuse_unknown();
  return pattern;
}

void read_no_sooner_than(MapCursor& map, Sequence& sequence) {
  const YamlNode* value = map.node().find("no_sooner_than");
  if (value == nullptr || !value->text.starts_with(kReference)) {
    const DurationRange positive = kPositiveDuration;
    sequence.no_sooner_than = map.duration("no_sooner_than", positive).value_or(Duration{});
    return;
  }
  map.has("no_sooner_than");
  sequence.no_sooner_than_field = value->text.substr(kReference.size());
  std::vector<std::string_view> durations = fields_of(sequence.when.event, Whose::kDevices);
  std::erase_if(durations, [](std::string_view field) { return kind_of_field(field) != FieldKind::kDuration; });
  if (std::find(durations.begin(), durations.end(), sequence.no_sooner_than_field) != durations.end()) return;
  map.faults().report(value->origin, in_quotes(sequence.no_sooner_than_field) + " is no field of " +
                                         in_quotes(sequence.when.event) + " with a duration" +
                                         did_you_mean(sequence.no_sooner_than_field, durations));
}

}  // namespace

void read_sequence(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  Sequence sequence;
  if (map.require("of")) {
    const YamlNode* of = map.node().find("of");
    if (is_server(of->text)) map.faults().report(of->origin, "a sequence is of devices, each by itself");
    sequence.group = is_server(of->text) ? map.take("of")->text
                                         : map.reference("of", "group", context.names.groups_or_all).value_or("");
  }
  sequence.when = read_pattern(map, "when", nullptr);
  const AskedEvent when{sequence.when.event, Whose::kDevices};
  sequence.next = read_pattern(map, "next", &when);
  const DurationRange range{.least = Duration(1), .most = context.scenario.duration};
  sequence.within = map.duration("within", range).value_or(Duration{});
  read_no_sooner_than(map, sequence);
  if (sequence.within != Duration{} && sequence.no_sooner_than > sequence.within) {
    map.faults().report(map.entry("no_sooner_than").origin, "'no_sooner_than' is longer than 'within'");
  }
  sequence.at_least = map.number("at_least", 0, kMostTimes).value_or(1);
  sequence.scope = read_scope(map, context);
  check_time_left(map, sequence.scope, sequence.within, context);
  expectation.condition = std::move(sequence);
}

}  // namespace dialtone
