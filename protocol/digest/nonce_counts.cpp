#include "protocol/digest/nonce_counts.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace dialtone {

bool NonceCounts::Window::take(std::uint32_t count) {
  if (count > highest) {
    const std::uint32_t step = count - highest;
    used_below = step < kWindow ? used_below << step : 0;
    if (step <= kWindow) used_below |= std::uint64_t{1} << (step - 1);
    highest = count;
    return true;
  }
  const std::uint32_t below = highest - count;
  if (below == 0 || below > kWindow) return false;
  const std::uint64_t bit = std::uint64_t{1} << (below - 1);
  if ((used_below & bit) != 0) return false;
  used_below |= bit;
  return true;
}

bool NonceCounts::use(const NonceIdentity& nonce, std::uint32_t count) {
  // Nonce counts start at 1 (RFC 7616 3.4).
  if (count == 0 || has_forgotten(nonce)) return false;
  const auto [window, is_new] = windows_.try_emplace(nonce, Window{count});
  if (!is_new) return window->second.take(count);
  if (windows_.size() > most_) {
    forgotten_ = windows_.begin()->first;
    windows_.erase(windows_.begin());
  }
  assert(windows_.size() <= most_);
  assert(windows_.empty() || windows_.begin()->first > forgotten_);
  return true;
}

bool NonceCounts::use_up(const NonceIdentity& nonce) {
  if (!use(nonce, std::numeric_limits<std::uint32_t>::max())) return false;
  const auto window = windows_.find(nonce);
  if (window != windows_.end()) window->second.used_below = std::numeric_limits<std::uint64_t>::max();
  return true;
}

void NonceCounts::forget(Moment issued) {
  const NonceIdentity last{issued, std::numeric_limits<std::uint64_t>::max()};
  forgotten_ = std::max(forgotten_, last);
  while (!windows_.empty() && has_forgotten(windows_.begin()->first)) windows_.erase(windows_.begin());
}

}  // namespace dialtone
