// In a real world: a relay for each group whose packets faults act on. The relay has its own address, through which the
// group reaches every server.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/faults/device_faults.h"
#include "scenarios/faults/packet_faults.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/middlebox/relay.h"
#include "world/world.h"

namespace dialtone {

class Relays {
 public:
  // `plan`, `world` and `open` must outlive this object.
  Relays(const Plan& plan, World& world, const ServerEndpoints& servers, const OpenWindows& open);
  ~Relays();
  Relays(const Relays&) = delete;
  Relays& operator=(const Relays&) = delete;

  // Starts the group's relay if the group needs one, and points the servers' names to the relay. `provisioning` is
  // where the relay forwards requests for settings: the server or a proxy.
  void start_for(std::size_t group, const Endpoint& provisioning, DeviceFaults& names);

 private:
  class Script;
  struct RelaySeat;

  static Task<void> serve(Host& host, RelaySeat& seat);

  const Plan& plan_;
  World& world_;
  const ServerEndpoints& servers_;
  std::unique_ptr<Script> script_;
  std::vector<std::unique_ptr<RelaySeat>> seats_;
};

}  // namespace dialtone
