// The only thing on which a coroutine is ever suspended: it waits for a signal, a deadline, or whichever comes first.
#pragma once

#include <cassert>
#include <coroutine>
#include <string_view>

#include "values/time.h"
#include "world/event_queue.h"
#include "world/list.h"
#include "world/loop.h"
#include "world/scope.h"

namespace dialtone {

class Host;
class Wait;

// Wakes the coroutines that wait for it. A notification is not remembered: check first, then wait.
class Signal {
 public:
  // Makes all waiting coroutines ready, in the order in which they began to wait.
  void notify();
  bool awaited() const { return !waits_.empty(); }

 private:
  friend class Wait;
  List<Ready> waits_;
};

enum class Wake { kSignal, kDeadline, kArrival };

// An awaitable: `co_await Wait(signal, deadline, "a datagram")`. At one moment a packet's signal beats a deadline,
// because the queue has packets before timers. Destroying the coroutine ends the wait and leaves nothing.
//
// A deadline is a moment of the host's own clock (Host::now). Only this class converts it, to the first moment of the
// world's clock at which the host's clock shows the deadline. So when a deadline wakes a coroutine, Host::now has
// reached it.
class Wait : private Ready, private StrandWait {
 public:
  // `what` names the awaited thing for descriptions of a stalled run; must outlive the wait (a literal).
  Wait(Signal& signal, Moment deadline, std::string_view what);
  // Waits for the deadline only.
  Wait(Moment deadline, std::string_view what);
  // A wait for something that does not depend on the host's clock, such as an answer in transit or work in progress:
  // `arrival` is a moment of the world's clock. If arrival and deadline come at one moment, the wait ends with
  // kArrival.
  static Wait for_arrival(Moment arrival, Moment deadline, std::string_view what);

  // Called when the drift of the host's clock changes: moves the ends of the host's pending waits.
  static void follow_clock(const Host& host);

  bool await_ready() const noexcept { return false; }
  template <typename P>
  void await_suspend(std::coroutine_handle<P> coroutine) {
    handle = coroutine;
    suspend(*coroutine.promise().strand);
  }
  Wake await_resume() {
    assert(!Ready::linked() && !timer_.scheduled());
    StrandWait::unlink();
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

  Wait(Moment arrival, Moment deadline, std::string_view what);
  void suspend(Strand& on);
  void wake(Wake by);

  Signal* signal_ = nullptr;
  Wake woken_by_ = Wake::kSignal;
  Timer timer_{*this};
};

}  // namespace dialtone
