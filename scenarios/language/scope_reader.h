// When an expectation is looked at: `from`, `until`, `after`, `during`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/expectation.h"
#include "scenarios/language/flow_map.h"
#include "scenarios/language/scenario.h"
#include "scenarios/language/scenario_names.h"
#include "scenarios/language/yaml_cursor.h"

namespace dialtone {

// What expectations are read against: the scenario's duration and faults, which have been read, and its names.
struct ExpectationContext {
  const Scenario& scenario;
  const ScenarioNames& names;
};

//   from: 30s, until: 2m             moments
//   after: blackout, during: hole    from a fault's end; from its beginning to its end
//   from: { event: settings.stored }, until: { event: [settings.stored, settings.loaded] }   of each device by itself
// What cannot begin before the scenario's end is refused.
OracleScope read_scope(MapCursor& map, const ExpectationContext& context);

// `after` and `from` of an eventually: one or the other, before the scenario's end.
struct Start {
  std::string after;
  Duration from{};
};
Start read_start(MapCursor& map, const ExpectationContext& context);

// Reports a `within` that the scenario's end cannot decide: less is left of the scenario when it begins to count.
void check_time_left(MapCursor& map, const OracleScope& scope, Duration within, const ExpectationContext& context);

// `of`: a group, `devices`, or a server that is there, whose own events are meant.
std::string read_whose(MapCursor& map, const ExpectationContext& context);

// An event's name, or nothing and a report.
std::optional<std::string> read_event_name(MapCursor& map, std::string_view key);

// ` from 30s on until 2m`, ` after blackout`; nothing of the whole run.
std::string scope_phrase(const OracleScope& scope);
// Adds a scope's keys.
void write_scope(const OracleScope& scope, FlowMap& map);

}  // namespace dialtone
