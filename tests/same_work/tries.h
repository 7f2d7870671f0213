// The tries that are compared: the first of many names, and those of a few names that were tried often.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "tests/same_work/attempts.h"

namespace dialtone {

struct TryCounts {
  // Measured; at most 220.
  std::uint64_t tries = 200;
  // Of each of half as many names, before those that are measured as warm.
  std::uint64_t before = 100;
};

// `database`: fleet_database.h's. Calls `measure` once, with
// what does all the tries; returns how many got another answer than they should.
std::uint64_t try_all(const AttemptGroup& group, const Attempt& attempt, bool warm, const TryCounts& counts,
                      const std::string& database, const std::function<void(const std::function<void()>&)>& measure);

}  // namespace dialtone
