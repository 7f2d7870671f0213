// Limits how long a peer may take to send a large body. The peer has a stock of time: waiting for its bytes uses up the
// stock, and each byte refills it by the time that a byte takes at the minimum rate. A peer that stops sending is given
// up after the longest permitted silence, a peer that is always too slow somewhat later. The receiver's own delays do
// not count.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "values/time.h"

namespace dialtone {

class Pace {
 public:
  Pace(Duration longest_silence, std::int64_t least_bytes_per_second)
      : longest_silence_(longest_silence), least_bytes_per_second_(least_bytes_per_second), left_(longest_silence) {
    assert(least_bytes_per_second > 0);
  }

  // The deadline of a wait for bytes that begins now.
  Moment deadline(Moment now) const { return now + left_; }
  // Call after each wait, with its length and the number of bytes that arrived.
  void note(Duration waited, std::size_t bytes) {
    const Duration earned =
        static_cast<std::int64_t>(bytes) * Duration(std::chrono::seconds(1)) / least_bytes_per_second_;
    left_ = std::min(longest_silence_, left_ - waited + earned);
  }

 private:
  Duration longest_silence_;
  std::int64_t least_bytes_per_second_;
  Duration left_;
};

}  // namespace dialtone
