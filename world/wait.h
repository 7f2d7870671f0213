// The one thing that a coroutine of ours is ever suspended on: a signal, a deadline, or whichever comes first.
#pragma once

#include <coroutine>
#include <string_view>

#include "values/time.h"
#include "world/event_queue.h"
#include "world/list.h"
#include "world/loop.h"
#include "world/scope.h"

namespace dialtone {

class Wait;

// Wakes those who wait for it. Waking is not remembered: look first, then wait.
class Signal {
 public:
  // Makes everyone who waits ready, in the order in which they came.
  void notify();
  bool awaited() const { return !waits_.empty(); }

 private:
  friend class Wait;
  List<Ready> waits_;
};

enum class Wake { kSignal, kDeadline };

// An awaitable: `co_await Wait(signal, deadline, "a datagram")`. At one moment a packet's signal beats a deadline,
// because the queue has packets before timers. Destroying the coroutine ends the wait and leaves nothing behind.
class Wait : private Ready {
 public:
  // `what` names what is awaited, for the print-out of a stalled run; it must outlive the wait (a literal).
  Wait(Signal& signal, Moment deadline, std::string_view what);
  // A sleep: nothing but the deadline.
  Wait(Moment deadline, std::string_view what);

  bool await_ready() const noexcept { return false; }
  template <typename P>
  void await_suspend(std::coroutine_handle<P> coroutine) {
    handle = coroutine;
    suspend(*coroutine.promise().strand);
  }
  Wake await_resume() {
    on_strand_.unlink();
    return woken_by_;
  }

 private:
  friend class Signal;
  class Timer : public Event {
   public:
    explicit Timer(Wait& wait) : Event(&Timer::fire), wait_(wait) {}

   private:
    static void fire(Event& event);
    Wait& wait_;
  };

  void suspend(Strand& on);
  void wake(Wake by);

  Signal* signal_ = nullptr;
  Wake woken_by_ = Wake::kSignal;
  StrandWait on_strand_;
  Timer timer_{*this};
};

}  // namespace dialtone
