// Expectations as a person reads them.
#pragma once

#include <string>

#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

// `eventually all homes are registered within 30s after blackout`.
std::string sentence(const Expectation& expectation);

}  // namespace dialtone
