#include "world/loop.h"

#include <algorithm>
#include <cassert>

namespace dialtone {

void Loop::set_now(Moment now) {
  assert(now >= now_);
  now_ = now;
}

std::uint64_t Loop::run_ready() {
  std::uint64_t resumed = 0;
  assert(running_ == nullptr && "a coroutine does not turn the world that it lives in");
  while (Ready* ready = ready_.front()) {
    ready->unlink();
    assert(ready->strand != nullptr);
    assert(ready->handle && !ready->handle.done());
    running_ = ready->strand;
    ready->handle.resume();
    running_ = nullptr;
    ++resumed;
  }
  return resumed;
}

bool Loop::run_one(Moment limit) {
  Event* event = queue_.pop(limit);
  if (event == nullptr) return false;
  assert(event->at() >= last_event_at_ && "nothing is scheduled in the past");
  last_event_at_ = event->at();
  now_ = std::max(now_, last_event_at_);
  EventQueue::fire(*event);
  run_ready();
  return true;
}

}  // namespace dialtone
