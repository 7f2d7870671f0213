// Host: the machine that a party runs on, and the party's only access to anything outside. A party receives a Host& and
// uses nothing else: no global, no system clock, no socket of its own, no thread. A party cannot tell whether its world
// is virtual or real.
//
// All functions are called from the world's loop, by the party's own coroutines; nothing is thread-safe.
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

// The addresses of a name, in the order to try.
using Addresses = std::vector<IpAddress>;

class Host {
 public:
  // The coroutine that runs on a host from power-on; when it returns, the host is off.
  using Main = std::function<Task<void>(Host&)>;

  virtual ~Host();
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Stable: the name identifies the host in events and seeds its chance.
  const std::string& name() const { return name_; }
  // The host's first address. Sockets may bind any of its addresses, or the unspecified one.
  virtual IpAddress address() const = 0;

  // --- time ---
  //
  // The host's own clock never jumps but may drift (World::set_clock_drift). Deadlines are moments of this clock.
  Moment now() const { return faults_ == nullptr ? loop_.now() : faults_->clock.shown_at(loop_.now()); }
  // The host's date; it may be wrong, may jump (World::step_clock), and drifts as now() does.
  WallTime wall_clock() const { return wall_base_ + (now() - Moment{}); }
  Wait sleep(Duration duration) { return Wait(now() + duration, "the end of a pause"); }
  Wait sleep_until(Moment moment) { return Wait(moment, "a moment"); }
  // Occupies one of the host's cores for `cost`. In virtual time the caller continues when a core has done the work,
  // first come first served; in real time the caller continues at once.
  virtual Task<void> work(Duration cost) = 0;

  // --- network ---
  //
  // Port 0: any free port. Errors: kAddressInUse, kNotAvailable, kTooManyFiles.
  virtual Result<std::unique_ptr<UdpSocket>, IoError> open_udp(const Endpoint& local) = 0;
  virtual Result<std::unique_ptr<Listener>, IoError> listen(const Endpoint& local) = 0;
  // Sets up a TCP connection. Errors: kRefused, kTimedOut, kUnreachable, kReset, kTooManyFiles, kDeadline, and
  // kNotAvailable if all ephemeral ports towards `remote` are in use.
  Task<Result<std::unique_ptr<Stream>, IoError>> connect(Endpoint remote, Moment deadline);
  // Looks up a name's addresses, A and AAAA; the text of an address gives that address. Errors: kNoSuchName,
  // kNameServer, kDeadline. The host's script may change the result (world/host_script.h).
  virtual Task<Result<Addresses, IoError>> resolve(std::string name, Moment deadline) = 0;

  // --- storage and chance ---
  virtual Flash& flash() = 0;
  // Returns the host's next draw for this purpose and key.
  Draw chance(Purpose purpose, std::uint64_t key = 0) { return chance_.next(purpose, key); }

  // --- record ---
  //
  // Records a declared event (world/events/declared_event.h). Secrets must never be recorded.
  template <ListedEvent E>
  void record(const E& event) {
    record_fields(E::kEvent, FieldsOf<E>(event).span());
  }

  // --- life ---
  //
  // Runs `task` in parallel until it ends or the host loses power.
  void spawn(std::string name, Task<void> task) { scope_.spawn(std::move(name), std::move(task)); }
  // True after the power button was pressed: the party must finish its work in progress, say its farewell and return
  // from its main. power_button() is notified when the button is pressed.
  bool power_off_requested() const { return power_off_requested_; }
  Signal& power_button() { return power_button_; }
  // False from the moment of a power cut, also for the destructors that run then.
  bool powered() const { return powered_; }
  // True while World::pause keeps the host's coroutines from running.
  bool paused() const { return paused_; }

  // --- for the worlds, and for Wait ---
  Loop& loop() { return loop_; }
  Scope& scope() { return scope_; }
  const Scope& scope() const { return scope_; }
  // The world's clock, for packets, work, events and scripts. Its moments cannot be compared with those of now().
  Moment world_now() const { return loop_.now(); }
  // Returns the moment of the world's clock at which the wait ends, unless a signal ends it earlier.
  Moment end_of(const StrandWait& wait) const {
    const Moment deadline = faults_ == nullptr ? wait.deadline : faults_->clock.moment_of(wait.deadline);
    return std::min(deadline, wait.arrival);
  }
  // Schedules an event of this host by the world's clock; `at` in the past means now.
  void schedule(Event& event, Moment at, EventClass order);
  // Runs `ready` after the present event or, for a paused host, when the host resumes.
  void make_ready(Ready& ready) {
    if (paused_) [[unlikely]] {
      faults_->held.push_back(ready);
    } else {
      loop_.make_ready(ready);
    }
  }
  // Returns the script of the host's faults; null if there is none.
  HostScript* script() const { return faults_ == nullptr ? nullptr : faults_->script; }
  // Adds the moment of a timer to the host's fingerprint, if the world has fingerprints.
  virtual void note_timer(Moment /*at*/) {}
  // Changes of the clocks; only World calls these.
  void step_clock(Duration by);
  void set_clock_drift(std::int64_t parts_per_million);
  void pause();
  void resume();

 protected:
  // `script` may be null.
  Host(std::string name, Loop& loop, std::uint64_t seed, WallTime wall_base, HostScript* script);

  virtual Result<std::unique_ptr<Connecting>, IoError> start_connect(const Endpoint& remote) = 0;
  virtual void record_fields(const DeclaredEvent& event, std::span<const Field> fields) = 0;

  // The key that orders this host's events among those of other hosts at the same moment.
  std::uint64_t order_key() const { return order_key_; }
  // Also ends a pause.
  void set_powered(bool powered) {
    assert((!powered || faults_ == nullptr || faults_->held.empty()) && "of its earlier life nothing goes on");
    powered_ = powered;
    paused_ = false;
  }
  void set_power_off_requested(bool requested) { power_off_requested_ = requested; }

  // Returns the script's answer to a name look-up, after the script's delay; nullopt: the world must answer. Requires a
  // script.
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
  std::unique_ptr<HostFaults> faults_;  // null until needed
  Chance chance_;
  Signal power_button_;
  Scope scope_{*this};
};

}  // namespace dialtone
