#include "call_agent_sim/registrar/nonce_counts.h"

#include <algorithm>
#include <cassert>

namespace dialtone {

bool NonceCounts::Window::take(std::uint32_t count) {
  assert((used & 1U) != 0 && "the highest count was used");
  if (count > highest) {
    const std::uint32_t step = count - highest;
    used = step < kWindow ? (used << step) | 1U : 1U;
    highest = count;
    return true;
  }
  const std::uint32_t behind = highest - count;
  if (behind >= kWindow) return false;
  const std::uint64_t bit = std::uint64_t{1} << behind;
  if ((used & bit) != 0) return false;
  used |= bit;
  return true;
}

bool NonceCounts::use(const NonceIdentity& nonce, std::uint32_t count) {
  const auto found = windows_.find(nonce);
  assert(found == windows_.end() || found->first.issued > forgotten_);
  if (found != windows_.end()) return found->second.take(count);
  if (nonce.issued <= forgotten_) return false;
  windows_.emplace(nonce, Window{count, 1});
  if (windows_.size() > most_) forget(windows_.begin()->first.issued);
  assert(windows_.size() <= most_);
  return true;
}

void NonceCounts::forget(Moment issued) {
  forgotten_ = std::max(forgotten_, issued);
  while (!windows_.empty() && windows_.begin()->first.issued <= forgotten_) windows_.erase(windows_.begin());
}

}  // namespace dialtone
