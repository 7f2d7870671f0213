// How something that goes on is asked to end: by whoever has the source, of whoever has its token.
#pragma once

#include <atomic>

namespace dialtone {

class StopToken {
 public:
  // Nobody's: a stop is never requested.
  StopToken() = default;
  explicit StopToken(const std::atomic<bool>& requested) : requested_(&requested) {}

  bool stop_requested() const { return requested_ != nullptr && requested_->load(std::memory_order_relaxed); }

 private:
  const std::atomic<bool>* requested_ = nullptr;
};

// It outlives its tokens.
class StopSource {
 public:
  StopSource() = default;
  StopSource(const StopSource&) = delete;
  StopSource& operator=(const StopSource&) = delete;

  StopToken token() const { return StopToken(requested_); }
  // For good. From a signal's handler or another thread, too.
  void request_stop() { requested_.store(true, std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace dialtone
