// A server's quirk, and a whole run in which a named oracle detects it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {

struct ErringServer {
  std::string quirk;
  // The sections of a scenario that passes if the server is correct.
  std::string story;
  // The name of the oracle that must fail if the server has the quirk; others may fail too.
  std::string oracle;

  friend void PrintTo(const ErringServer& each, std::ostream* out) { *out << each.quirk; }
};

// Returns a test's name: `AcceptsAnyPassword`.
inline std::string name_of_test(const testing::TestParamInfo<ErringServer>& each) {
  std::string name;
  bool begins = true;
  for (const char c : each.param.quirk) {
    if (c != '-') name += begins ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    begins = c == '-';
  }
  return name;
}

// Runs a scenario with these sections; its files go to `folder`.
inline RunSummary run_of(const std::string& story, const std::vector<std::string>& overrides,
                         const TemporaryFolder& folder) {
  const ScenarioResult scenario = read_scenario("scenario: s\n" + story, "s.yaml", overrides);
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
  if (!scenario) return {};
  RunOptions options;
  options.directory = folder.path();
  return run_plan(make_plan(*scenario), options);
}

// Returns the names of the failed oracles, one per line, and the reasons if the run is invalid.
inline std::string failures_of(const RunSummary& summary) {
  std::string text;
  for (const OracleResult& each : summary.oracles) text += each.failed() ? each.name + "\n" : "";
  for (const std::string& reason : summary.reasons) text += reason + "\n";
  return text;
}

// Expects that the row's scenario passes without the quirk, and that the row's oracle fails if the server has it.
// `server`: the server's key in a scenario.
inline void expect_noticed(const ErringServer& row, const std::string& server) {
  SCOPED_TRACE(row.quirk);
  const RunSummary right = run_of(row.story, {}, TemporaryFolder());
  EXPECT_EQ(right.result, RunResult::kPassed) << failures_of(right);
  const RunSummary wrong = run_of(row.story, {"servers." + server + ".quirks=" + row.quirk}, TemporaryFolder());
  EXPECT_EQ(wrong.result, RunResult::kFailed);
  EXPECT_NE(failures_of(wrong).find(row.oracle + "\n"), std::string::npos)
      << row.oracle << " must be among those that fail:\n"
      << failures_of(wrong);
}

// Expects exactly one row for each quirk.
inline void expect_all_are_shown(std::span<const std::string_view> quirks, const std::vector<ErringServer>& rows) {
  for (const std::string_view quirk : quirks) {
    const bool is_shown = std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.quirk == quirk; });
    EXPECT_TRUE(is_shown) << "no run shows what notices a server that " << quirk;
  }
  for (const ErringServer& row : rows) {
    EXPECT_NE(std::find(quirks.begin(), quirks.end(), row.quirk), quirks.end()) << row.quirk;
  }
}

}  // namespace dialtone
