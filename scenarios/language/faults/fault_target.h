// The acts that each kind of target allows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {

// `target` must be a known target.
TargetKind target_kind(std::string_view target, const ScenarioNames& names);

// Returns the noun for such a target in messages: `server`.
std::string_view noun_of(TargetKind kind);

// Returns all acts for a message: `power_cut, reset, or drop and delay, such as { drop: tcp }`.
std::string actions_on(TargetKind kind);
// Returns the words of `do` for that kind of target.
std::vector<std::string_view> acts_on(TargetKind kind);
// True if `word` is a word of `do` for that kind of target; is_act(): for any kind.
bool is_act_on(TargetKind kind, std::string_view word);
bool is_act(std::string_view word);

}  // namespace dialtone
