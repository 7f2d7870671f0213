// What a person sees of a run: a live line while it lasts, and what it came to.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "scenarios/engine/run.h"
#include "scenarios/engine/summary.h"

namespace dialtone {

// Follows a run. On a terminal one line that is written over and over; elsewhere a plain line now and then.
class ProgressLine {
 public:
  ProgressLine(std::ostream& out, bool terminal) : out_(out), terminal_(terminal) {}

  void show(const RunProgress& progress);
  // Takes the live line away.
  void clear();

 private:
  std::ostream& out_;
  bool terminal_;
  bool shown_ = false;
  Duration next_plain_ = std::chrono::seconds(5);
  std::uint64_t registered_before_ = 0;
  Duration wall_before_{};
  double rate_ = 0;
};

// `12.3s into the run | 40 off, 60 on, 30 provisioned, 12 registered of 100 | 240 registered/s | at most 3s left`
std::string progress_text(const RunProgress& progress, double registered_per_second);

// The percentiles of each stage, a line each below their titles; nothing where there are none.
void print_stages(std::ostream& out, const std::vector<StageFigures>& stages);

// The result, the faults that did nothing, the oracles, the percentiles of each stage, and the command that repeats the
// run. `colour`: with terminal colours.
void print_summary(std::ostream& out, const RunSummary& summary, bool colour);

}  // namespace dialtone
