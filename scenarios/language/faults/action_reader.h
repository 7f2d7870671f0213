// Reads `do`: the act of a fault.
#pragma once

#include <optional>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/faults/fault_target.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {

// Returns the act, which must be one that this kind of target allows; nullopt if `do` has no act. The caller reports
// unknown keys.
std::optional<FaultAction> read_action(MapCursor& map, TargetKind kind, const ScenarioNames& names);

}  // namespace dialtone
