// The devices of a plan, or a share of them, on the hosts of a world: their identities, when they are powered, the NATs
// and proxies in front of them, and what faults do to them. The same in every world.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "device_sim/life/device.h"
#include "device_sim/load/load_config.h"
#include "scenarios/faults/device_faults.h"
#include "scenarios/faults/fault_moments.h"
#include "scenarios/faults/network_faults.h"
#include "scenarios/faults/open_windows.h"
#include "scenarios/faults/outages.h"
#include "scenarios/faults/pauses.h"
#include "scenarios/faults/triggers.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/sites/claimed_identities.h"
#include "scenarios/sites/device_changes.h"
#include "scenarios/sites/device_habits.h"
#include "scenarios/sites/device_share.h"
#include "scenarios/sites/proxies.h"
#include "scenarios/sites/relays.h"
#include "world/virtual/virtual_world.h"
#include "world/world.h"

namespace dialtone {

class Cast {
 public:
  // Called when a fault begins and when it ends: for a fault with a trigger in every world, for a planned fault only in
  // real time.
  using Note = std::function<void(const FaultMoment&)>;

  // `plan`, `world` and `tally` must outlive this object. `simulated` is `world` if the world is virtual, else null.
  // `tally` counts the acts of faults; may be null. `share`: the devices that live here.
  Cast(const Plan& plan, World& world, VirtualWorld* simulated, Note note, FaultTally* tally = nullptr,
       DeviceShare share = {});
  Cast(const Cast&) = delete;
  Cast& operator=(const Cast&) = delete;

  // Adds the devices, gives the servers' names their addresses, and schedules every power-on and every fault.
  void schedule_devices(const ServerEndpoints& servers);
  // Call with every event of the devices: some faults wait for an event.
  void see(const RecordedEvent& event) {
    if (!triggers_.empty()) triggers_.see(event);
  }
  // Applies a triggered fault now to its proxy or NAT; does nothing if the target is neither.
  void strike(const Fault& fault);

 private:
  struct Player {
    DeviceConfig config;
    // Null unless the device authenticates.
    std::unique_ptr<ProvisioningCredentials> credentials;
    // Null unless the device is a load.
    std::unique_ptr<LoadConfig> load;
  };
  // What all devices of a group have in common.
  struct GroupHabits : DeviceHabits {
    std::unique_ptr<DeviceFaults> script{};
    // What all loads of a group have in common, without their identities.
    std::optional<LoadConfig> load{};
  };

  // The life of a device from power-on until it ends; a power cut can end it at any point.
  static Task<void> live(Host& host, const Player& player);
  // As live(), for a load.
  static Task<void> live_as_load(Host& host, const LoadConfig& load);

  void name_places(const ServerEndpoints& servers);
  void add_nats();
  const Link& link_of(const Group& group) const;
  void add_group(std::size_t number, const ServerEndpoints& servers);
  void add_device(std::size_t group_number, const PlannedDevice& planned);
  // In real time the cast records when the planned faults of devices begin and end. A fault that takes the power ends
  // when the last device has its power back.
  void note_begins();
  // Call after everything else that planned faults do has been scheduled.
  void note_ends();
  void note_end(const Fault& fault) { note_({world_.now(), &fault, true}); }
  // Applies a planned fault that strikes each device at a separate moment. `fault`: the fault's index.
  void strike_planned(Host& host, std::size_t fault);
  // Schedules those faults of the device that have planned moments. `changes`: only faults that change what the device
  // is (DeviceChanges); otherwise only the others.
  void schedule_planned(Host& host, const PlannedDevice& planned, bool changes);
  void schedule_followed(Host& host, std::string_view group);
  // Updates the host for a window that begins or ends now.
  void follow(Host& host, const Fault& fault);
  // Applies a fault that changes what the device is, until the moment `until`.
  void change(Host& host, const Fault& fault, Moment until);
  // Applies the fault to the host now.
  void strike(Host& host, const Fault& fault);
  void strike_nat(Nat& nat, const Fault& fault);
  // Opens the window of a triggered fault now, for its length.
  void open_window(const Fault& fault, Host* device);
  // Takes the power; returns true if the device had been switched on, so that the fault hits the device.
  bool take_power(Host& host, const PowerAction& action);
  void strike_later(const Fault& fault, Moment at, std::string_view host);
  void give_power(Host& host);
  LoadConfig load_of(const Group& group, const GroupHabits& habits, const ServerEndpoints& servers) const;

  const Plan& plan_;
  World& world_;
  VirtualWorld* simulated_;
  DeviceShare share_;
  Note note_;
  OpenWindows open_;
  Outages outages_;
  Pauses pauses_;
  Triggers triggers_;
  NamedPlaces places_;
  Proxies proxies_;
  ClaimedIdentities claimed_;
  std::optional<Relays> relays_;
  std::optional<NetworkFaults> network_faults_;
  // nullopt if no fault changes devices.
  std::optional<DeviceChanges> changes_;
  std::map<std::string, Nat*, std::less<>> nats_;
  // By the fault's index: the number of devices for which the fault has not ended yet.
  std::vector<std::uint64_t> afflicted_;
  // The hosts by name; filled only if a fault waits for an event or for a write. Never iterated.
  std::unordered_map<std::string, Host*> by_name_;
  std::vector<std::unique_ptr<GroupHabits>> habits_;  // one per group
  std::vector<std::unique_ptr<Player>> players_;
};

// Returns the ITSP's database for a plan: a row for each device, unless its group's identity is not in the database.
std::vector<Subscriber> plan_subscribers(const Plan& plan, const ServerEndpoints& servers);

}  // namespace dialtone
