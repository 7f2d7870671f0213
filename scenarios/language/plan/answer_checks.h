// Checks of faults on a call agent's answers that need the groups.
#pragma once

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// Reports acts that need a transport over which no device registers that the fault can match. `root`: the document that
// `scenario` was read from.
void check_answers(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics);

}  // namespace dialtone
