// What both worlds run: the present moment, the event queue, and the coroutines that are ready to continue.
#pragma once

#include <coroutine>
#include <cstdint>
#include <limits>

#include "world/event_queue.h"
#include "world/list.h"

namespace dialtone {

class Host;
class Strand;

// A coroutine that is ready to continue. The loop runs it after the event that made it ready, never from within that
// event; so the code that wakes a party is not destroyed by the party while it runs.
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
  // The coroutines run in the order of these calls.
  void make_ready(Ready& ready) { ready_.push_back(ready); }
  // Moves the ready coroutines for which `belongs` returns true to the end of `to`, in order.
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

  // Sets the present moment; only for the world that owns the loop. Time never goes back.
  void set_now(Moment now);
  // Sets how many coroutines one run_ready() resumes at most, so that parties that wake each other for ever cannot keep
  // run_ready() from returning.
  void set_most_in_a_row(std::uint64_t most) { most_in_a_row_ = most; }
  // Resumes ready coroutines until none is left, or the maximum (set_most_in_a_row) is reached.
  void run_ready();
  // True if coroutines are ready: run_ready() reached its maximum, or some became ready since.
  bool has_ready() const { return !ready_.empty(); }
  // The host whose coroutine ran last; null: none yet. Only compare the pointer: the host may have been destroyed.
  const Host* last_host() const { return last_host_; }
  // Handles the first event due at `limit` or before, and resumes the coroutines that it makes ready. Returns false if
  // none is due. In virtual time `now` jumps to the event; in real time the moment has come already.
  bool run_one(Moment limit);
  // The moment for which the last handled event was scheduled.
  Moment last_event_at() const { return last_event_at_; }

 private:
  Moment now_{};
  Moment last_event_at_{};
  EventQueue queue_;
  List<Ready> ready_;
  const Strand* running_ = nullptr;
  const Host* last_host_ = nullptr;
  std::uint64_t most_in_a_row_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace dialtone
