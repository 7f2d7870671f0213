// A line of limited bandwidth: packets leave one after another.
#pragma once

#include <cassert>
#include <cstdint>
#include <optional>

#include "values/time.h"
#include "world/link.h"

namespace dialtone {

class Line {
 public:
  // Returns the moment at which the last bit of a packet that comes at `now` has left the line; nullopt if the packet
  // would wait longer than the link's queue permits.
  std::optional<Moment> carry(Moment now, std::uint32_t bytes, const Link& link) {
    if (link.bits_per_second == 0) return now;
    const Moment start = free_at_ > now ? free_at_ : now;
    if (start - now > link.queue_limit) return std::nullopt;
    const auto bits = static_cast<unsigned __int128>(bytes) * 8 * 1'000'000'000;
    free_at_ = start + Duration(static_cast<std::int64_t>(bits / link.bits_per_second));
    assert(free_at_ >= start && start >= now);
    return free_at_;
  }

 private:
  Moment free_at_{};
};

}  // namespace dialtone
