// What the runs of one scenario with many seeds came to.
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
  // Of `planned` runs, whose seeds begin with that.
  RepeatReport(std::string name, std::uint64_t first_seed, std::size_t planned)
      : name_(std::move(name)), first_seed_(first_seed), planned_(planned) {}

  // Reads what a run left in its directory, in any order of the seeds.
  void add(const SuiteCaseResult& result);

  std::size_t ended() const { return ended_; }
  bool is_complete() const { return ended_ == planned_; }
  bool all_passed() const { return passed_ == planned_; }
  // How many passed, what failed with its reasons and the command that repeats it, which faults did nothing in how many
  // runs, and the percentiles of the stages over all runs.
  void print(std::ostream& out, bool colour) const;

 private:
  struct Failed {
    // What it came to, in one word.
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
  // By the number of the run.
  std::map<std::uint64_t, Failed> failed_;
  // What runs that passed had to say, and how many said so.
  std::map<std::string, std::size_t> notes_;
  StageDurations durations_;
};

}  // namespace dialtone
