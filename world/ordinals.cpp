#include "world/ordinals.h"

#include <bit>
#include <cassert>
#include <utility>

namespace dialtone {

std::uint32_t Ordinals::next(std::uint64_t stream) {
  if (!is_table()) {
    for (Entry& entry : entries_) {
      if (entry.stream == stream) return entry.count++;
    }
    if (entries_.size() < kMostSearched) {
      // Grows by a few entries at a time: doubling would waste half of the memory in a hundred thousand devices.
      constexpr std::size_t kStep = 4;
      if (entries_.size() == entries_.capacity()) entries_.reserve(entries_.size() + kStep);
      entries_.push_back({stream, 1});
      return 0;
    }
    used_ = entries_.size();
    grow();
  } else if ((used_ + 1) * 4 > entries_.size() * 3) {
    grow();
  }
  Entry& entry = place_of(stream);
  if (entry.count == 0) {
    entry.stream = stream;
    ++used_;
  }
  return entry.count++;
}

Ordinals::Entry& Ordinals::place_of(std::uint64_t stream) {
  assert(std::has_single_bit(entries_.size()));
  assert(used_ < entries_.size() && "a free place ends each search");
  const std::size_t mask = entries_.size() - 1;
  std::size_t at = static_cast<std::size_t>(stream) & mask;
  while (entries_[at].count != 0 && entries_[at].stream != stream) at = (at + 1) & mask;
  return entries_[at];
}

void Ordinals::grow() {
  const std::vector<Entry> old = std::exchange(entries_, std::vector<Entry>(is_table() ? entries_.size() * 2 : 64));
  for (const Entry& entry : old) {
    if (entry.count != 0) place_of(entry.stream) = entry;
  }
}

}  // namespace dialtone
