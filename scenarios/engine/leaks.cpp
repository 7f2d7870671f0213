#include "scenarios/engine/leaks.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "scenarios/oracles/secrecy_oracle.h"

namespace dialtone {
namespace {

// Returns the file that contains a secret; empty if none does.
std::string leaking_file(const Secrets& secrets, const std::filesystem::path& directory) {
  if (directory.empty()) return {};
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(directory, error)) {
    const std::string name = entry.path().filename().string();
    if (name != "plan.yaml" && !name.ends_with(".devices.csv")) continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    if (!secrets.find_in_plan(text.str()).empty()) return name;
  }
  return {};
}

bool hide(const Secrets& secrets, std::string& text) {
  if (secrets.find(text).empty()) return false;
  text = "(hidden: a secret stood here)";
  return true;
}

}  // namespace

void hide_leaks(const Secrets& secrets, const std::filesystem::path& directory, RunSummary& summary) {
  const auto oracle = std::find_if(summary.oracles.begin(), summary.oracles.end(),
                                   [](const OracleResult& each) { return each.name == kSecrecyName; });
  if (oracle == summary.oracles.end()) return;
  std::string where = leaking_file(secrets, directory);
  hide(secrets, summary.repeat);
  bool hidden = hide(secrets, summary.stall);
  for (std::string& reason : summary.reasons) hidden = hide(secrets, reason) || hidden;
  for (std::string& name : summary.left_out) hide(secrets, name);
  for (OracleResult& each : summary.oracles) {
    hide(secrets, each.name);
    hidden = hide(secrets, each.measured) || hidden;
    hide(secrets, each.why_vacuous);
    for (std::string& detail : each.details) hidden = hide(secrets, detail) || hidden;
  }
  if (where.empty() && hidden) where = "the summary";
  if (where.empty()) return;
  if (!oracle->failed()) oracle->measured = "1 time";
  oracle->verdict = OracleVerdict::kFailed;
  oracle->details.push_back("a secret stood in " + where);
}

}  // namespace dialtone
