// The proxies of a plan on the hosts of a world, and what the scenario's faults do to them. The same in every world.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/engine/outages.h"
#include "scenarios/engine/plan.h"
#include "scenarios/engine/server_kind.h"
#include "world/world.h"

namespace dialtone {

class Proxies {
 public:
  // `plan` and `world` must outlive it.
  Proxies(const Plan& plan, World& world, bool addresses_are_simulated);
  ~Proxies();
  Proxies(const Proxies&) = delete;
  Proxies& operator=(const Proxies&) = delete;

  // Starts them all, and schedules what their faults do at a moment. `provisioning`: the server behind them.
  void start(const Endpoint& provisioning);
  // Where that proxy listens, once it was started.
  const Endpoint& endpoint_of(std::string_view name) const;

 private:
  struct Seat;

  static Task<void> serve(Host& host, Seat& seat);
  void make_party(Seat& seat);
  void schedule_outages(Seat& seat);

  const Plan& plan_;
  World& world_;
  bool simulated_;
  Outages outages_;
  Endpoint provisioning_;
  std::vector<std::unique_ptr<Seat>> seats_;
};

}  // namespace dialtone
