// junit.xml: a run as CI servers read it, with a test case for each oracle.
#pragma once

#include <string>

#include "scenarios/engine/summary.h"

namespace dialtone {

std::string junit_xml(const RunSummary& summary);

}  // namespace dialtone
