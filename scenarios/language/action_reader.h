// Reads what a fault does: `do`.
#pragma once

#include <optional>

#include "scenarios/language/fault.h"
#include "scenarios/language/fault_target.h"
#include "scenarios/language/scenario_names.h"
#include "scenarios/language/yaml_cursor.h"

namespace dialtone {

// By what the target can have done to it; nothing where there is none of it. Does not refuse what it does not know.
std::optional<FaultAction> read_action(MapCursor& map, TargetKind kind, const ScenarioNames& names);

}  // namespace dialtone
