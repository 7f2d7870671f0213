// Measures this machine's wall-clock and CPU time for progress, limits and summaries; never influences a run's events.
#pragma once

#include <chrono>
#include <ctime>

#include "values/time.h"

namespace dialtone {

inline WallTime wall_clock_now() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

class Stopwatch {
 public:
  Stopwatch() : wall_(std::chrono::steady_clock::now()), processor_(processor_time()) {}

  Duration wall() const { return std::chrono::steady_clock::now() - wall_; }
  // CPU time of all threads of this process.
  Duration processor() const { return processor_time() - processor_; }

 private:
  static Duration processor_time() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
  }

  std::chrono::steady_clock::time_point wall_;
  Duration processor_;
};

}  // namespace dialtone
