// The tries that are compared: the first of many names, and those of a few names that were tried often.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "tests/same_work/attempts.h"

namespace dialtone {

struct TryCounts {
  // That are measured, cold and warm alike; at most 220.
  std::uint64_t tries = 0;
  // Of each of half as many names, before those that are measured as warm; at least one.
  std::uint64_t before = 0;
};

// How many tries got another answer than they should.
struct OtherAnswers {
  std::uint64_t cold = 0;
  std::uint64_t warm = 0;
};

// `database`: fleet_database.h's. Calls `measure` with what does all the cold tries, and then with what does all the
// warm ones.
OtherAnswers try_all(const AttemptGroup& group, const Attempt& attempt, const TryCounts& counts,
                     const std::string& database, const std::function<void(const std::function<void()>&)>& measure);

}  // namespace dialtone
