// Loads in a plan: how long they last, and which expectations are impossible for them.
#pragma once

#include <cstdint>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/plan/plan.h"

namespace dialtone {

// Returns the moment of the last exchange of a load's device, or the scenario's end if the load has no `for`. `group`
// must be a load.
Moment end_of_load(const Scenario& scenario, const Group& group, const PlannedDevice& device);

// Returns how many exchanges can be in progress at the same time: one for each device, and for each device of a load as
// many as its `in_flight` says.
std::uint64_t most_exchanges_at_once(const Plan& plan);

// Reports expectations about the states of loads, which have no states. For faults see device_change_checks.h.
void check_loads(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone
