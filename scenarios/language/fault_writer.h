// Writes a fault as fault_reader.h reads it.
#pragma once

#include <string>

#include "scenarios/language/fault.h"

namespace dialtone {

// What stands behind its name: `{ target: homes, at: 1m, spread: 0s, do: { reset: tcp } }`.
std::string write_fault(const Fault& fault);

}  // namespace dialtone
