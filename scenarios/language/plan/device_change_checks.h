// Finds contradictions between faults that change devices and the devices that they target.
#pragma once

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// Reports quirks that no device of the fault's groups can show because of its transport; wrong provisioning credentials
// if no device authenticates to the provisioning server; and changes of a load or of its flash. `root`: the scenario's
// document, to find the places.
void check_device_changes(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone
