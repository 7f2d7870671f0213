#include "world/wait.h"

#include "world/host.h"

namespace dialtone {

void Signal::notify() {
  while (Ready* ready = waits_.front()) static_cast<Wait*>(ready)->wake(Wake::kSignal);
}

Wait::Wait(Signal& signal, Moment deadline, std::string_view what) : signal_(&signal) {
  on_strand_.what = what;
  on_strand_.deadline = deadline;
}

Wait::Wait(Moment deadline, std::string_view what) {
  on_strand_.what = what;
  on_strand_.deadline = deadline;
}

void Wait::suspend(Strand& on) {
  strand = &on;
  on.waits_.push_back(on_strand_);
  if (signal_ != nullptr) signal_->waits_.push_back(*this);
  if (on_strand_.deadline != kNever) on.host().schedule(timer_, on_strand_.deadline, EventClass::kTimer);
}

void Wait::wake(Wake by) {
  unlink();
  timer_.cancel();
  woken_by_ = by;
  strand->host().make_ready(*this);
}

void Wait::Timer::fire(Event& event) {
  Wait& wait = static_cast<Timer&>(event).wait_;
  wait.strand->host().note_timer(event.at());
  wait.wake(Wake::kDeadline);
}

}  // namespace dialtone
