// The directory that a run or a suite leaves (contract: "A run's directory").
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenarios/engine/summary.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/report/run_mark.h"
#include "values/result.h"

namespace dialtone {

// Why a directory cannot be had.
struct DirectoryFailure {
  enum class Kind : std::uint8_t {
    kRefused,      // it is not ours to write in, or another run is doing so: another must be named
    kEnvironment,  // it could not be made or written
  };
  Kind kind{};
  std::string reason;
};

// A directory with a mark of ours (run_mark.h), locked against every other run for as long as it lives.
//
// What an earlier run of the same scenario left is kept in `earlier/` until complete(). After a run that was killed or
// interrupted, the next one removes what that run left and keeps `earlier/`; where there is none, it keeps that.
class RunDirectory {
 public:
  // Takes `wanted`, with mode 0700, or, where it is empty, runs/20261122T143500Z-<scenario>[-n] with runs/latest
  // pointing at it. Refused, and untouched: what holds anything and has no mark, has another scenario's or a suite's,
  // holds a file that no run made, or is in use. `makes`: see RunMark.
  static Result<RunDirectory, DirectoryFailure> for_run(const std::string& wanted, const std::string& scenario,
                                                        std::vector<std::string> makes = {});
  // The same for a suite of these scenarios, runs/20261122T143500Z-suite[-n]. Refused, too, where a directory in it
  // that the suite before did not make has the mark of a scenario that is none of them.
  static Result<RunDirectory, DirectoryFailure> for_suite(const std::string& wanted,
                                                          const std::vector<std::string>& scenarios,
                                                          std::vector<std::string> makes = {});

  const std::filesystem::path& path() const { return path_; }
  // Everything is written: what was kept of the earlier run goes.
  Result<void> complete();
  // Whether files of an earlier run are kept.
  bool keeps_earlier() const;

 private:
  RunDirectory(std::filesystem::path path, RunMark mark, MarkFile file)
      : path_(std::move(path)), mark_(std::move(mark)), file_(std::move(file)) {}

  static Result<RunDirectory, DirectoryFailure> take(const std::filesystem::path& path, const RunMark& mark,
                                                     const std::vector<std::string>& scenarios);
  static Result<RunDirectory, DirectoryFailure> take_numbered(const RunMark& mark,
                                                              const std::vector<std::string>& scenarios);
  Result<void> put_earlier_aside();

  std::filesystem::path path_;
  RunMark mark_;
  MarkFile file_;
};

// The names of the files that plan.yaml refers to.
std::vector<std::string> plan_files(const Plan& plan);

// plan.yaml and what it refers to; returns the plan's path.
Result<std::filesystem::path> write_plan(const std::filesystem::path& directory, const Plan& plan);

// summary.json and junit.xml.
Result<void> write_reports(const std::filesystem::path& directory, const RunSummary& summary);

// durations.csv.
Result<void> write_durations(const std::filesystem::path& directory, const RunSummary& summary);

// A whole file, for its owner only.
Result<void> write_private_file(const std::filesystem::path& path, std::string_view text);

}  // namespace dialtone
