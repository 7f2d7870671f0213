#include "world/wait.h"

#include <algorithm>
#include <cassert>

#include "world/host.h"

namespace dialtone {

void Signal::notify() {
  while (Ready* ready = waits_.front()) static_cast<Wait*>(ready)->wake(Wake::kSignal);
}

Wait::Wait(Signal& signal, Moment limit, std::string_view awaited) : Wait(limit, awaited) { signal_ = &signal; }

Wait::Wait(Moment limit, std::string_view awaited) {
  what = awaited;
  deadline = limit;
}

Wait::Wait(Moment comes, Moment limit, std::string_view awaited) : Wait(limit, awaited) { arrival = comes; }

Wait Wait::for_arrival(Moment arrival, Moment deadline, std::string_view what) { return Wait(arrival, deadline, what); }

void Wait::follow_clock(const Host& host) {
  const List<Strand>& strands = host.scope().strands();
  for (const Strand* strand = strands.front(); strand != nullptr; strand = strands.after(strand)) {
    const List<StrandWait>& waits = strand->waits();
    for (StrandWait* wait = waits.front(); wait != nullptr; wait = waits.after(wait)) {
      Timer& timer = static_cast<Wait*>(wait)->timer_;
      if (timer.scheduled()) timer.move(std::max(host.end_of(*wait), host.world_now()));
    }
  }
}

void Wait::suspend(Strand& on) {
  strand = &on;
  on.waits_.push_back(*this);
  if (signal_ != nullptr) signal_->waits_.push_back(*this);
  const Moment end = on.host().end_of(*this);
  if (end != kNever) on.host().schedule(timer_, end, EventClass::kTimer);
}

void Wait::wake(Wake by) {
  assert(StrandWait::linked() && "only what waits is woken");
  Ready::unlink();
  timer_.cancel();
  woken_by_ = by;
  strand->host().make_ready(*this);
}

void Wait::Timer::fire(Event& event) {
  Wait& wait = static_cast<Timer&>(event).wait_;
  Host& host = wait.strand->host();
  assert((wait.arrival <= host.world_now() || wait.deadline <= host.now()) &&
         "who is woken finds that the time has come");
  host.note_timer(event.at());
  wait.wake(wait.arrival <= event.at() ? Wake::kArrival : Wake::kDeadline);
}

}  // namespace dialtone
