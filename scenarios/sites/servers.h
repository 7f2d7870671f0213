// The servers of a plan on the hosts of a world: which of them live in it, where they listen, and what the scenario's
// faults do to them. The same in every world.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>

#include "call_agent_sim/service/call_agent.h"
#include "prov_server/provisioning_server.h"
#include "scenarios/faults/open_windows.h"
#include "scenarios/faults/outages.h"
#include "scenarios/faults/pauses.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "subscribers/subscriber_store.h"
#include "world/world.h"

namespace dialtone {

class Servers {
 public:
  // `plan`, `world`, `store` and `tally` must outlive it. `tally`: of what its faults act on; may be null.
  Servers(const Plan& plan, World& world, bool addresses_are_simulated, SubscriberStore& store,
          FaultTally* tally = nullptr);
  Servers(const Servers&) = delete;
  Servers& operator=(const Servers&) = delete;
  ~Servers();

  // Adds the server's host and gives it power. `listen`: where it listens; none: where it is simulated to be, or on a
  // free port. `earlier_lives`: which it had in other processes.
  void start(ServerKind kind, std::optional<Endpoint> listen = std::nullopt, std::uint32_t earlier_lives = 0);
  // Schedules what the plan's faults do. `power`: also its loss, which a process of its own cannot do to itself. Where
  // the servers came to listen is needed to restart them. `restarted`: this is not their process's first life, so that
  // what has happened before is past, but for their clocks, which went on.
  void schedule_faults(const ServerEndpoints& servers, bool power, bool restarted = false);
  // Does to its server what a fault does, now. `until`: when a window ends that opens; now or, where the server comes
  // to hear of it later, when its clock was changed. Nothing to a server that lives elsewhere.
  void strike(const Fault& fault, Moment until);

  // Makes a change of a clock that belongs to the earlier moment `at`: calls `change` and has its events dated `at`.
  using Past = std::function<void(Moment at, const std::function<void()>& change)>;
  void on_past(Past past) { past_ = std::move(past); }

  // Presses all power buttons: each server finishes what it had begun.
  void power_off();
  bool is_on() const;

 private:
  struct Seat;

  Task<void> serve(Host& host, Seat& seat);
  void make_party(Seat& seat);
  void schedule_fault(Seat& seat, const Fault& fault, bool power);
  // `at`: when it was changed; it went on since then.
  void change_clock(Host& host, const ClockAction& clock, Moment at);
  // Has the server follow a window that begins or ends now.
  void follow(Seat& seat, const Fault& fault);
  // The registrar's options with the faults that are open now.
  RegistrarOptions registrar_options(const Seat& seat) const;
  void notify(Seat& seat, const NotifyAction& action);
  Seat& seat_of(ServerKind kind);
  void lose_power(Seat& seat, const PowerAction& action);

  const Plan& plan_;
  World& world_;
  bool simulated_;
  SubscriberStore& store_;
  OpenWindows open_;
  Outages outages_;
  Pauses pauses_;
  Past past_;
  std::array<std::unique_ptr<Seat>, kServerKinds> seats_;
};

// The file of a call agent's flash in which its bindings survive; empty where the scenario has them lost.
std::string bindings_file(const Scenario& scenario, ServerKind kind);

}  // namespace dialtone
