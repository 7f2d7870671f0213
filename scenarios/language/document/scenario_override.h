// `--set KEY=VALUE`: a change to a scenario's YAML before it is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {

// Sets what `text` says, `fleet.homes.count=500`. KEY is a path of keys with dots, in which a list's items count from 0
// (`expect.0.eventually.within`; of `expect` only those of the file itself, not those that it includes); VALUE is YAML.
// A key that the file leaves out is added (`seed`, `servers.call_agent.cores`), but no group, profile or fault: those
// must be in the file. Whether the last key exists in the language is for the reader to say. A KEY without a dot that
// is a declared parameter sets that. `number`: which of the overrides it is, from 1. Where it cannot be set, `root`
// stays as it is, and the report is returned.
std::optional<std::string> apply_override(YamlNode& root, std::string_view text, int number, FaultList& faults);

}  // namespace dialtone
