#include "scenarios/report/run_entries.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "scenarios/engine/suite.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> kRunFiles = {
    "plan.yaml",          "events.jsonl",       "summary.json",          "junit.xml", "durations.csv", "subscribers.db",
    "subscribers.db-wal", "subscribers.db-shm", "subscribers.db-journal"};
// The files in a call agent's flash folder: its bindings, and a new version of them while it is written.
constexpr std::array<std::string_view, 2> kFlashFiles = {"bindings", "bindings.new"};

template <class Names>
bool is_among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_made_by(const RunMark& mark, std::string_view name) { return mark.makes && is_among(*mark.makes, name); }

bool is_file_of(const RunMark& mark, std::string_view name) {
  if (is_made_by(mark, name)) return true;
  if (mark.kind == RunMark::Kind::kSuite) return name == kSuiteReport;
  return is_among(kRunFiles, name) || (!mark.makes && name.ends_with(".devices.csv"));
}

// A symbolic link is judged as a link: its target is never touched.
bool is_folder(const fs::path& path) { return fs::is_directory(fs::symlink_status(path)); }

std::string unknown(const fs::path& path) { return "it holds " + path.filename().string() + ", which no run made"; }

std::string obstacle_in_flash(const fs::path& flash) {
  for (const fs::path& host : entries_of(flash)) {
    if (!is_folder(host)) return unknown(host);
    for (const fs::path& file : entries_of(host)) {
      if (is_folder(file) || !is_among(kFlashFiles, file.filename().string())) return unknown(file);
    }
  }
  return {};
}

// Judges an entry that has its own mark: a case of a suite, or one of the repeated runs of a scenario.
std::string obstacle_at_run(const fs::path& path, const RunMark& mark, const std::vector<std::string>& scenarios) {
  const std::string name = path.filename().string();
  const MarkFile file(path, false);
  if (file.error() == EWOULDBLOCK) return "another run is writing in " + name;
  const std::optional<RunMark> own = file.error() == 0 ? parse_run_mark(file.read()) : std::nullopt;
  if (!own || own->kind != RunMark::Kind::kRun) return unknown(path);
  const bool is_replaced = is_made_by(mark, name) || is_made_by(mark, without_seed(name));
  if (!is_replaced && !is_among(scenarios, own->scenario)) {
    return "it holds " + name + ", the files of another scenario, " + own->scenario;
  }
  return obstacle_in(path, *own, {own->scenario});
}

std::string obstacle_at(const fs::path& path, const RunMark& mark, const std::vector<std::string>& scenarios) {
  const std::string name = path.filename().string();
  if (!is_folder(path)) return is_file_of(mark, name) ? "" : unknown(path);
  if (name == kEarlier || name == kEarlierUnfinished) return obstacle_in(path, mark, scenarios);
  const bool of_run = mark.kind == RunMark::Kind::kRun;
  if (of_run && name == "flash") return obstacle_in_flash(path);
  const bool is_further_run = name == "verify" || name.starts_with("without-");
  if (of_run && is_further_run) return obstacle_in(path, {.makes = std::vector<std::string>()}, scenarios);
  return obstacle_at_run(path, mark, scenarios);
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

std::string obstacle_in(const fs::path& directory, const RunMark& mark, const std::vector<std::string>& scenarios) {
  for (const fs::path& entry : entries_of(directory)) {
    std::string obstacle = obstacle_at(entry, mark, scenarios);
    if (!obstacle.empty()) return obstacle;
  }
  return {};
}

}  // namespace dialtone
