// The devices of a plan on the hosts of a world: who they are, and when their power comes and goes. The same in every
// world.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "device_sim/device.h"
#include "scenarios/engine/network_faults.h"
#include "scenarios/engine/outages.h"
#include "scenarios/engine/plan.h"
#include "scenarios/engine/server_kind.h"
#include "world/virtual/virtual_world.h"
#include "world/world.h"

namespace dialtone {

class Cast {
 public:
  // `plan` and `world` must outlive it. `simulated`: the world, where it is virtual; else null.
  Cast(const Plan& plan, World& world, VirtualWorld* simulated);
  Cast(const Cast&) = delete;
  Cast& operator=(const Cast&) = delete;

  // Adds all devices, gives the servers' names their addresses, and schedules every power-on and every fault.
  void schedule_devices(const ServerEndpoints& servers);

 private:
  struct Player {
    DeviceConfig config;
    // Only of those that authenticate.
    std::unique_ptr<ProvisioningCredentials> credentials;
  };
  // What the devices of a group share.
  struct GroupHabits {
    DeviceProfile profile;
    std::string provisioning_url;
  };

  // A device from power-on to its return; a power cut ends it anywhere.
  static Task<void> live(Host& host, const Player& player);

  void add_nats();
  const Link& link_of(const Group& group) const;
  void add_device(std::size_t group_number, const PlannedDevice& planned);
  void schedule_fault(Host& host, const Fault& fault, Moment at);
  void give_power(Host& host);
  GroupHabits habits_of(const Group& group, const Endpoint& provisioning) const;

  const Plan& plan_;
  World& world_;
  VirtualWorld* simulated_;
  Outages outages_;
  std::optional<NetworkFaults> network_faults_;
  std::map<std::string, Nat*, std::less<>> nats_;
  std::vector<std::unique_ptr<GroupHabits>> habits_;  // one a group
  std::vector<std::unique_ptr<Player>> players_;
};

// The ITSP's database for a plan: a row for each device, apart where its group's identity says so.
std::vector<Subscriber> plan_subscribers(const Plan& plan, const ServerEndpoints& servers);

}  // namespace dialtone
