#include "scenarios/report/junit.h"

#include <algorithm>

#include "scenarios/report/junit_writer.h"
#include "values/hex.h"

namespace dialtone {
namespace {

void write_properties(JunitWriter& writer, const RunSummary& summary) {
  writer.begin("properties");
  writer.property("scenario", summary.scenario);
  writer.property("world", std::string(to_text(summary.world)));
  writer.property("seed", std::to_string(summary.seed));
  if (summary.fingerprint) writer.property("fingerprint", hex_text(*summary.fingerprint));
  writer.property("repeat", summary.repeat);
  writer.end("properties");
}

void write_run(JunitWriter& writer, const RunSummary& summary, bool invalid) {
  writer.begin("testcase", {{"name", "run"}, {"classname", summary.scenario}, {"time", junit_seconds(summary.wall)}});
  const std::string result(to_text(summary.result));
  if (invalid) writer.element("error", {{"message", result}, {"type", result}}, summary.reasons);
  const std::vector<std::string> notes = never_struck(summary.faults);
  if (!notes.empty()) writer.element("system-out", {}, notes);
  writer.end("testcase");
}

// Oracles are judged during the run, so only the run has a time.
void write_oracle(JunitWriter& writer, const OracleResult& oracle, const RunSummary& summary) {
  writer.begin("testcase", {{"name", oracle.name}, {"classname", summary.scenario}, {"time", junit_seconds({})}});
  if (oracle.verdict == OracleVerdict::kUndecided) {
    writer.element("skipped", {{"message", oracle.measured}}, {});
  } else if (!oracle.lets_pass()) {
    std::vector<std::string> lines = oracle.details;
    if (oracle.is_vacuous()) lines.emplace_back(kVacuousFails);
    lines.push_back("repeat with: " + summary.repeat);
    const std::string type = oracle.is_vacuous() ? "vacuous" : "oracle";
    writer.element("failure", {{"message", oracle.told()}, {"type", type}}, lines);
  } else if (oracle.is_vacuous()) {
    writer.element("system-out", {}, {"vacuous: " + oracle.told()});
  }
  writer.end("testcase");
}

}  // namespace

std::string junit_xml(const RunSummary& summary) {
  const auto count = [&](const auto& is_meant) {
    return std::to_string(std::count_if(summary.oracles.begin(), summary.oracles.end(), is_meant));
  };
  const auto is_undecided = [](const OracleResult& oracle) { return oracle.verdict == OracleVerdict::kUndecided; };
  const auto has_failed = [&](const OracleResult& oracle) { return !oracle.lets_pass() && !is_undecided(oracle); };
  const bool invalid = summary.result == RunResult::kInvalid || summary.result == RunResult::kInterrupted;
  JunitWriter writer;
  writer.begin("testsuite", {{"name", summary.scenario},
                             {"tests", std::to_string(summary.oracles.size() + 1)},
                             {"failures", count(has_failed)},
                             {"errors", invalid ? "1" : "0"},
                             {"skipped", count(is_undecided)},
                             {"time", junit_seconds(summary.wall)},
                             {"timestamp", junit_moment(summary.started)},
                             {"hostname", "localhost"}});
  write_properties(writer, summary);
  write_run(writer, summary, invalid);
  for (const OracleResult& oracle : summary.oracles) write_oracle(writer, oracle, summary);
  writer.end("testsuite");
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + writer.finish();
}

}  // namespace dialtone
