// The coroutines of one host. A strand is a spawned coroutine together with everything that it awaits. The scope owns
// all strands, and destroys them at a power cut.
#pragma once

#include <coroutine>
#include <string>
#include <string_view>

#include "values/time.h"
#include "world/list.h"
#include "world/loop.h"
#include "world/task.h"

namespace dialtone {

class Host;
class Scope;
class Signal;

// What a strand waits for, and until when (kNever: without limit); see Host::end_of.
struct StrandWait : ListNode {
  std::string_view what;
  // The deadline, by the host's clock.
  Moment deadline = kNever;
  // When the awaited thing arrives, by the world's clock.
  Moment arrival = kNever;
};

class Strand : public ListNode {
 public:
  // Strand names are for descriptions: "life", "connection 10.0.0.1:40112".
  Strand(Host& host, std::string name) : host_(host), name_(std::move(name)) { start_.strand = this; }

  Host& host() { return host_; }
  const std::string& name() const { return name_; }
  const List<StrandWait>& waits() const { return waits_; }

 private:
  friend class Wait;
  friend class Scope;
  Host& host_;
  std::string name_;
  List<StrandWait> waits_;
  Ready start_;
  std::coroutine_handle<> frame_;
};

class Scope {
 public:
  explicit Scope(Host& host) : host_(host) {}
  ~Scope() { destroy_all(); }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  // Starts `task` after the present event. The strand ends with the task.
  Strand& spawn(std::string name, Task<void> task);
  // Destroys one strand; must not be called from within it.
  void destroy(Strand& strand);
  // Destroys all strands, the oldest first. Must not be called from within one of them.
  void destroy_all();

  const List<Strand>& strands() const { return strands_; }

 private:
  Host& host_;
  List<Strand> strands_;
};

// A strand owned by its creator and destroyed with it, even before its task has ended. For work that may have to be
// dropped, as a device drops its life when it is switched off.
//
//   Child life(host, "life", live(host), host.power_button());
//   while (!life.done() && !host.power_off_requested()) co_await Wait(host.power_button(), kNever, "the power button");
class Child {
 public:
  // `finished` is notified when the task has ended, and must outlive the Child.
  Child(Host& host, std::string name, Task<void> task, Signal& finished);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  bool done() const { return strand_ == nullptr; }

 private:
  Task<void> run(Task<void> task);

  Host& host_;
  Signal& finished_;
  Strand* strand_;
};

}  // namespace dialtone
