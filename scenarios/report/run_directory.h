// The directory of a run or a suite (docs/contract.md, "A run's directory").
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

// Why a directory cannot be used.
struct DirectoryFailure {
  enum class Kind : std::uint8_t {
    kRefused,      // the user must name another directory: dialtone may not write this one, or another run uses it
    kEnvironment,  // the directory could not be created or written
  };
  Kind kind{};
  std::string reason;
};

// A directory with a mark of dialtone (run_mark.h), locked against every other run while this object lives.
//
// The files of an earlier run of the same scenario are kept in `earlier/` until complete(). After a run that was
// killed or interrupted, the next run removes that run's files and keeps `earlier/`; if there is no `earlier/`, the
// next run keeps that run's files there.
class RunDirectory {
 public:
  // Takes the directory `wanted`, creating it if it is missing, and sets its mode to 0700. If `wanted` is empty,
  // creates runs/20261122T143500Z-<scenario>[-n] and points runs/latest at it. Fails with kRefused and changes nothing
  // if the directory is not empty and has no mark, has the mark of another scenario or of a suite, contains a file that
  // no run made, or is in use. `makes`: see RunMark.
  static Result<RunDirectory, DirectoryFailure> for_run(const std::string& wanted, const std::string& scenario,
                                                        std::vector<std::string> makes = {});
  // As for_run(), for a suite of these scenarios, in runs/20261122T143500Z-suite[-n]. Also fails if the directory
  // contains a directory with the mark of a scenario that is not among these, unless the previous suite made it.
  static Result<RunDirectory, DirectoryFailure> for_suite(const std::string& wanted,
                                                          const std::vector<std::string>& scenarios,
                                                          std::vector<std::string> makes = {});

  const std::filesystem::path& path() const { return path_; }
  // Call when all files are written: removes the files kept from the earlier run.
  Result<void> complete();
  // Returns true if files of an earlier run are kept.
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

// Returns the names of the files that plan.yaml refers to.
std::vector<std::string> plan_files(const Plan& plan);

// Writes plan.yaml and the files that it refers to; returns the plan's path.
Result<std::filesystem::path> write_plan(const std::filesystem::path& directory, const Plan& plan);

// Writes summary.json and junit.xml.
Result<void> write_reports(const std::filesystem::path& directory, const RunSummary& summary);

// Writes durations.csv.
Result<void> write_durations(const std::filesystem::path& directory, const RunSummary& summary);

// Writes a whole file that only its owner may read.
Result<void> write_private_file(const std::filesystem::path& path, std::string_view text);

}  // namespace dialtone
