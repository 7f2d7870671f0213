// What a person sees of a run: a live line while it lasts, and what it came to.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "scenarios/engine/run.h"
#include "scenarios/engine/summary.h"

namespace dialtone {

// Follows a run. On a terminal one line that fits its width and is written over and over, at most four times a second;
// elsewhere a plain line every five seconds.
class ProgressLine {
 public:
  // `columns`: how wide the terminal is, which may change; empty: there is none.
  ProgressLine(std::ostream& out, std::function<std::size_t()> columns) : out_(out), columns_(std::move(columns)) {}

  void show(const RunProgress& progress);
  // Takes the live line away.
  void clear();

 private:
  Duration between_lines() const {
    return columns_ ? Duration(std::chrono::milliseconds(250)) : std::chrono::seconds(5);
  }

  std::ostream& out_;
  std::function<std::size_t()> columns_;
  // The length of the live line that stands there.
  std::size_t shown_ = 0;
  Duration next_ = between_lines();
  std::uint64_t registered_before_ = 0;
  Duration wall_before_{};
  double rate_ = 0;
};

// `12.3 s into the run | 40 off, 60 on, 30 provisioned, 12 registered of 100 | 240 registered/s | at most 3 s left`, or
// as much of it as `columns` have room for.
std::string progress_text(const RunProgress& progress, double registered_per_second,
                          std::size_t columns = std::string::npos);

// The percentiles of each stage, a line each below their titles; nothing where there are none.
void print_stages(std::ostream& out, const std::vector<StageFigures>& stages);

// The result, the faults that did nothing, the oracles, the percentiles of each stage, and the command that repeats the
// run. `colour`: with terminal colours.
void print_summary(std::ostream& out, const RunSummary& summary, bool colour);

}  // namespace dialtone
