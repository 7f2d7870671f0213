// docs/reference.md: every key of the language that is described (keys.h), as a reader looks it up.
#pragma once

#include <string>
#include <vector>

#include "scenarios/language/keys/key_catalog.h"

namespace dialtone {

// All sections, and what each family of devices has where a profile says nothing.
std::string reference_text();

// Of one key below `path`: what it takes, its default, its sentence, an example and in which worlds it works, a line
// each.
std::string explanation_of(const KeyFacts& facts, const std::string& path);

}  // namespace dialtone
