// summary.json: a run's results for programs (docs/contract.md, "A run's directory").
#pragma once

#include <string>

#include "scenarios/engine/summary.h"

namespace dialtone {

std::string summary_json(const RunSummary& summary);

}  // namespace dialtone
