#include "scenarios/report/run_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "scenarios/language/scenario_writer.h"
#include "scenarios/report/junit.h"
#include "scenarios/report/summary_json.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 9> kOwnFiles = {"plan.yaml",          "events.jsonl",   "summary.json",
                                                       "junit.xml",          "subscribers.db", "subscribers.db-wal",
                                                       "subscribers.db-shm", "verify",         "flash"};

bool is_own(const fs::path& path) {
  const std::string text = path.filename().string();
  return std::find(kOwnFiles.begin(), kOwnFiles.end(), text) != kOwnFiles.end() || text.ends_with(".devices.csv");
}

// Its JUnit file, and the directories of its runs.
bool is_of_suite(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return path.filename() == "junit.xml";
  const auto entries = fs::directory_iterator(path, error);
  return !error && std::all_of(begin(entries), end(entries), [](const auto& entry) { return is_own(entry.path()); });
}

Result<void> write_file(const fs::path& path, std::string_view text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool good = descriptor >= 0;
  while (good && !text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    good = written > 0;
    if (good) text.remove_prefix(static_cast<std::size_t>(written));
  }
  const Failure failure{path.string() + ": " + std::strerror(errno)};
  if (descriptor >= 0) ::close(descriptor);
  if (!good) return failure;
  return Result<void>();
}

std::string timestamp() {
  std::string text = to_rfc3339(std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

// runs/<time>-<scenario>, with a number behind it where that is taken.
Result<fs::path> make_numbered(const std::string& scenario) {
  std::error_code error;
  fs::create_directories("runs", error);
  const std::string base = "runs/" + timestamp() + "-" + scenario;
  constexpr int kMost = 10'000;
  for (int number = 1; number < kMost; ++number) {
    const fs::path path = number == 1 ? base : base + "-" + std::to_string(number);
    if (::mkdir(path.c_str(), 0700) == 0) {
      // A link that is replaced in one step: another run may be doing the same.
      const fs::path link = "runs/.latest-" + std::to_string(::getpid());
      fs::create_directory_symlink(path.filename(), link, error);
      fs::rename(link, "runs/latest", error);
      if (error) fs::remove(link, error);
      return path;
    }
    if (errno != EEXIST) break;
  }
  return Failure{base + ": " + std::strerror(errno) + "; name another place with --out"};
}

// `wanted`, with nothing left in it of what `is_ours` says is ours.
Result<fs::path> make_named(const std::string& wanted, bool (*is_ours)(const fs::path&)) {
  const fs::path path = wanted;
  std::error_code error;
  if (!fs::exists(path, error)) {
    fs::create_directories(path, error);
    if (error) return Failure{wanted + ": " + error.message()};
  }
  if (!fs::is_directory(path, error)) return Failure{wanted + ": not a directory"};
  for (const fs::directory_entry& entry : fs::directory_iterator(path, error)) {
    if (!is_ours(entry.path())) {
      return Failure{wanted + ": holds files that no run made (" + entry.path().filename().string() +
                     "); name an empty directory"};
    }
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(path, error)) fs::remove_all(entry.path(), error);
  if (error) return Failure{wanted + ": " + error.message()};
  ::chmod(path.c_str(), 0700);
  return path;
}

}  // namespace

Result<fs::path> make_run_directory(const std::string& wanted, const std::string& scenario) {
  return wanted.empty() ? make_numbered(scenario) : make_named(wanted, is_own);
}

Result<fs::path> make_suite_directory(const std::string& wanted) {
  return wanted.empty() ? make_numbered("suite") : make_named(wanted, is_of_suite);
}

Result<fs::path> write_plan(const fs::path& directory, const Plan& plan) {
  const std::string comment = "The plan of a run: every draw is made. `dialtone run` with this file repeats it.";
  for (const ScenarioFile& file : write_scenario_files(plan.scenario, "plan.yaml", comment)) {
    if (const Result<void> written = write_file(directory / file.name, file.text); !written) return written.error();
  }
  return directory / "plan.yaml";
}

Result<void> write_reports(const fs::path& directory, const RunSummary& summary) {
  if (const Result<void> written = write_file(directory / "summary.json", summary_json(summary)); !written) {
    return written;
  }
  return write_file(directory / "junit.xml", junit_xml(summary));
}

}  // namespace dialtone
