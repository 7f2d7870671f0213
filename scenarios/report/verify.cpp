#include "scenarios/report/verify.h"

#include <fstream>
#include <string>

namespace dialtone {
namespace {

constexpr const char* kEvents = "events.jsonl";
constexpr const char* kName = "repeatable";

}  // namespace

bool counts(const RunSummary& run) {
  return run.result != RunResult::kInterrupted && run.result != RunResult::kInvalid;
}

OracleResult not_compared(const RunSummary& run) {
  const std::string what = run.result == RunResult::kInterrupted ? "was interrupted" : "is invalid";
  return {kName, OracleVerdict::kUndecided, "nothing to compare: a run " + what, {}};
}

OracleResult compare_runs(const RunSummary& first, const RunSummary& second) {
  for (const RunSummary* run : {&first, &second}) {
    if (!counts(*run)) return not_compared(*run);
  }
  OracleResult result{kName, OracleVerdict::kFailed, {}, {}};
  std::ifstream one(std::filesystem::path(first.directory) / kEvents);
  std::ifstream other(std::filesystem::path(second.directory) / kEvents);
  std::string line;
  std::string other_line;
  for (std::uint64_t number = 1;; ++number) {
    const bool has = static_cast<bool>(std::getline(one, line));
    const bool other_has = static_cast<bool>(std::getline(other, other_line));
    if (!has && !other_has) break;
    if (has && other_has && line == other_line) continue;
    result.measured = "event " + std::to_string(number) + " differs";
    result.details.push_back("first:  " + (has ? line : "no more events"));
    result.details.push_back("second: " + (other_has ? other_line : "no more events"));
    return result;
  }
  if (first.fingerprint != second.fingerprint) {
    result.measured = "the events agree, packets or timers do not: the fingerprints differ";
    return result;
  }
  result.verdict = OracleVerdict::kPassed;
  result.measured = "two runs, every event and the fingerprint alike";
  return result;
}

}  // namespace dialtone
