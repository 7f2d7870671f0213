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
  // Bounds how many coroutines run_ready() resumes: parties that wake each other for ever must not keep the world.
  void set_most_in_a_row(std::uint64_t most) { most_in_a_row_ = most; }
  // Resumes ready coroutines until none is left, or the most in a row were resumed.
  void run_ready();
  // True after run_ready() has left some, or when some became ready since.
  bool has_ready() const { return !ready_.empty(); }
  // The host whose coroutine ran last; null: none yet. Only to be compared: it may be gone.
  const Host* last_host() const { return last_host_; }
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
  const Host* last_host_ = nullptr;
  std::uint64_t most_in_a_row_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace dialtone
