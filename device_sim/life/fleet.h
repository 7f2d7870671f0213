// The devices of many subscribers on the hosts of one world, and how far each of them has come.
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

// How a subscriber's device proves to the provisioning server who it is; without a scheme where it does not.
ProvisioningCredentials credentials_of(const Subscriber& subscriber);

// It is the recorder of the world that it is added to, and passes every event on.
class DeviceFleet : public Recorder {
 public:
  // Hosts are named by serial numbers. `options` and `next`, which may be null, must outlive the fleet. Fails where
  // --bind has too few addresses.
  static Result<std::unique_ptr<DeviceFleet>> make(const FleetOptions& options,
                                                   const std::vector<Subscriber>& subscribers, Recorder* next);

  // Adds the hosts and schedules their power-on, from the present moment on. The fleet must outlive the world's run.
  void add_to(World& world);
  // Presses all power buttons, and cuts the power of none.
  void power_off(World& world);

  void record(const RecordedEvent& event) override;

  std::size_t planned() const { return devices_.size(); }
  std::size_t powered_on() const { return powered_on_; }
  std::size_t provisioned() const { return provisioned_; }
  // Believed registered at this moment.
  std::size_t registered() const { return registered_; }
  bool all_registered() const { return registered_ == devices_.size(); }
  // Hosts that are on, those that are taking their leave too.
  std::size_t on() const { return on_; }
  // Who is not registered, in the order of the subscribers.
  std::vector<std::string_view> missing() const;
  // From power-on to the first registration, of each device that came so far; in order.
  std::vector<Duration> lifecycles() const;

 private:
  struct Member {
    DeviceConfig config;
    DeviceSettings settings;              // only where provisioning is skipped
    ProvisioningCredentials credentials;  // only where the subscriber has a scheme
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
  std::unordered_map<std::string_view, std::size_t> by_name_;  // looked up only
  std::vector<Duration> lifecycles_;
  std::size_t powered_on_ = 0;
  std::size_t provisioned_ = 0;
  std::size_t registered_ = 0;
  std::size_t on_ = 0;
};

}  // namespace dialtone
