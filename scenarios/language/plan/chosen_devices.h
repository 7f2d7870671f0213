// Which devices of its groups a fault is about: one device, all but some, or so many, drawn (Fault::choice).
#pragma once

#include <cstdint>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// Sets Fault::choice of each fault that is not about all devices of its groups. Of `exactly` N devices, those are meant
// whose rank is among the N least: each device's rank is drawn for itself, so that another fault changes nothing, and
// another device changes one of the N at most.
void choose_devices(Scenario& scenario);

// True if the fault, which must have a choice, is about the device (device_key()) of one of its groups.
bool is_chosen(const Fault& fault, std::uint64_t seed, std::uint32_t device);

// Reports devices that do not exist, a number of devices that the groups do not have, and a choice that leaves nobody.
// `root`: the scenario's document, for the places.
void check_chosen_devices(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone
