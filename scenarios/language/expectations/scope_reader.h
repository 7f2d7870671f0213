// When an expectation is looked at: `from`, `until`, `after`, `during`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/parties/scenario.h"
#include "scenarios/language/parties/scenario_names.h"

namespace dialtone {

// What expectations are read against: the scenario's duration and faults, which have been read, and its names.
struct ExpectationContext {
  const Scenario& scenario;
  const ScenarioNames& names;
};

// `from` or `until` of a scope: a moment, or events, of each device by itself:
//   from: { event: settings.stored }, until: { event: [settings.stored, settings.loaded] }
// `run`: how long the scenario lasts.
void read_scope_end(MapCursor& map, std::string_view key, const DurationRange& range, Duration run, Duration& moment,
                    std::vector<std::string>& events);
// As a flow map.
std::string write_events(const std::vector<std::string>& events);

// Reports a scope that was read and that cannot begin before the scenario's end, or whose parts exclude each other.
void check_scope(MapCursor& map, const OracleScope& scope, const ExpectationContext& context);

// The same of `after` and `from` of an eventually.
void check_start(MapCursor& map, const std::string& after, Duration from, const ExpectationContext& context);

// Reports a `within` that the scenario's end cannot decide: less is left of the scenario when it begins to count.
void check_time_left(MapCursor& map, const OracleScope& scope, Duration within, const ExpectationContext& context);

// An event's name, or nothing and a report.
std::optional<std::string> read_event_name(MapCursor& map, std::string_view key);

// `settings.stored or settings.loaded`.
std::string either(const std::vector<std::string>& events);
// ` from 30s on until 2m`, ` after blackout`; nothing of the whole run.
std::string scope_phrase(const OracleScope& scope);

}  // namespace dialtone
