// Contradictions between faults that change devices and the devices that they change.
#pragma once

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// Reports a quirk that no device of the fault's groups can show, because of its transport, wrong credentials for a
// provisioning server to which no device authenticates, and changes of a load and of its flash. `root`: the scenario's
// document, for the places.
void check_device_changes(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone
