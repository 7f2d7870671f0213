#include "scenarios/report/suite_report.h"

#include <Poco/SAX/AttributesImpl.h>
#include <Poco/XML/XMLWriter.h>

#include <algorithm>
#include <cstdio>
#include <optional>
#include <sstream>

#include "scenarios/language/text_file.h"

namespace dialtone {
namespace {

constexpr std::size_t kLargestJunit = 16 * 1024 * 1024;

std::string seconds(Duration duration) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.3f", static_cast<double>(duration.count()) / 1e9);
  return digits;
}

std::string rounded(Duration duration) { return to_text(std::chrono::round<std::chrono::milliseconds>(duration)); }

std::size_t count_of(const std::vector<SuiteCaseResult>& results, RunResult wanted) {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [&](const auto& each) { return each.result == wanted; }));
}

// The suite that a run wrote, without the declaration before it.
std::optional<std::string> junit_of(const SuiteCaseResult& result) {
  const Result<std::string> text = read_text_file((result.directory / "junit.xml").string(), kLargestJunit);
  if (!text) return std::nullopt;
  const std::size_t begin = text->find("<testsuite ");
  const std::size_t end = text->rfind("</testsuite>");
  if (begin == std::string::npos || end == std::string::npos) return std::nullopt;
  return text->substr(begin, end - begin) + "</testsuite>\n";
}

// For a run that ended before it could write one.
std::string junit_without_a_run(const SuiteCaseResult& result) {
  std::ostringstream out;
  Poco::XML::XMLWriter writer(out, Poco::XML::XMLWriter::PRETTY_PRINT);
  writer.setNewLine("\n");
  const auto start = [&](const std::string& name, std::initializer_list<std::pair<std::string, std::string>> pairs) {
    Poco::XML::AttributesImpl attributes;
    for (const auto& [key, value] : pairs) attributes.addAttribute("", "", key, "CDATA", value);
    writer.startElement("", "", name, attributes);
  };
  const std::string& name = result.suite_case.name;
  writer.startDocument();
  start("testsuite",
        {{"name", name}, {"tests", "1"}, {"failures", "0"}, {"errors", "1"}, {"time", seconds(result.wall)}});
  start("testcase", {{"name", "run"}, {"classname", name}});
  start("error", {{"message", std::string(to_text(result.result))}});
  for (const std::string& line : result.output) writer.characters(line + "\n");
  writer.endElement("", "", "error");
  writer.endElement("", "", "testcase");
  writer.endElement("", "", "testsuite");
  writer.endDocument();
  return out.str();
}

}  // namespace

void print_case(std::ostream& out, const SuiteCaseResult& result, bool colour) {
  const bool passed = result.result == RunResult::kPassed;
  const std::string_view paint = !colour ? "" : passed ? "\x1b[32m" : "\x1b[31m";
  std::string word(to_text(result.result));
  word.resize(std::max<std::size_t>(word.size(), 11), ' ');
  out << paint << word << (colour ? "\x1b[0m" : "") << ' ' << result.suite_case.name << "  " << rounded(result.wall)
      << '\n';
  for (const std::string& line : result.output) out << "    " << line << '\n';
  out.flush();
}

void print_suite(std::ostream& out, const std::vector<SuiteCaseResult>& results, std::size_t planned, Duration wall,
                 const std::string& directory) {
  out << planned << (planned == 1 ? " scenario: " : " scenarios: ") << count_of(results, RunResult::kPassed)
      << " passed";
  for (const RunResult result : {RunResult::kFailed, RunResult::kInvalid, RunResult::kInterrupted}) {
    if (count_of(results, result) > 0) out << ", " << count_of(results, result) << ' ' << to_text(result);
  }
  if (results.size() < planned) out << ", " << planned - results.size() << " not begun";
  out << "; " << rounded(wall) << "; files in " << directory << '\n';
}

std::string suite_junit_xml(const std::vector<SuiteCaseResult>& results, Duration wall) {
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"dialtone\" time=\"" + seconds(wall) + "\">\n";
  for (const SuiteCaseResult& result : results) {
    const std::optional<std::string> written = junit_of(result);
    text += written ? *written : junit_without_a_run(result);
  }
  return text + "</testsuites>\n";
}

}  // namespace dialtone
