// The parties of a plan on the hosts of a world: which of them live in it, where they are, and when their power comes
// and goes. The same in every world.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "call_agent_sim/call_agent.h"
#include "device_sim/device.h"
#include "prov_server/provisioning_server.h"
#include "scenarios/engine/plan.h"
#include "subscribers/subscriber_store.h"
#include "values/endpoint.h"
#include "world/world.h"

namespace dialtone {

// Where the servers are. In a real world that is known only when they have started.
struct ServerEndpoints {
  std::optional<Endpoint> provisioning;
  std::optional<Endpoint> call_agent;

  bool complete() const { return provisioning && call_agent; }
};

class Cast {
 public:
  // `plan`, `world` and `store` must outlive it; the store may be null where no server lives in this world.
  Cast(const Plan& plan, World& world, bool addresses_are_simulated, SubscriberStore* store);
  Cast(const Cast&) = delete;
  Cast& operator=(const Cast&) = delete;
  ~Cast();

  // Adds the server and gives it power.
  void start_provisioning();
  void start_call_agent();
  // Adds all devices, gives the servers' names their addresses, and schedules every power-on and every fault.
  void schedule_devices(const ServerEndpoints& servers);

  // Where the servers of a virtual world are.
  static ServerEndpoints simulated_servers();

 private:
  struct Player {
    DeviceConfig config;
  };

  // The server's main; a socket that it cannot open is recorded as server.failed.
  static Task<void> serve(Host& host, ProvisioningServer& server);
  // A device from power-on to its return; a power cut ends it anywhere.
  static Task<void> live(Host& host, const Player& player);

  Host& add_server(std::string_view name, const ServerSettings& settings, const IpAddress& address, Host::Main main);
  const Link& link_of(const Group& group) const;
  void add_device(std::size_t group_number, const PlannedDevice& planned);
  void schedule_fault(Host& host, const Fault& fault, Moment at);
  void restore_power(Host& host);
  void give_power(Host& host);
  DeviceProfile profile_of(const Group& group) const;

  const Plan& plan_;
  World& world_;
  bool simulated_;
  SubscriberStore* store_;
  std::unique_ptr<ProvisioningServer> provisioning_;
  std::unique_ptr<CallAgent> call_agent_;
  std::string provisioning_url_;
  std::vector<std::unique_ptr<DeviceProfile>> profiles_;  // one a group
  std::vector<std::unique_ptr<Player>> players_;
};

// The ITSP's database for a plan: a row for each device, apart where its group's identity says so.
std::vector<Subscriber> plan_subscribers(const Plan& plan, const ServerEndpoints& servers);

}  // namespace dialtone
