// Refuses expectations on events that no run of the scenario records: those that `record` does not name, and those that
// the devices of a group never have.
#pragma once

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/expectations/scope_reader.h"

namespace dialtone {

// Reports, with place and reason, each event and each condition on an event's fields that can never be met. `map`: the
// map from which `expectation` was read. Events and fields that do not exist at all are reported where they are read.
void check_possible(const YamlNode& map, const Expectation& expectation, const ExpectationContext& context,
                    Diagnostics& diagnostics);

}  // namespace dialtone
