// Counts the work of this process that could distinguish one request from another: SQLite statements and their rows,
// digest hashes, and allocations.
#pragma once

#include <compare>
#include <cstdint>
#include <ostream>

namespace dialtone {

struct CountedWork {
  std::uint64_t statements = 0;
  std::uint64_t rows = 0;
  std::uint64_t hashes = 0;
  std::uint64_t allocations = 0;

  friend auto operator<=>(const CountedWork&, const CountedWork&) = default;
};

inline std::ostream& operator<<(std::ostream& out, const CountedWork& work) {
  return out << work.statements << " statements, " << work.rows << " rows, " << work.hashes << " hashes, "
             << work.allocations << " allocations";
}

CountedWork work_so_far();
inline CountedWork operator-(const CountedWork& now, const CountedWork& before) {
  return {now.statements - before.statements, now.rows - before.rows, now.hashes - before.hashes,
          now.allocations - before.allocations};
}

// Databases that are opened after this call are counted.
void count_statements();

}  // namespace dialtone
