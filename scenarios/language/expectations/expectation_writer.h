// Writes an expectation as expectation_reader.h reads it.
#pragma once

#include <string>

#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

// `never: { event: registration.expired }`.
std::string write_expectation(const Expectation& expectation);

}  // namespace dialtone
