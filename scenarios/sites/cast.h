// The devices of a plan, or a share of them, on the hosts of a world, with what stands before them: who they are, when
// their power comes and goes, and what faults do to them. The same in every world.
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
#include "scenarios/faults/device_faults.h"
#include "scenarios/faults/fault_moments.h"
#include "scenarios/faults/network_faults.h"
#include "scenarios/faults/open_windows.h"
#include "scenarios/faults/outages.h"
#include "scenarios/faults/pauses.h"
#include "scenarios/faults/triggers.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "scenarios/sites/device_share.h"
#include "scenarios/sites/proxies.h"
#include "scenarios/sites/relays.h"
#include "world/virtual/virtual_world.h"
#include "world/world.h"

namespace dialtone {

class Cast {
 public:
  // Called when a fault begins and when it ends: a fault that the run itself brought about or, in real time, one of the
  // plan's.
  using Note = std::function<void(const FaultMoment&)>;

  // `plan`, `world` and `tally` must outlive it. `simulated`: the world, where it is virtual; else null. `tally`: of
  // what its faults act on; may be null. `share`: which devices it has.
  Cast(const Plan& plan, World& world, VirtualWorld* simulated, Note note, FaultTally* tally = nullptr,
       DeviceShare share = {});
  Cast(const Cast&) = delete;
  Cast& operator=(const Cast&) = delete;

  // Adds the devices, gives the servers' names their addresses, and schedules every power-on and every fault.
  void schedule_devices(const ServerEndpoints& servers);
  // To be told every event of its devices: some faults wait for one.
  void see(const RecordedEvent& event) {
    if (!triggers_.empty()) triggers_.see(event);
  }
  // Does to its proxy or NAT what a fault with a trigger does, now. Nothing where the target is neither.
  void strike(const Fault& fault);

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
    std::unique_ptr<DeviceFaults> script;
  };

  // A device from power-on to its return; a power cut ends it anywhere.
  static Task<void> live(Host& host, const Player& player);

  void name_places(const ServerEndpoints& servers);
  void add_nats();
  const Link& link_of(const Group& group) const;
  void add_group(std::size_t number, const ServerEndpoints& servers);
  void add_device(std::size_t group_number, const PlannedDevice& planned);
  // In real time the cast records when the plan's faults of devices begin and end: a fault that takes power ends when
  // the last device has its power back.
  void note_begins();
  // To be called after everything that the faults do at their moments has been scheduled.
  void note_ends();
  void note_end(const Fault& fault) { note_({world_.now(), &fault, true}); }
  // Has a fault that strikes each device by itself strike this one.
  void strike_planned(Host& host, std::size_t fault);
  void schedule_followed(Host& host, std::string_view group);
  // Has the host follow a window that begins or ends now.
  void follow(Host& host, const Fault& fault);
  // Does to the host what the fault does, now.
  void strike(Host& host, const Fault& fault);
  void strike_nat(Nat& nat, const Fault& fault);
  // Of a fault with a trigger: from now on, for its length.
  void open_window(const Fault& fault, Host* device);
  // Whether the fault is about it: it has been switched on.
  bool take_power(Host& host, const PowerAction& action);
  void strike_later(const Fault& fault, Moment at, std::string_view host);
  void give_power(Host& host);
  GroupHabits habits_of(const Group& group, const Endpoint& provisioning) const;

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
  std::optional<Relays> relays_;
  std::optional<NetworkFaults> network_faults_;
  std::map<std::string, Nat*, std::less<>> nats_;
  // By the number of a fault of the plan: for how many devices the fault has not ended yet.
  std::vector<std::uint64_t> afflicted_;
  // Only where a fault waits for an event, or for a write. Looked up only.
  std::unordered_map<std::string, Host*> by_name_;
  std::vector<std::unique_ptr<GroupHabits>> habits_;  // one a group
  std::vector<std::unique_ptr<Player>> players_;
};

// The ITSP's database for a plan: a row for each device, apart where its group's identity says so.
std::vector<Subscriber> plan_subscribers(const Plan& plan, const ServerEndpoints& servers);

}  // namespace dialtone
