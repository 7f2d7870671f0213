// The devices of many subscribers on the hosts of one world, and the progress of each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "device_sim/life/fleet_options.h"
#include "device_sim/model/device_config.h"
#include "subscribers/subscriber.h"
#include "world/events/record.h"
#include "world/world.h"

namespace dialtone {

// Returns the credentials of a subscriber's device for the provisioning server; their scheme is kNone if the subscriber
// has none.
ProvisioningCredentials credentials_of(const Subscriber& subscriber);

// The fleet is the recorder of its world, and passes every event on to `next`.
class DeviceFleet : public Recorder {
 public:
  // Names the hosts by the serial numbers. `options` and `next`, which may be null, must outlive the fleet. Fails if
  // --bind has too few addresses.
  static Result<std::unique_ptr<DeviceFleet>> make(const FleetOptions& options,
                                                   const std::vector<Subscriber>& subscribers, Recorder* next);

  // Adds the hosts and schedules their power-on, the first one now. The fleet must outlive the run of the world.
  void add_to(World& world);
  // Presses all power buttons; does not cut the power.
  void power_off(World& world);

  void record(const RecordedEvent& event) override;

  std::size_t planned() const { return devices_.size(); }
  std::size_t powered_on() const { return powered_on_; }
  std::size_t provisioned() const { return provisioned_; }
  // The number of devices that hold a registration now.
  std::size_t registered() const { return registered_; }
  bool all_registered() const { return registered_ == devices_.size(); }
  // The number of hosts that are on, including those that are switching off.
  std::size_t on() const { return on_; }
  // The serial numbers of devices without a registration, in the order of the subscribers.
  std::vector<std::string_view> missing() const;
  // For each device that has registered, the time from power-on to its first registration; in ascending order.
  std::vector<Duration> lifecycles() const;

 private:
  struct Member {
    DeviceConfig config;
    DeviceSettings settings;              // used only if provisioning is skipped
    ProvisioningCredentials credentials;  // used only if the subscriber has a scheme
    IpAddress address;
    Host* host = nullptr;
    bool was_on = false;
    bool was_provisioned = false;
    bool is_registered = false;
  };

  DeviceFleet(const FleetOptions& options, Recorder* next) : options_(options), next_(next) {}
  const DeviceProfile& profile_for(const std::string& product);
  void add_member(const Subscriber& subscriber, std::size_t index);
  Task<void> live(Host& host, const Member& member);
  void give_power(World& world, Member& member);

  const FleetOptions& options_;
  Recorder* next_;
  std::map<std::string, DeviceProfile> profiles_;  // by product
  std::vector<Member> devices_;
  std::unordered_map<std::string_view, std::size_t> by_name_;  // never iterated
  std::vector<Duration> lifecycles_;
  std::size_t powered_on_ = 0;
  std::size_t provisioned_ = 0;
  std::size_t registered_ = 0;
  std::size_t on_ = 0;
};

}  // namespace dialtone
