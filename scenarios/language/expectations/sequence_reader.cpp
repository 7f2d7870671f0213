#include "scenarios/language/expectations/sequence_reader.h"

#include <algorithm>

#include "scenarios/language/expectations/event_forms.h"
#include "scenarios/language/expectations/scope_reader.h"
#include "values/spelling.h"

namespace dialtone {

EventPattern read_pattern(MapCursor& map, std::string_view key, const AskedEvent* when) {
  EventPattern pattern;
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
  if (value == nullptr || !value->text.starts_with(kWhenReference)) {
    sequence.no_sooner_than = map.duration("no_sooner_than", kPositiveDuration).value_or(Duration{});
    return;
  }
  map.has("no_sooner_than");
  sequence.no_sooner_than_field = value->text.substr(kWhenReference.size());
  std::vector<std::string_view> durations = fields_of(sequence.when.event, Whose::kDevices);
  std::erase_if(durations, [](std::string_view field) { return kind_of_field(field) != FieldKind::kDuration; });
  if (std::find(durations.begin(), durations.end(), sequence.no_sooner_than_field) != durations.end()) return;
  map.faults().report(value->origin, in_quotes(sequence.no_sooner_than_field) + " is no field of " +
                                         in_quotes(sequence.when.event) + " with a duration" +
                                         did_you_mean(sequence.no_sooner_than_field, durations));
}

}  // namespace dialtone
