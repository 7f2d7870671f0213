// Reads the map `match` of a fault.
#pragma once

#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/fault_match.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {

// `fault`: the fault's map, in which `match` may be absent. `action`: the fault's act. `kind`: the kind of its target.
FaultMatch read_match(MapCursor& fault, const FaultAction& action, TargetKind kind, const ScenarioNames& names);

}  // namespace dialtone
