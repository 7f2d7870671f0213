// What both worlds turn: the moment, the queue of events, and the coroutines that are ready to go on.
#pragma once

#include <coroutine>
#include <cstdint>

#include "world/event_queue.h"
#include "world/list.h"

namespace dialtone {

class Strand;

// A coroutine that goes on when the event that made it ready has been dealt with: never from inside of that event, so
// that what wakes a party need not fear that the party destroys it.
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
  // Whose coroutine is running; null: an event is being dealt with, or the world does not turn.
  const Strand* running() const { return running_; }
  // In the order of the calls.
  void make_ready(Ready& ready) { ready_.push_back(ready); }
  // Moves what is ready and `belongs` to the end of `to`, in its order.
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
  // Resumes what is ready, and what that makes ready, until nothing is; returns how many resumptions it took.
  std::uint64_t run_ready();
  // Deals with the first event due at `limit` or before, and with what it makes ready. False when none is due. In a
  // world of virtual time `now` jumps to the event; where time is real it has come already.
  bool run_one(Moment limit);
  // For when the last event that was dealt with had been scheduled.
  Moment last_event_at() const { return last_event_at_; }

 private:
  Moment now_{};
  Moment last_event_at_{};
  EventQueue queue_;
  List<Ready> ready_;
  const Strand* running_ = nullptr;
};

}  // namespace dialtone
