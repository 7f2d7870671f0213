// What both worlds run: the present moment, the event queue, and the coroutines that are ready to continue.
#pragma once

#include <coroutine>
#include <cstdint>

#include "world/event_queue.h"
#include "world/list.h"

namespace dialtone {

class Strand;

// A coroutine that continues after the event that made it ready, never from within it, so that code that wakes a party
// need not expect to be destroyed by the party.
class Ready : public ListNode {
 public:
  std::coroutine_handle<> handle;
  Strand* strand = nullptr;
};

class Loop {
 public:
  Moment now() const { return now_; }
  EventQueue& queue() { return queue_; }
  const EventQueue& queue() const { return queue_; }
  // The strand whose coroutine runs now; null while an event is handled or the world does not run.
  const Strand* running() const { return running_; }
  // Runs in the order of the calls.
  void make_ready(Ready& ready) { ready_.push_back(ready); }
  // Moves the ready coroutines that `belongs` accepts to the end of `to`, in order.
  template <typename Predicate>
  void move_ready(const Predicate& belongs, List<Ready>& to) {
    for (Ready* ready = ready_.front(); ready != nullptr;) {
      Ready* const next = ready_.after(ready);
      if (belongs(*ready)) {
        ready->unlink();
        to.push_back(*ready);
      }
      ready = next;
    }
  }

  // For the world that owns the loop. Time never goes back.
  void set_now(Moment now);
  // Resumes ready coroutines until none is left; returns the number of resumptions.
  std::uint64_t run_ready();
  // Handles the first event due at `limit` or before, and what it makes ready. Returns false if none is due. In virtual
  // time `now` jumps to the event; in real time the moment has come already.
  bool run_one(Moment limit);
  // The moment for which the last handled event was scheduled.
  Moment last_event_at() const { return last_event_at_; }

 private:
  Moment now_{};
  Moment last_event_at_{};
  EventQueue queue_;
  List<Ready> ready_;
  const Strand* running_ = nullptr;
};

}  // namespace dialtone
