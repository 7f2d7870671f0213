#include "scenarios/report/suite_report.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scenarios/engine/stopwatch.h"
#include "scenarios/report/terminal.h"
#include "values/readable_duration.h"
#include "values/text_file.h"

namespace dialtone {
namespace {

constexpr std::size_t kLargestJunit = 16 * 1024 * 1024;

std::size_t count_of(const std::vector<SuiteCaseResult>& results, RunResult wanted) {
  return static_cast<std::size_t>(std::count_if(results.begin(), results.end(), [&](const SuiteCaseResult& each) {
    return each.result == wanted && !each.refused;
  }));
}

// Returns a suite with one case, for a run that wrote no file. `element`: the JUnit element that gives the reason.
JunitSuite suite_without_a_run(const SuiteCase& suite_case, Duration wall, const std::string& element,
                               const std::string& message, const std::vector<std::string>& lines) {
  const bool is_error = element == "error";
  JunitWriter writer;
  writer.begin("testsuite", {{"name", suite_case.name},
                             {"tests", "1"},
                             {"failures", "0"},
                             {"errors", is_error ? "1" : "0"},
                             {"skipped", is_error ? "0" : "1"},
                             {"time", junit_seconds(wall)},
                             {"timestamp", junit_moment(wall_clock_now())},
                             {"hostname", "localhost"}});
  writer.begin("properties");
  writer.property("scenario", suite_case.scenario.string());
  if (suite_case.seed) writer.property("seed", std::to_string(*suite_case.seed));
  writer.end("properties");
  writer.begin("testcase", {{"name", "run"}, {"classname", suite_case.name}, {"time", junit_seconds(wall)}});
  if (is_error) {
    writer.element(element, {{"message", message}, {"type", message}}, lines);
  } else {
    writer.element(element, {{"message", message}}, lines);
  }
  writer.end("testcase");
  writer.end("testsuite");
  return {.text = writer.finish(), .tests = 1, .errors = is_error ? 1U : 0U, .skipped = is_error ? 0U : 1U};
}

}  // namespace

std::string_view word_for(const SuiteCaseResult& result) { return result.refused ? "refused" : to_text(result.result); }

void print_case(std::ostream& out, const SuiteCaseResult& result, bool colour) {
  const bool passed = result.result == RunResult::kPassed;
  std::string word(word_for(result));
  word.resize(std::max<std::size_t>(word.size(), 11), ' ');
  out << coloured(word, passed ? kGreen : kRed, colour) << ' ' << result.suite_case.name << "  "
      << readable_duration(result.wall) << std::endl;
  // The errors in a scenario's file have been printed already.
  if (!result.suite_case.mistakes.empty()) return;
  for (const std::string& line : result.output) out << "    " << line << '\n';
  out.flush();
}

void print_suite(std::ostream& out, const std::vector<SuiteCaseResult>& results, std::size_t planned,
                 std::string_view what, Duration wall, const std::string& directory) {
  out << planned << ' ' << what << (planned == 1 ? ": " : "s: ") << count_of(results, RunResult::kPassed) << " passed";
  for (const RunResult result : {RunResult::kFailed, RunResult::kInvalid, RunResult::kInterrupted}) {
    if (count_of(results, result) > 0) out << ", " << count_of(results, result) << ' ' << to_text(result);
  }
  const auto refused = std::count_if(results.begin(), results.end(), [](const auto& each) { return each.refused; });
  if (refused > 0) out << ", " << refused << " refused";
  if (results.size() < planned) out << ", " << planned - results.size() << " not begun";
  out << "; " << readable_duration(wall) << "; files in " << directory << '\n';
}

void SuiteJunit::add(const SuiteCaseResult& result) {
  const std::string& name = result.suite_case.name;
  const Result<std::string> text = read_text_file((result.directory / "junit.xml").string(), kLargestJunit);
  std::optional<JunitSuite> written = text ? junit_suite(*text, name) : std::nullopt;
  const bool is_told = result.result == RunResult::kPassed || (written && written->failures + written->errors > 0);
  const std::string message = result.refused ? "the scenario cannot be run" : std::string(to_text(result.result));
  suites_[name] = written && is_told
                      ? *std::move(written)
                      : suite_without_a_run(result.suite_case, result.wall, "error", message, result.output);
}

void SuiteJunit::add_not_begun(const SuiteCase& suite_case) {
  if (suites_.contains(suite_case.name)) return;
  suites_[suite_case.name] = suite_without_a_run(suite_case, {}, "skipped", "the suite ended before it began", {});
}

std::string SuiteJunit::xml(const std::vector<SuiteCase>& order, Duration wall) const {
  JunitSuite all;
  for (const SuiteCase& each : order) {
    const auto suite = suites_.find(each.name);
    if (suite == suites_.end()) continue;
    all.text += suite->second.text;
    all.tests += suite->second.tests;
    all.failures += suite->second.failures;
    all.errors += suite->second.errors;
    all.skipped += suite->second.skipped;
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dialtone\" tests=\"" +
         std::to_string(all.tests) + "\" failures=\"" + std::to_string(all.failures) + "\" errors=\"" +
         std::to_string(all.errors) + "\" skipped=\"" + std::to_string(all.skipped) + "\" time=\"" +
         junit_seconds(wall) + "\">\n" + all.text + "</testsuites>\n";
}

}  // namespace dialtone
