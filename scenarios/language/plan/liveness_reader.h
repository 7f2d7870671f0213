// Whether `liveness: { within: 5m }` can be decided.
#pragma once

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/parties/scenario.h"

namespace dialtone {

// Reports a bound that stands in the document and is not reached before the scenario's end. Where a fault lasts to the
// end, nothing is asked.
void check_liveness(const YamlNode& root, const Scenario& scenario, FaultList& faults);

}  // namespace dialtone
