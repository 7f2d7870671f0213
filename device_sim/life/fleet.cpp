#include "device_sim/life/fleet.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "device_sim/life/device.h"
#include "device_sim/model/device_events.h"
#include "subscribers/subscriber_settings.h"

namespace dialtone {

ProvisioningCredentials credentials_of(const Subscriber& subscriber) {
  switch (subscriber.provision_authentication) {
    case ProvisionAuthentication::kNone: break;
    case ProvisionAuthentication::kBasic:
      return {HttpAuthentication::kBasic, subscriber.provision_username, subscriber.provision_password};
    case ProvisionAuthentication::kDigest:
      return {HttpAuthentication::kDigest, subscriber.provision_username, subscriber.provision_password};
  }
  return {};
}

// --- the members ---

Result<std::unique_ptr<DeviceFleet>> DeviceFleet::make(const FleetOptions& options,
                                                       const std::vector<Subscriber>& subscribers, Recorder* next) {
  const std::size_t count = std::min<std::size_t>(options.count.value_or(subscribers.size()), subscribers.size());
  const std::uint64_t addresses = options.bind.size();
  if (addresses > 1 && addresses - 1 < count) {
    return Failure{"--bind: " + to_text(options.bind) + " has " + std::to_string(addresses - 1) +
                   " addresses for devices, and " + std::to_string(count) + " are needed"};
  }
  std::unique_ptr<DeviceFleet> fleet(new DeviceFleet(options, next));
  fleet->devices_.reserve(count);
  fleet->by_name_.reserve(count);
  for (std::size_t i = 0; i < count; ++i) fleet->add_member(subscribers[i], i);
  return fleet;
}

const DeviceProfile& DeviceFleet::profile_for(const std::string& product) {
  const auto [profile, is_new] = profiles_.try_emplace(product);
  if (is_new) {
    profile->second.product = product;
    profile->second.document = options_.document;
    // Devices that share an address cannot all use the same port, so each takes a free one.
    if (options_.bind.size() == 1) profile->second.sip_port = 0;
  }
  return profile->second;
}

void DeviceFleet::add_member(const Subscriber& subscriber, std::size_t index) {
  Member& member = devices_.emplace_back();
  member.config = {.serial_number = subscriber.serial_number,
                   .mac_address = subscriber.mac_address,
                   .customer_number = subscriber.customer_number,
                   .provisioning_url = options_.provisioning_url,
                   .profile = &profile_for(subscriber.product)};
  member.credentials = credentials_of(subscriber);
  if (member.credentials.scheme != HttpAuthentication::kNone) {
    member.config.provisioning_credentials = &member.credentials;
  }
  if (options_.skips_provisioning) {
    member.settings = settings_of(subscriber);
    member.config.manual_settings = &member.settings;
  }
  member.address = options_.bind.at(options_.bind.size() == 1 ? 0 : index + 1);
  by_name_.emplace(member.config.serial_number, index);
}

// --- power ---

void DeviceFleet::add_to(World& world) {
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    Member& member = devices_[i];
    HostConfig config;
    config.name = member.config.serial_number;
    config.addresses = {member.address};
    config.main = [this, &member](Host& host) { return live(host, member); };
    member.host = &world.add_host(std::move(config));
    Moment at = world.now();
    if (options_.power_ons_per_second > 0) {
      at += std::chrono::nanoseconds(std::chrono::seconds(1)) * static_cast<std::int64_t>(i) /
            static_cast<std::int64_t>(options_.power_ons_per_second);
    }
    world.at(at, [this, &world, &member] { give_power(world, member); });
  }
}

void DeviceFleet::give_power(World& world, Member& member) {
  assert(member.host != nullptr && !member.was_on && "a device is switched on once");
  world.power_on(*member.host);
  member.was_on = true;
  ++powered_on_;
  ++on_;
  assert(on_ <= powered_on_ && powered_on_ <= devices_.size());
  member.host->record(device_events::PowerOn{});
}

Task<void> DeviceFleet::live(Host& host, const Member& member) {
  co_await run_device(host, member.config);
  host.record(device_events::PowerOff{});
  assert(on_ > 0);
  --on_;
}

void DeviceFleet::power_off(World& world) {
  for (const Member& member : devices_) {
    if (member.host != nullptr && member.host->powered()) world.power_off(*member.host);
  }
}

// --- recorded events ---

void DeviceFleet::record(const RecordedEvent& event) {
  if (next_ != nullptr) next_->record(event);
  const auto found = by_name_.find(event.host);
  if (found == by_name_.end()) return;
  Member& member = devices_[found->second];
  const auto believe = [&](bool registered) {
    if (member.is_registered != registered) registered_ += registered ? 1 : std::size_t(-1);
    member.is_registered = registered;
    assert(registered_ <= devices_.size());
  };
  if (event.is<device_events::RegistrationAccepted>()) {
    believe(true);
    if (const Field* lifecycle = event.find(fields::kSincePowerOn)) lifecycles_.emplace_back(lifecycle->integer);
  } else if (event.is<device_events::RegistrationExpired>() || event.is<device_events::RegistrationRemoved>() ||
             event.is<device_events::Reboot>() || event.is<device_events::PowerOff>() ||
             (event.is<device_events::State>() && event.text(fields::kTo) == to_text(DeviceState::kLeaving))) {
    believe(false);
  } else if ((event.is<device_events::ProvisionAccepted>() || event.is<device_events::SettingsLoaded>()) &&
             !member.was_provisioned) {
    member.was_provisioned = true;
    ++provisioned_;
    assert(provisioned_ <= devices_.size());
  }
}

std::vector<std::string_view> DeviceFleet::missing() const {
  std::vector<std::string_view> names;
  for (const Member& member : devices_) {
    if (!member.is_registered) names.emplace_back(member.config.serial_number);
  }
  return names;
}

std::vector<Duration> DeviceFleet::lifecycles() const {
  std::vector<Duration> sorted = lifecycles_;
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

}  // namespace dialtone
