// Chooses the devices of its groups to which a fault is limited (Fault::choice): one device, all except some, or a
// number chosen at random.
#pragma once

#include <cstdint>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// True if the fault's act can change something of the group's devices. A load has no quirks, profile, identity,
// credentials or line that change.
inline bool changes(const Fault& fault, const Group& group) {
  return !group.load || !is_carried_out_by(fault.action, Executor::kChanger);
}

// Sets Fault::choice of each fault that is limited to some devices of its groups. For `exactly: N`, each device gets a
// random rank, and the N devices with the least ranks are chosen. Ranks are drawn separately, so another fault changes
// nothing, and another device changes at most one of the N.
void choose_devices(Scenario& scenario);

// True if the fault's choice includes `device` (device_key()), which must be in one of the fault's groups. The fault
// must have a choice.
bool is_chosen(const Fault& fault, std::uint64_t seed, std::uint32_t device);

// Reports names of devices that do not exist, numbers larger than the groups, and choices that leave no device. `root`:
// the scenario's document, to find the places.
void check_chosen_devices(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone
