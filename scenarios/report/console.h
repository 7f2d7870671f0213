// Shows a run to a person: a live line during the run, and the result.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "scenarios/engine/run.h"
#include "scenarios/engine/summary.h"

namespace dialtone {

// Reports a run's progress. On a terminal, one line that fits the width and is rewritten at most four times a second;
// elsewhere, a plain line every five seconds.
class ProgressLine {
 public:
  // `columns` returns the terminal's present width, which may change; an empty function: the output is not a terminal.
  ProgressLine(std::ostream& out, std::function<std::size_t()> columns) : out_(out), columns_(std::move(columns)) {}

  void show(const RunProgress& progress);
  // Erases the live line.
  void clear();

 private:
  Duration between_lines() const {
    return columns_ ? Duration(std::chrono::milliseconds(250)) : std::chrono::seconds(5);
  }

  std::ostream& out_;
  std::function<std::size_t()> columns_;
  // The length of the live line that is on the terminal now.
  std::size_t shown_ = 0;
  Duration next_ = between_lines();
  std::uint64_t registered_before_ = 0;
  Duration wall_before_{};
  double rate_ = 0;
};

// Returns `12.3 s into the run | 40 off, 60 on, 30 provisioned, 12 registered of 100 | 240 registered/s | at most 3 s
// left`, shortened to fit `columns`.
std::string progress_text(const RunProgress& progress, double registered_per_second,
                          std::size_t columns = std::string::npos);

// Prints the percentiles of each stage, one line each under a title; prints nothing without stages.
void print_stages(std::ostream& out, const std::vector<StageFigures>& stages);

// Prints the result, the faults without effect, the oracles, the percentiles of each stage, and the command that
// repeats the run. `colour` enables terminal colours.
void print_summary(std::ostream& out, const RunSummary& summary, bool colour);

}  // namespace dialtone
