// What a suite came to, for a person and for CI.
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

// What it came to, in one word: `passed`, `refused`.
std::string_view word_for(const SuiteCaseResult& result);

// A line as a case ends, and below it, indented, what a run that did not pass had to say.
void print_case(std::ostream& out, const SuiteCaseResult& result, bool colour);
// `7 scenarios: 6 passed, 1 failed; 4.2s`, and where the files are. `what`: of what there are so many, `scenario`.
void print_suite(std::ostream& out, const std::vector<SuiteCaseResult>& results, std::size_t planned,
                 std::string_view what, Duration wall, const std::string& directory);

// JUnit's `testsuites`: of each case the `testsuite` that its run wrote, under the case's name.
class SuiteJunit {
 public:
  // Reads what the run wrote. Where the run did not pass, and that file is missing or does not say so, the run is an
  // error of its own.
  void add(const SuiteCaseResult& result);
  // A case that was not run, because the suite ended before; of a case that was added nothing changes.
  void add_not_begun(const SuiteCase& suite_case);
  // In the order of the cases' names in `order`; `wall`: how long all took.
  std::string xml(const std::vector<SuiteCase>& order, Duration wall) const;

 private:
  // By the case's name.
  std::map<std::string, JunitSuite> suites_;
};

}  // namespace dialtone
