// Reads what a fault does: `do`.
#pragma once

#include <optional>

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/fault.h"
#include "scenarios/language/faults/fault_target.h"
#include "scenarios/language/parties/scenario_names.h"

namespace dialtone {

// By what the target can have done to it; nothing where there is none of it. Does not refuse what it does not know.
std::optional<FaultAction> read_action(MapCursor& map, TargetKind kind, const ScenarioNames& names);

}  // namespace dialtone
