// What a fault can be aimed at: each kind of target can have other things done to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/parties/scenario_names.h"

namespace dialtone {

// Of a target that exists.
TargetKind target_kind(std::string_view target, const ScenarioNames& names);

// Every target of a scenario; `has_backup`: whether it has a second call agent.
std::vector<std::string_view> fault_targets(const ScenarioNames& names, bool has_backup);

// What can be done to it, as messages say it: `power_cut, reset, or drop and delay, such as { drop: tcp }`.
std::string actions_on(TargetKind kind);
// The words themselves.
std::vector<std::string_view> acts_on(TargetKind kind);
// Whether that is a word of `do`, of such a target or of any.
bool is_act_on(TargetKind kind, std::string_view word);
bool is_act(std::string_view word);

}  // namespace dialtone
