// `--set KEY=VALUE`: changes a scenario's YAML before it is read.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {

// Applies `text`, such as `fleet.homes.count=500`. KEY is a path of keys with dots between. An item of a list is given
// by its number, from 0 (`expect.0.eventually.within`; in `expect` only the file's own items count, not those of
// included files). VALUE is YAML. If KEY has no dot and is a declared parameter, sets that parameter. `number`: the
// number of the override, from 1.
//
// An absent key is added (`seed`, `servers.call_agent.cores`), but a group, a profile or a fault must be in the file.
// The reader reports unknown keys later. If the value cannot be set, `root` is unchanged and the reason is returned.
std::optional<std::string> apply_override(YamlNode& root, std::string_view text, int number, Diagnostics& diagnostics);

}  // namespace dialtone
