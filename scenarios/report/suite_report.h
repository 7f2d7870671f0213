// What a suite came to, for a person and for CI.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "scenarios/engine/suite.h"

namespace dialtone {

// A line as a case ends, and below it, indented, what a run that did not pass had to say.
void print_case(std::ostream& out, const SuiteCaseResult& result, bool colour);
// `7 scenarios: 6 passed, 1 failed; 4.2s`, and where the files are.
void print_suite(std::ostream& out, const std::vector<SuiteCaseResult>& results, std::size_t planned, Duration wall,
                 const std::string& directory);

// JUnit's `testsuites`, with the suite of each case as its run wrote it. A run that wrote none is an error of its own.
std::string suite_junit_xml(const std::vector<SuiteCaseResult>& results, Duration wall);

}  // namespace dialtone
