// Loads in a plan: how long they last, and what cannot be said of them.
#pragma once

#include <cstdint>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/plan/plan.h"

namespace dialtone {

// The moment of the last exchange of a load's device; the scenario's end if the load has no `for`. `group` must have a
// load.
Moment end_of_load(const Scenario& scenario, const Group& group, const PlannedDevice& device);

// Returns how many exchanges of devices can be in flight at a time: one of each device, and as many of a load's device
// as its `in_flight` says.
std::uint64_t most_exchanges_at_once(const Plan& plan);

// Reports expectations about the states of loads, which have none. For faults see device_change_checks.h.
void check_loads(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone
