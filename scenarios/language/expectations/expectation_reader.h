// Reads the list `expect`.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/document/yaml_document.h"
#include "scenarios/language/expectations/expectation.h"
#include "scenarios/language/expectations/scope_reader.h"

namespace dialtone {

//   - eventually: { all: homes, are: registered, within: 30s, after: blackout }
//   - eventually: { event: device.resync, of_each: homes, within: 1m }
//   - always: { all: homes, are: bound, from: 1m }
//   - never: { event: registration.rejected, of: homes, where: { status: 403 }, until: 2m }
//   - never: { any: strangers, are: provisioned }
//   - sequence: { of: homes, when: { event: NAME }, next: { event: NAME }, within: 30s }
//   - metric: { registration.duration: p(95)<2s, of: homes }
//   - database: { table: bindings, of: homes, count: "==100" }
std::vector<Expectation> read_expectations(const YamlNode& list, const ExpectationContext& context,
                                           Diagnostics& diagnostics);

}  // namespace dialtone
