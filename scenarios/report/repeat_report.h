// Reports the results of one scenario's runs with many seeds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "scenarios/engine/suite.h"
#include "scenarios/report/durations.h"

namespace dialtone {

class RepeatReport {
 public:
  // For `planned` runs, with ascending seeds from `first_seed` on.
  RepeatReport(std::string name, std::uint64_t first_seed, std::size_t planned)
      : name_(std::move(name)), first_seed_(first_seed), planned_(planned) {}

  // Reads the files that a run left in its directory. Runs may be added in any order.
  void add(const SuiteCaseResult& result);

  std::size_t ended() const { return ended_; }
  bool is_complete() const { return ended_ == planned_; }
  bool all_passed() const { return passed_ == planned_; }
  // Prints how many runs passed, the failures with their reasons and the commands that repeat them, in how many runs
  // which faults had no effect, and the percentiles of the stages over all runs.
  void print(std::ostream& out, bool colour) const;

 private:
  struct FailedSeed {
    // The run's result in one word.
    std::string word;
    std::string name;
    std::vector<std::string> reasons;
    std::string repeat;
    std::string directory;
  };

  std::string name_;
  std::uint64_t first_seed_;
  std::size_t planned_;
  std::size_t ended_ = 0;
  std::size_t passed_ = 0;
  // The failed runs, by the number of the run.
  std::map<std::uint64_t, FailedSeed> failed_;
  // The remarks of runs that passed, and how many runs made each.
  std::map<std::string, std::size_t> notes_;
  StageDurations durations_;
};

}  // namespace dialtone
