#include "scenarios/report/junit.h"

#include <Poco/SAX/AttributesImpl.h>
#include <Poco/XML/XMLWriter.h>

#include <algorithm>
#include <cstdio>
#include <sstream>

namespace dialtone {
namespace {

using Poco::XML::AttributesImpl;
using Poco::XML::XMLWriter;

std::string seconds(Duration duration) {
  char digits[32];
  std::snprintf(digits, sizeof digits, "%.3f", static_cast<double>(duration.count()) / 1e9);
  return digits;
}

AttributesImpl attributes(std::initializer_list<std::pair<std::string, std::string>> pairs) {
  AttributesImpl list;
  for (const auto& [name, value] : pairs) list.addAttribute("", "", name, "CDATA", value);
  return list;
}

void write_fault(XMLWriter& writer, const std::string& element, const std::string& message, const std::string& text) {
  writer.startElement("", "", element, attributes({{"message", message}}));
  writer.characters(text);
  writer.endElement("", "", element);
}

}  // namespace

std::string junit_xml(const RunSummary& summary) {
  const auto count = [&](OracleVerdict verdict) {
    return std::to_string(std::count_if(summary.oracles.begin(), summary.oracles.end(),
                                        [&](const OracleResult& oracle) { return oracle.verdict == verdict; }));
  };
  const bool invalid = summary.result == RunResult::kInvalid || summary.result == RunResult::kInterrupted;
  std::ostringstream out;
  XMLWriter writer(out, XMLWriter::WRITE_XML_DECLARATION | XMLWriter::PRETTY_PRINT);
  writer.setNewLine("\n");
  writer.startDocument();
  writer.startElement("", "", "testsuite",
                      attributes({{"name", summary.scenario},
                                  {"tests", std::to_string(summary.oracles.size() + 1)},
                                  {"failures", count(OracleVerdict::kFailed)},
                                  {"errors", invalid ? "1" : "0"},
                                  {"skipped", count(OracleVerdict::kUndecided)},
                                  {"time", seconds(summary.wall)},
                                  {"timestamp", to_rfc3339(summary.started)}}));
  writer.startElement("", "", "testcase", attributes({{"name", "run"}, {"classname", summary.scenario}}));
  std::string reasons;
  for (const std::string& reason : summary.reasons) reasons += reason + "\n";
  if (invalid) write_fault(writer, "error", std::string(to_text(summary.result)), reasons);
  std::string notes;
  for (const std::string& note : never_struck(summary.faults)) notes += note + "\n";
  if (!notes.empty()) {
    writer.startElement("", "", "system-out");
    writer.characters(notes);
    writer.endElement("", "", "system-out");
  }
  writer.endElement("", "", "testcase");
  for (const OracleResult& oracle : summary.oracles) {
    writer.startElement("", "", "testcase", attributes({{"name", oracle.name}, {"classname", summary.scenario}}));
    if (oracle.failed()) {
      std::string text;
      for (const std::string& detail : oracle.details) text += detail + "\n";
      write_fault(writer, "failure", oracle.measured, text + "repeat with: " + summary.repeat + "\n");
    } else if (oracle.verdict == OracleVerdict::kUndecided) {
      writer.emptyElement("", "", "skipped", attributes({{"message", oracle.measured}}));
    }
    writer.endElement("", "", "testcase");
  }
  writer.endElement("", "", "testsuite");
  writer.endDocument();
  return out.str();
}

}  // namespace dialtone
