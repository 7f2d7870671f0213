// The servers of a plan on the hosts of a world: which servers live there, where they listen, and what the scenario's
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
  // `plan`, `world`, `store` and `tally` must outlive this object. `tally` counts what the faults act on; may be null.
  Servers(const Plan& plan, World& world, bool addresses_are_simulated, SubscriberStore& store,
          FaultTally* tally = nullptr);
  Servers(const Servers&) = delete;
  Servers& operator=(const Servers&) = delete;
  ~Servers();

  // Adds the server's host and switches it on. `listen` is where the server listens; nullopt: its simulated address, or
  // a free port. `earlier_lives` is the number of its lives in other processes.
  void start(ServerKind kind, std::optional<Endpoint> listen = std::nullopt, std::uint32_t earlier_lives = 0);
  // Schedules the plan's faults. `power`: also schedules power losses, which a process cannot inflict on itself.
  // `servers` must hold the actual addresses, which a restart needs. `restarted`: this is not the process's first life,
  // so past faults are skipped, except changes of a clock, because the clock kept running.
  void schedule_faults(const ServerEndpoints& servers, bool power, bool restarted = false);
  // Applies a fault now to the server that it targets. `until` is the end of the fault's window. For a fault without a
  // window it is the present moment or, if the server learns of the fault later, the moment when the server's clock was
  // changed. Does nothing if the server lives on another site.
  void strike(const Fault& fault, Moment until);

  // Calls `change`, which changes a clock as of the earlier moment `at`, and dates the events of the change to `at`.
  using Past = std::function<void(Moment at, const std::function<void()>& change)>;
  void on_past(Past past) { past_ = std::move(past); }

  // Switches all servers off: each finishes requests in progress.
  void power_off();
  bool is_on() const;

 private:
  struct ServerSeat;

  Task<void> serve(Host& host, ServerSeat& seat);
  void make_party(ServerSeat& seat);
  void schedule_fault(ServerSeat& seat, const Fault& fault, bool power);
  // `at` is the moment of the change, which may be in the past; the clock has run on since.
  void change_clock(Host& host, const ClockAction& clock, Moment at);
  // Updates the server for a window that begins or ends now.
  void follow(ServerSeat& seat, const Fault& fault);
  // Returns the registrar's options with all open faults applied.
  RegistrarOptions registrar_options(const ServerSeat& seat) const;
  void notify(ServerSeat& seat, const NotifyAction& action);
  ServerSeat& seat_of(ServerKind kind);
  void lose_power(ServerSeat& seat, const PowerAction& action);

  const Plan& plan_;
  World& world_;
  bool simulated_;
  SubscriberStore& store_;
  OpenWindows open_;
  Outages outages_;
  Pauses pauses_;
  Past past_;
  std::array<std::unique_ptr<ServerSeat>, kServerKinds> seats_;
};

// Returns the name of the file in a call agent's flash that keeps its bindings; empty if no fault restarts the call
// agent without loss of its bindings.
std::string bindings_file(const Scenario& scenario, ServerKind kind);

}  // namespace dialtone
