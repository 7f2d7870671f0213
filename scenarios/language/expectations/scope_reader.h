// Reads and checks the scope of an expectation: `from`, `until`, `after`, `during`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {

// A group's name, and how many devices it has.
struct GroupSize {
  std::string_view name;
  std::uint64_t devices = 0;
};

// What expectations are checked against: the scenario's faults, how long it lasts, its names, and its groups.
struct ExpectationContext {
  const std::vector<Fault>& faults;
  Duration run;
  const ScenarioNames& names;
  std::vector<GroupSize> groups;
};

// Reads `from` or `until`: a moment, or events of each device separately:
//   from: { event: settings.stored }, until: { event: [settings.stored, settings.loaded] }
// `run`: how long the scenario lasts.
void read_scope_end(MapCursor& map, std::string_view key, const DurationRange& range, Duration run, Duration& moment,
                    std::vector<std::string>& events);
// The events as a flow map.
std::string write_events(const std::vector<std::string>& events);

// Reports parts of a scope that exclude each other, and a scope that cannot begin before the scenario's end.
void check_scope(MapCursor& map, const OracleScope& scope, const ExpectationContext& context);

// The same for `after` and `from` of an eventually.
void check_start(MapCursor& map, const std::string& after, Duration from, const ExpectationContext& context);

// Reports a `within` that is longer than the rest of the scenario from the moment when it begins to count.
void check_time_left(MapCursor& map, const OracleScope& scope, Duration within, const ExpectationContext& context);

// `settings.stored or settings.loaded`.
std::string either(const std::vector<std::string>& events);
// ` from 30s on until 2m`, ` after blackout`; empty for the whole run.
std::string scope_phrase(const OracleScope& scope);

}  // namespace dialtone
