// Writes docs/reference.md from the descriptions of the keys (keys.h).
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {

// Returns all sections, the defaults of each family of devices, and all quirks.
std::string reference_text();

// Explains one key in a few lines: its sentence, accepted values, default, example and worlds. `path`: the key's path.
std::string explanation_of(const KeyFacts& facts, const std::string& path);

}  // namespace dialtone
