#include "scenarios/faults/match_draw.h"

#include <cassert>

#include "world/chance.h"

namespace dialtone {

bool is_drawn(const Fault& fault, std::uint64_t seed, std::uint64_t device, std::uint64_t number) {
  assert(number > 0);
  constexpr Purpose kShareOfMatches("fault.share");
  const FaultMatch& match = fault.match;
  if (!match.has_number(number)) return false;
  return !match.share || draw(seed, fault.name, kShareOfMatches, device, number - 1).happens(*match.share);
}

}  // namespace dialtone
