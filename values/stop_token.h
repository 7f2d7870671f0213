// A request to stop: the owner of a StopSource makes the request, and the long operation that holds a StopToken sees
// the request and ends.
#pragma once

#include <atomic>

namespace dialtone {

class StopToken {
 public:
  // A token without a source: reports no request, ever.
  StopToken() = default;
  explicit StopToken(const std::atomic<bool>& requested) : requested_(&requested) {}

  bool stop_requested() const { return requested_ != nullptr && requested_->load(std::memory_order_relaxed); }

 private:
  const std::atomic<bool>* requested_ = nullptr;
};

// The source must outlive its tokens.
class StopSource {
 public:
  StopSource() = default;
  StopSource(const StopSource&) = delete;
  StopSource& operator=(const StopSource&) = delete;

  StopToken token() const { return StopToken(requested_); }
  // The request cannot be withdrawn. May be called from a signal handler or another thread.
  void request_stop() { requested_.store(true, std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace dialtone
