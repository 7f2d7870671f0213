#include "scenarios/language/faults/fault_match.h"

#include <algorithm>

namespace dialtone {

bool FaultMatch::has_size(std::uint64_t bytes) const {
  return (larger_than == 0 || bytes > larger_than) && (smaller_than == 0 || bytes < smaller_than);
}

bool FaultMatch::has_number(std::uint64_t number) const {
  if (!nth.empty() && !std::binary_search(nth.begin(), nth.end(), number)) return false;
  if (first != 0 && number > first) return false;
  return number > after && (every == 0 || number % every == 0);
}

}  // namespace dialtone
