// What must hold: the list `expect`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/engine/scenario.h"
#include "scenarios/engine/scenario_names.h"
#include "scenarios/engine/yaml_document.h"

namespace dialtone {

//   - eventually: { all: homes, are: registered, within: 30s, after: blackout }
//   - never: { event: registration.rejected, of: homes }
//   - never: { any: strangers, are: provisioned }
//   - metric: { registration.duration: p(95)<2s, of: homes }
std::vector<Expectation> read_expectations(const YamlNode& list, Duration duration, const ScenarioNames& names,
                                           FaultList& faults);

// As a person reads it: `eventually all homes are registered within 30s after blackout`.
std::string sentence(const Expectation& expectation);

}  // namespace dialtone
