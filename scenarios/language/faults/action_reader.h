// Reads `do`: the act of a fault.
#pragma once

#include <optional>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/faults/fault_target.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {

// The act among those that the kind of target allows; nothing if there is none. Unknown keys are left to the caller.
std::optional<FaultAction> read_action(MapCursor& map, TargetKind kind, const ScenarioNames& names);

}  // namespace dialtone
