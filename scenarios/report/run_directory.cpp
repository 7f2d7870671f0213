#include "scenarios/report/run_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "scenarios/engine/stopwatch.h"
#include "scenarios/engine/suite.h"
#include "scenarios/language/plan/scenario_writer.h"
#include "scenarios/report/durations.h"
#include "scenarios/report/junit.h"
#include "scenarios/report/run_entries.h"
#include "scenarios/report/summary_json.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kOwnerOnly = 0700;

DirectoryFailure refused(const fs::path& path, const std::string& reason) {
  return {DirectoryFailure::Kind::kRefused, path.string() + ": " + reason};
}

DirectoryFailure environment_failure(const fs::path& path, const std::string& reason) {
  return {DirectoryFailure::Kind::kEnvironment, path.string() + ": " + reason};
}

RunMark mark_of(RunMark::Kind kind, std::string scenario, std::vector<std::string> makes) {
  return {.kind = kind,
          .scenario = std::move(scenario),
          .run = to_rfc3339(wall_clock_now()) + ", process " + std::to_string(::getpid()),
          .makes = std::move(makes)};
}

// Returns the mark with those names added that `earlier.makes` lists: while `earlier/` exists, it contains such
// entries.
RunMark with_makes_of(RunMark mark, const RunMark& earlier) {
  if (!earlier.makes) mark.makes.reset();
  if (!mark.makes) return mark;
  std::vector<std::string>& names = *mark.makes;
  names.insert(names.end(), earlier.makes->begin(), earlier.makes->end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return mark;
}

// A path that is a file, leads through one, has a loop of links or is too long is the user's mistake; any other error
// is the environment's.
DirectoryFailure cannot_be_made(const fs::path& path, int error) {
  const bool is_named_wrongly = error == ENOTDIR || error == EEXIST || error == ELOOP || error == ENAMETOOLONG;
  const std::string reason = error == EEXIST || error == ENOTDIR
                                 ? "it is no directory, or lies below a file"
                                 : "a directory cannot be made: " + std::string(std::strerror(error));
  return is_named_wrongly ? refused(path, reason) : environment_failure(path, reason);
}

Result<void, DirectoryFailure> make_directory(const fs::path& path) {
  if (fs::is_directory(path)) return {};
  std::error_code error;
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (error) return cannot_be_made(path, error.value());
  if (::mkdir(path.c_str(), kOwnerOnly) == 0) return {};
  const int reason = errno;
  if (fs::is_directory(path)) return {};
  return cannot_be_made(path, reason);
}

// Returns the failure for a mark that could not be opened, locked or created.
DirectoryFailure no_mark(const fs::path& path, int error) {
  if (error == EWOULDBLOCK || error == EEXIST) {
    return refused(path, "another run is writing there; name another directory");
  }
  if (error == ELOOP || error == EISDIR || error == ENXIO) {
    return refused(path, "its " + std::string(kMarkName) + " is not dialtone's; name another directory");
  }
  return environment_failure(path, "cannot be written: " + std::string(std::strerror(error)));
}

std::string whose(const RunMark& mark) {
  return mark.kind == RunMark::Kind::kSuite ? "a suite's files"
                                            : "the files of scenario " + mark.scenario + " (" + mark.run + ")";
}

// Points runs/latest at the directory in one step, because another run may be doing the same. Keeps a runs/latest that
// is not a link made by dialtone.
void point_latest_at(const fs::path& directory) {
  const fs::path latest = directory.parent_path() / "latest";
  std::error_code error;
  const fs::file_status status = fs::symlink_status(latest, error);
  if (fs::exists(status)) {
    if (!fs::is_symlink(status)) return;
    const fs::path target = fs::read_symlink(latest, error);
    if (error || target != target.filename()) return;
  }
  const fs::path link = directory.parent_path() / (".latest-" + std::to_string(::getpid()));
  fs::create_directory_symlink(directory.filename(), link, error);
  if (error) return;
  fs::rename(link, latest, error);
  if (error) fs::remove(link, error);
}

}  // namespace

Result<void> write_private_file(const fs::path& path, std::string_view text) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  bool good = descriptor >= 0;
  while (good && !text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    good = written > 0;
    if (good) text.remove_prefix(static_cast<std::size_t>(written));
  }
  const Failure failure{path.string() + ": cannot be written: " + std::strerror(errno)};
  if (descriptor >= 0) ::close(descriptor);
  if (!good) return failure;
  return Result<void>();
}

Result<RunDirectory, DirectoryFailure> RunDirectory::take(const fs::path& path, const RunMark& mark,
                                                          const std::vector<std::string>& scenarios) try {
  if (const Result<void, DirectoryFailure> made = make_directory(path); !made) return made.error();
  MarkFile file(path, false);
  if (file.error() == ENOENT) {
    const std::vector<fs::path> entries = entries_of(path);
    if (!entries.empty()) {
      return refused(path, "it holds files that no run made (" + entries.front().filename().string() +
                               "); name an empty directory");
    }
    file = MarkFile(path, true);
  }
  if (file.error() != 0) return no_mark(path, file.error());
  const std::string text = file.read();
  const std::optional<RunMark> found = parse_run_mark(text);
  // An empty mark was made by a run that was killed at once, or by this run a moment ago.
  if (!found && !(text.empty() && entries_of(path).empty())) return no_mark(path, EISDIR);
  if (found && (found->kind != mark.kind || found->scenario != mark.scenario)) {
    return refused(path, "it holds " + whose(*found) + "; name another directory");
  }
  const std::string obstacle = obstacle_in(path, found.value_or(mark), scenarios);
  if (!obstacle.empty()) return refused(path, obstacle + "; name another directory");
  RunDirectory directory(path, mark, std::move(file));
  directory.mark_.complete = found && found->complete;
  ::chmod(path.c_str(), kOwnerOnly);
  if (const Result<void> aside = directory.put_earlier_aside(); !aside) {
    return environment_failure(path, aside.error().reason);
  }
  directory.mark_.complete = false;
  const RunMark begun = with_makes_of(directory.mark_, found.value_or(mark));
  if (const int error = directory.file_.write(begun); error != 0) return no_mark(path, error);
  return directory;
} catch (const fs::filesystem_error& error) {
  return environment_failure(path, error.code().message());
}

Result<RunDirectory, DirectoryFailure> RunDirectory::take_numbered(const RunMark& mark,
                                                                   const std::vector<std::string>& scenarios) {
  std::string time = to_rfc3339(wall_clock_now());
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  const std::string name = mark.kind == RunMark::Kind::kSuite ? "suite" : directory_name(mark.scenario);
  const fs::path base = fs::path("runs") / (time + "-" + name);
  std::error_code error;
  fs::create_directories("runs", error);
  constexpr int kMost = 10'000;
  for (int number = 1; number < kMost; ++number) {
    const fs::path path = number == 1 ? base : fs::path(base.string() + "-" + std::to_string(number));
    if (::mkdir(path.c_str(), kOwnerOnly) != 0) {
      if (errno == EEXIST) continue;
      return environment_failure(path, std::string(std::strerror(errno)) + "; name another place with --out");
    }
    Result<RunDirectory, DirectoryFailure> taken = take(path, mark, scenarios);
    if (taken) point_latest_at(path);
    return taken;
  }
  return environment_failure(base, "too many runs in one second; name another place with --out");
}

Result<RunDirectory, DirectoryFailure> RunDirectory::for_run(const std::string& wanted, const std::string& scenario,
                                                             std::vector<std::string> makes) {
  const RunMark mark = mark_of(RunMark::Kind::kRun, scenario, std::move(makes));
  return wanted.empty() ? take_numbered(mark, {scenario}) : take(wanted, mark, {scenario});
}

Result<RunDirectory, DirectoryFailure> RunDirectory::for_suite(const std::string& wanted,
                                                               const std::vector<std::string>& scenarios,
                                                               std::vector<std::string> makes) {
  const RunMark mark = mark_of(RunMark::Kind::kSuite, {}, std::move(makes));
  return wanted.empty() ? take_numbered(mark, scenarios) : take(wanted, mark, scenarios);
}

// The process may be killed after any step: the next run first finishes a move that was begun, and until then the mark
// says `complete`.
Result<void> RunDirectory::put_earlier_aside() try {
  const fs::path earlier = path_ / kEarlier;
  const fs::path unfinished = path_ / kEarlierUnfinished;
  std::vector<fs::path> files = entries_of(path_);
  std::erase_if(files, [&](const fs::path& each) { return each == earlier || each == unfinished; });
  if (!fs::exists(unfinished)) {
    if (files.empty()) return {};
    if (fs::exists(earlier) && !mark_.complete) {
      for (const fs::path& file : files) fs::remove_all(file);
      return {};
    }
    fs::remove_all(earlier);
    fs::create_directory(unfinished);
    fs::permissions(unfinished, fs::perms::owner_all);
  }
  for (const fs::path& file : files) fs::rename(file, unfinished / file.filename());
  fs::rename(unfinished, earlier);
  return {};
} catch (const fs::filesystem_error& error) {
  return Failure{error.what()};
}

bool RunDirectory::keeps_earlier() const {
  std::error_code error;
  return fs::exists(path_ / kEarlier, error);
}

Result<void> RunDirectory::complete() {
  mark_.complete = true;
  if (const int error = file_.write(mark_); error != 0) {
    return Failure{(path_ / kMarkName).string() + ": cannot be written: " + std::strerror(error)};
  }
  std::error_code error;
  fs::remove_all(path_ / kEarlier, error);
  return {};
}

std::vector<std::string> plan_files(const Plan& plan) {
  std::vector<std::string> names;
  for (const Group& group : plan.scenario.fleet) {
    if (needs_devices_file(group)) names.push_back(devices_file_name(group));
  }
  return names;
}

Result<fs::path> write_plan(const fs::path& directory, const Plan& plan) {
  const std::string comment = "The plan of a run: every draw is made. `dialtone run` with this file repeats it.";
  for (const ScenarioFile& file : write_scenario_files(plan.scenario, "plan.yaml", comment)) {
    if (const Result<void> written = write_private_file(directory / file.name, file.text); !written) {
      return written.error();
    }
  }
  return directory / "plan.yaml";
}

Result<void> write_durations(const fs::path& directory, const RunSummary& summary) {
  return write_private_file(directory / kDurationsFile, durations_csv(summary.stages));
}

Result<void> write_reports(const fs::path& directory, const RunSummary& summary) {
  if (const Result<void> written = write_private_file(directory / "summary.json", summary_json(summary)); !written) {
    return written;
  }
  return write_private_file(directory / "junit.xml", junit_xml(summary));
}

}  // namespace dialtone
