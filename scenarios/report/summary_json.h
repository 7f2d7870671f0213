// summary.json: what a run came to, for programs (contract: "A run's directory").
#pragma once

#include <string>

#include "scenarios/engine/summary.h"

namespace dialtone {

std::string summary_json(const RunSummary& summary);

}  // namespace dialtone
