// What a fault can be aimed at: each kind of target can have other things done to it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "scenarios/language/scenario_names.h"

namespace dialtone {

enum class TargetKind : std::uint8_t { kDevices, kProvisioning, kCallAgent, kProxy, kNat };

// Of a target that exists.
TargetKind target_kind(std::string_view target, const ScenarioNames& names);

// Every target of a scenario; `has_backup`: whether it has a second call agent.
std::vector<std::string_view> fault_targets(const ScenarioNames& names, bool has_backup);

// What can be done to it, as messages say it: `power_cut, reset and drop, such as { drop: tcp }`.
std::string_view actions_on(TargetKind kind);

}  // namespace dialtone
