// Reports a suite's results to a person and to CI.
#pragma once

#include <cstddef>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/engine/suite.h"
#include "scenarios/report/junit_writer.h"

namespace dialtone {

// Returns the result in one word: `passed`, `refused`.
std::string_view word_for(const SuiteCaseResult& result);

// Prints a line when a case ends and, indented below, the output of a run that did not pass.
void print_case(std::ostream& out, const SuiteCaseResult& result, bool colour);
// Prints `7 scenarios: 6 passed, 1 failed; 4.2s` and the directory of the files. `what` is the noun to count:
// `scenario`.
void print_suite(std::ostream& out, const std::vector<SuiteCaseResult>& results, std::size_t planned,
                 std::string_view what, Duration wall, const std::string& directory);

// Writes JUnit's `testsuites`: for each case the `testsuite` that its run wrote, under the case's name.
class SuiteJunit {
 public:
  // Reads the file that the run wrote. If the run did not pass and the file is missing or shows no failure, adds the
  // run as an error.
  void add(const SuiteCaseResult& result);
  // Adds a case that was not run because the suite was interrupted; does nothing if the case was added already.
  void add_not_begun(const SuiteCase& suite_case);
  // Writes the cases in the order of `order`; `wall` is the total time.
  std::string xml(const std::vector<SuiteCase>& order, Duration wall) const;

 private:
  // By the case's name.
  std::map<std::string, JunitSuite> suites_;
};

}  // namespace dialtone
