#include "scenarios/report/run_entries.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> kRunFiles = {
    "plan.yaml",          "events.jsonl",       "summary.json",          "junit.xml", "durations.csv", "subscribers.db",
    "subscribers.db-wal", "subscribers.db-shm", "subscribers.db-journal"};
constexpr std::array<std::string_view, 2> kSuiteFiles = {"summary.json", "junit.xml"};

template <std::size_t kCount>
bool is_among(const std::array<std::string_view, kCount>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_file_of(RunMark::Kind kind, std::string_view name) {
  if (kind == RunMark::Kind::kSuite) return is_among(kSuiteFiles, name);
  return is_among(kRunFiles, name) || name.ends_with(".devices.csv");
}

std::string obstacle_at(const fs::path& path, RunMark::Kind kind, const std::vector<std::string>& scenarios) {
  const std::string name = path.filename().string();
  const std::string unknown = "it holds " + name + ", which no run made";
  // A link counts as what it is: what it names is never touched.
  if (!fs::is_directory(fs::symlink_status(path))) return is_file_of(kind, name) ? "" : unknown;
  if (name == kEarlier || name == kEarlierUnfinished) return obstacle_in(path, kind, scenarios);
  const bool of_run = kind == RunMark::Kind::kRun;
  if (of_run && name == "flash") return {};
  if (of_run && name == "verify") return obstacle_in(path, kind, scenarios);
  const MarkFile file(path, false);
  if (file.error() == EWOULDBLOCK) return "another run is writing in " + name;
  const std::optional<RunMark> mark = file.error() == 0 ? parse_run_mark(file.read()) : std::nullopt;
  if (!mark || mark->kind != RunMark::Kind::kRun) return unknown;
  if (std::find(scenarios.begin(), scenarios.end(), mark->scenario) == scenarios.end()) {
    return "it holds " + name + ", the files of another scenario, " + mark->scenario;
  }
  return obstacle_in(path, RunMark::Kind::kRun, {mark->scenario});
}

}  // namespace

std::vector<fs::path> entries_of(const fs::path& directory) {
  std::vector<fs::path> entries;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    if (entry.path().filename() != kMarkName) entries.push_back(entry.path());
  }
  std::sort(entries.begin(), entries.end());
  return entries;
}

std::string obstacle_in(const fs::path& directory, RunMark::Kind kind, const std::vector<std::string>& scenarios) {
  for (const fs::path& entry : entries_of(directory)) {
    std::string obstacle = obstacle_at(entry, kind, scenarios);
    if (!obstacle.empty()) return obstacle;
  }
  return {};
}

}  // namespace dialtone
