// Host: what a party lives on, and its only door out. A party receives a Host& and reaches nothing else: no global, no
// system clock, no socket of its own, no thread. Which world the host is in, virtual or real, it cannot tell.
//
// Everything here is called from the world's loop, by the party's own coroutines; nothing is thread-safe.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/endpoint.h"
#include "values/result.h"
#include "values/time.h"
#include "world/chance.h"
#include "world/events/record.h"
#include "world/flash.h"
#include "world/host_faults.h"
#include "world/io_error.h"
#include "world/loop.h"
#include "world/scope.h"
#include "world/sockets.h"
#include "world/task.h"
#include "world/wait.h"

namespace dialtone {

// The addresses that a name has, in the order in which they are to be tried.
using Addresses = std::vector<IpAddress>;

class Host {
 public:
  // What runs on a host from power-on on; when it returns, the host is off.
  using Main = std::function<Task<void>(Host&)>;

  virtual ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Stable: it names the host in the record and seeds its chance.
  const std::string& name() const { return name_; }
  // Its own address, the first of those it has; sockets may bind any of them, or the unspecified one.
  virtual IpAddress address() const = 0;

  // --- time ---
  // The host's own clock never jumps but may drift (World::set_clock_drift). Deadlines are moments of it.
  Moment now() const { return faults_ == nullptr ? loop_.now() : faults_->clock.shown_at(loop_.now()); }
  // What the host takes for the date; it may be wrong, may jump (World::step_clock), and drifts as now() does.
  WallTime wall_clock() const { return wall_base_ + (now() - Moment{}); }
  Wait sleep(Duration duration) { return Wait(now() + duration, "the end of a pause"); }
  Wait sleep_until(Moment moment) { return Wait(moment, "a moment"); }
  // Occupies one of the host's cores for `cost`: in virtual time the caller goes on when a core has done it, first come
  // first served; in real time at once.
  virtual Task<void> work(Duration cost) = 0;

  // --- network ---
  // Port 0 takes a free one. kAddressInUse, kNotAvailable, kTooManyFiles.
  virtual Result<std::unique_ptr<UdpSocket>, IoError> open_udp(const Endpoint& local) = 0;
  virtual Result<std::unique_ptr<Listener>, IoError> listen(const Endpoint& local) = 0;
  // Sets up a TCP connection. kRefused, kTimedOut, kUnreachable, kReset, kTooManyFiles, kDeadline.
  Task<Result<std::unique_ptr<Stream>, IoError>> connect(Endpoint remote, Moment deadline);
  // Asks for a name's addresses, A and AAAA; a text that is an address is its own answer. kNoSuchName, kNameServer,
  // kDeadline, and what the host's script says (world/host_script.h).
  virtual Task<Result<Addresses, IoError>> resolve(std::string name, Moment deadline) = 0;

  // --- what lasts, and what happens by chance ---
  virtual Flash& flash() = 0;
  // The host's next draw for this purpose and key.
  Draw chance(Purpose purpose, std::uint64_t key = 0) { return chance_.next(purpose, key); }

  // --- record ---
  // Says that something happened: an event that is declared (world/events/declared_event.h). No secret is ever
  // recorded.
  template <ListedEvent E>
  void record(const E& event) {
    record_fields(E::kEvent, FieldsOf<E>(event).span());
  }

  // --- life ---
  // Runs `task` beside the others until it ends or the power does.
  void spawn(std::string name, Task<void> task) { scope_.spawn(std::move(name), std::move(task)); }
  // Pressed: the party should finish what it has begun, take its leave and return from its main. Notified then.
  bool power_off_requested() const { return power_off_requested_; }
  Signal& power_button() { return power_button_; }
  // False from the moment when the power is cut, also for the destructors that run then.
  bool powered() const { return powered_; }
  // Nothing of the host's runs (World::pause).
  bool paused() const { return paused_; }

  // --- for the worlds and for what waits ---
  Loop& loop() { return loop_; }
  Scope& scope() { return scope_; }
  const Scope& scope() const { return scope_; }
  // The world's clock, for packets, work, the record and scripts. Its moments are not comparable with those of now().
  Moment world_now() const { return loop_.now(); }
  // When a wait of this host's ends by the world's clock, if no signal does it before.
  Moment end_of(const StrandWait& wait) const {
    const Moment deadline = faults_ == nullptr ? wait.deadline : faults_->clock.moment_of(wait.deadline);
    return std::min(deadline, wait.arrival);
  }
  // Schedules an event of this host's, by the world's clock. `at` in the past means now.
  void schedule(Event& event, Moment at, EventClass order);
  // Runs it when the present event has been dealt with, or, of a host that is paused, when that goes on.
  void make_ready(Ready& ready) {
    if (paused_) [[unlikely]] {
      faults_->held.push_back(ready);
    } else {
      loop_.make_ready(ready);
    }
  }
  // Who tells it its faults; null: nobody.
  HostScript* script() const { return faults_ == nullptr ? nullptr : faults_->script; }
  // Folded into the host's fingerprint, where the world keeps one.
  virtual void note_timer(Moment /*at*/) {}
  // What is done to it; see World, which calls these, and nobody else does.
  void step_clock(Duration by);
  void set_clock_drift(std::int64_t parts_per_million);
  void pause();
  void resume();

 protected:
  // `script` may be null.
  Host(std::string name, Loop& loop, std::uint64_t seed, WallTime wall_base, HostScript* script);

  virtual Result<std::unique_ptr<Connecting>, IoError> start_connect(const Endpoint& remote) = 0;
  virtual void record_fields(const DeclaredEvent& event, std::span<const Field> fields) = 0;

  // The key that orders this host's events among others' of the same moment.
  std::uint64_t order_key() const { return order_key_; }
  // Whoever gains or loses power is not paused any more.
  void set_powered(bool powered) {
    assert((!powered || faults_ == nullptr || faults_->held.empty()) && "of its earlier life nothing goes on");
    powered_ = powered;
    paused_ = false;
  }
  void set_power_off_requested(bool requested) { power_off_requested_ = requested; }

  // What the script has to say of a question, when its delay is over; nothing: the world answers. Only of a host that
  // has a script.
  Task<std::optional<Result<Addresses, IoError>>> ask_script(std::string_view name, Moment deadline);

 private:
  HostFaults& faults();

  std::string name_;
  Loop& loop_;
  std::uint64_t order_key_;
  std::uint32_t sequence_ = 0;
  bool powered_ = false;
  bool paused_ = false;
  bool power_off_requested_ = false;
  WallTime wall_base_;
  std::unique_ptr<HostFaults> faults_;  // null: none, and none so far
  Chance chance_;
  Signal power_button_;
  Scope scope_{*this};
};

}  // namespace dialtone
