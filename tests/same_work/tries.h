// The attempts that are compared: the first of many names, and repeated ones of a few names.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "tests/same_work/attempts.h"

namespace dialtone {

struct TryCounts {
  // The number of measured attempts, cold and warm each; at most 220.
  std::uint64_t tries = 0;
  // How often each of half as many names is tried before the warm measurement; at least one.
  std::uint64_t before = 0;
};

// Counts attempts that got an unexpected answer.
struct OtherAnswers {
  std::uint64_t cold = 0;
  std::uint64_t warm = 0;
};

// `database` is one of fleet_database.h. Calls `measure` with a function that makes all cold attempts, and then with
// one that makes all warm ones.
OtherAnswers try_all(const AttemptGroup& group, const Attempt& attempt, const TryCounts& counts,
                     const std::string& database, const std::function<void(const std::function<void()>&)>& measure);

}  // namespace dialtone
