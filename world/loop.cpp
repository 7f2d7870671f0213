#include "world/loop.h"

#include <algorithm>
#include <cassert>

#include "world/scope.h"

namespace dialtone {

void Loop::set_now(Moment now) {
  assert(now >= now_);
  now_ = now;
}

void Loop::run_ready() {
  assert(running_ == nullptr && "a coroutine does not turn the world that it lives in");
  for (std::uint64_t resumed = 0; resumed < most_in_a_row_; ++resumed) {
    Ready* const ready = ready_.front();
    if (ready == nullptr) return;
    ready->unlink();
    assert(ready->strand != nullptr);
    assert(ready->handle && !ready->handle.done());
    running_ = ready->strand;
    last_host_ = &ready->strand->host();
    ready->handle.resume();
    running_ = nullptr;
  }
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
