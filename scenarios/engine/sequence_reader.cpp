#include "scenarios/engine/sequence_reader.h"

#include "scenarios/engine/condition_reader.h"
#include "scenarios/engine/event_fields.h"
#include "scenarios/engine/spelling.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kMostTimes = 1'000'000'000;
constexpr std::string_view kReference = "when.";

EventPattern read_pattern(MapCursor& map, std::string_view key, bool refers) {
  EventPattern pattern;
  if (!map.require(key)) return pattern;
  std::optional<MapCursor> inner = map.map(key);
  if (!inner) return pattern;
  if (inner->require("event")) pattern.event = read_event_name(*inner, "event").value_or("");
  pattern.where = read_conditions(*inner, refers);
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
  if (kind_of_field(sequence.no_sooner_than_field) == FieldKind::kDuration) return;
  std::vector<std::string_view> durations;
  for (const Word<FieldKind>& field : kEventFields) {
    if (field.value == FieldKind::kDuration) durations.push_back(field.text);
  }
  map.faults().report(value->origin, in_quotes(sequence.no_sooner_than_field) + " is no event's field with a duration" +
                                         did_you_mean(sequence.no_sooner_than_field, durations));
}

}  // namespace

void read_sequence(MapCursor& map, const ExpectationContext& context, Expectation& expectation) {
  Sequence sequence;
  if (map.require("of")) sequence.group = map.reference("of", "group", context.names.groups_or_all).value_or("");
  sequence.when = read_pattern(map, "when", false);
  sequence.next = read_pattern(map, "next", true);
  const DurationRange range{.least = Duration(1), .most = context.scenario.duration};
  sequence.within = map.duration("within", range).value_or(Duration{});
  read_no_sooner_than(map, sequence);
  if (sequence.within != Duration{} && sequence.no_sooner_than > sequence.within) {
    map.faults().report(map.entry("no_sooner_than").origin, "'no_sooner_than' is longer than 'within'");
  }
  sequence.at_least = map.number("at_least", 0, kMostTimes).value_or(1);
  sequence.scope = read_scope(map, context);
  expectation.condition = std::move(sequence);
}

}  // namespace dialtone
