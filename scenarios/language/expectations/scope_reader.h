// Reads and checks the scope of an expectation: `from`, `until`, `after`, `during`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/keys/keys.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {

// A group's name, and how many devices it has.
struct GroupSize {
  std::string_view name;
  std::uint64_t devices = 0;
};

// What is needed to check expectations: the scenario's faults, length, names and groups of devices, what `record` says,
// and the groups that are loads.
struct ExpectationContext {
  const std::vector<Fault>& faults;
  Duration run;
  const ScenarioNames& names;
  std::vector<GroupSize> groups;
  const std::vector<std::string>& record;
  std::vector<std::string_view> loads;
};

// Reads `from` or `until`: a moment, or events of each device separately:
//   from: { event: settings.stored }, until: { event: [settings.stored, settings.loaded] }
// `run`: how long the scenario lasts.
void read_scope_end(MapCursor& map, std::string_view key, const DurationRange& range, Duration run, Duration& moment,
                    std::vector<std::string>& events);
// True if the value of `from` or `until` is a map that names a group and a state of its devices.
bool is_group_state(const MapCursor& map, std::string_view key);
// Reads a map for which is_group_state() is true.
void read_group_state(MapCursor& map, std::string_view key, const ReadContext& context, GroupState& state);
// Reads `while`: a state or a fault. Reports any other value and returns false.
bool read_while(MapCursor& map, std::string_view key, const ScenarioNames& names, OracleScope& scope);
// Returns the events as a YAML flow map.
std::string write_events(const std::vector<std::string>& events);

// Reports parts of a scope that exclude each other, and a scope that cannot begin before the scenario's end. Turns a
// `while` with a fault that does not strike devices into `during`, because such a fault lasts for all devices at the
// same time.
void check_scope(MapCursor& map, OracleScope& scope, const ExpectationContext& context);

// As check_scope(), for the `after` and `from` of an `eventually`.
void check_start(MapCursor& map, const std::string& after, Duration from, const ExpectationContext& context);

// Reports a `within` that is longer than the time from the beginning of the scope to the scenario's end.
void check_time_left(MapCursor& map, const OracleScope& scope, Duration within, const ExpectationContext& context);

// Returns `all homes are registered`, `at least 99% of homes are registered`.
std::string state_phrase(Quantity quantity, const Amount& amount, const std::string& group, DeviceCondition condition);
std::string phrase_of(const GroupState& state);
// Returns `settings.stored or settings.loaded`.
std::string either(const std::vector<std::string>& events);
// Returns ` from 30s on until 2m`, ` after blackout`; empty for the whole run.
std::string scope_phrase(const OracleScope& scope);

}  // namespace dialtone
