#include "scenarios/language/plan/plan.h"

#include <algorithm>
#include <charconv>

#include "scenarios/language/parties/server_kind.h"
#include "subscribers/generate.h"
#include "world/chance.h"

namespace dialtone {
namespace {

constexpr Purpose kPowerOn("plan.power_on");
constexpr Purpose kFault("plan.fault");
constexpr Purpose kHits("plan.fault_hits");

constexpr std::uint64_t kIdentitiesPerGroup = 1'000'000;
// Of a device's number in its name, at the least.
constexpr std::size_t kNumberDigits = 4;

Moment at_even_draw(const Draw& draw, Duration at, Duration spread) {
  return Moment(at + draw.between(Duration::zero(), spread));
}

PlannedDevice plan_device(const Scenario& scenario, const Group& group, std::uint64_t index) {
  PlannedDevice device;
  device.name = device_name(group, index);
  device.index = index;
  device.power_on = at_even_draw(draw(scenario.seed, device.name, kPowerOn), group.power_on.at, group.power_on.spread);
  for (const Fault& fault : scenario.faults) {
    const std::uint64_t key = hash_text(fault.name);
    const Draw when = draw(scenario.seed, device.name, kFault, key);
    const bool hits = targets(fault, group.name) && !has_window(fault.action) && !fault.when &&
                      (!fault.hits || draw(scenario.seed, device.name, kHits, key).happens(*fault.hits));
    device.fault_times.push_back(hits ? at_even_draw(when, fault.at, fault.spread) : kNotHit);
  }
  return device;
}

}  // namespace

std::uint64_t Plan::device_count() const {
  std::uint64_t count = 0;
  for (const Group& group : scenario.fleet) count += group.count;
  return count;
}

Plan make_plan(Scenario scenario) {
  for (Group& group : scenario.fleet) {
    if (group.devices) continue;
    std::vector<PlannedDevice> devices;
    devices.reserve(group.count);
    for (std::uint64_t index = 0; index < group.count; ++index) {
      devices.push_back(plan_device(scenario, group, index));
    }
    group.devices = std::move(devices);
  }
  return Plan{std::move(scenario)};
}

std::string device_name(const Group& group, std::uint64_t index) {
  const std::string digits = std::to_string(index + 1);
  return group.name + "-" + std::string(digits.size() < kNumberDigits ? kNumberDigits - digits.size() : 0, '0') +
         digits;
}

namespace {

struct DevicePlace {
  std::size_t group = 0;
  std::uint64_t index = 0;
};

// The inverse of device_name().
std::optional<DevicePlace> place_of_host(const std::vector<Group>& fleet, std::string_view host) {
  const std::size_t dash = host.rfind('-');
  if (dash == std::string_view::npos || host.size() - dash - 1 < kNumberDigits) return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(host.data() + dash + 1, host.data() + host.size(), number);
  if (error != std::errc() || end != host.data() + host.size() || number == 0) return std::nullopt;
  for (std::size_t group = 0; group < fleet.size(); ++group) {
    if (fleet[group].name == host.substr(0, dash)) return DevicePlace{group, number - 1};
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::size_t> group_of_host(const std::vector<Group>& fleet, std::string_view host) {
  const std::optional<DevicePlace> place = place_of_host(fleet, host);
  return place ? std::optional(place->group) : std::nullopt;
}

std::uint32_t device_key_of_host(const std::vector<Group>& fleet, std::string_view host) {
  const std::optional<DevicePlace> place = place_of_host(fleet, host);
  return place ? device_key(device_address(place->group, place->index)) : 0;
}

namespace {

constexpr std::uint32_t kSimulatedNet = std::uint32_t{10} << 24;
constexpr std::uint32_t kLoopbackNet = std::uint32_t{127} << 24;
constexpr int kGroupBits = 20;

std::uint32_t in_group(std::size_t group_number, std::uint64_t index) {
  return (static_cast<std::uint32_t>(group_number + 1) << kGroupBits) + static_cast<std::uint32_t>(index + 1);
}

}  // namespace

IpAddress device_address(std::size_t group_number, std::uint64_t index) {
  return IpAddress::v4(kSimulatedNet + in_group(group_number, index));
}

IpAddress device_loopback_address(std::size_t group_number, std::uint64_t index) {
  return IpAddress::v4(kLoopbackNet + in_group(group_number, index));
}

std::optional<std::size_t> group_of_address(const IpAddress& address) {
  if (!address.is_v4()) return std::nullopt;
  const std::uint32_t bits = address.v4_number();
  const std::uint32_t block = (bits & 0xFF'FFFF) >> kGroupBits;
  const bool is_ours = (bits & 0xFF00'0000) == kSimulatedNet || (bits & 0xFF00'0000) == kLoopbackNet;
  if (!is_ours || block == 0) return std::nullopt;
  return block - 1;
}

std::uint32_t device_key(const IpAddress& address) {
  return group_of_address(address) ? address.v4_number() & 0xFF'FFFF : 0;
}

IpAddress nat_address(std::size_t number) { return IpAddress::v4(10, 0, 1, static_cast<std::uint8_t>(number + 1)); }

IpAddress proxy_address(std::size_t number) { return IpAddress::v4(10, 0, 2, static_cast<std::uint8_t>(number + 1)); }

IpAddress proxy_loopback_address(std::size_t number) {
  return IpAddress::v4(127, 2, 0, static_cast<std::uint8_t>(number + 1));
}

IpAddress relay_loopback_address(std::size_t group_number) {
  return IpAddress::v4(127, 1, 0, static_cast<std::uint8_t>(group_number + 1));
}

std::size_t group_of_subscriber(std::uint64_t number) { return static_cast<std::size_t>(number / kIdentitiesPerGroup); }

Subscriber device_subscriber(const Scenario& scenario, std::size_t group_number, std::uint64_t index) {
  const Group& group = scenario.fleet[group_number];
  if (!group.clones.empty()) {
    for (std::size_t number = 0; number < scenario.fleet.size(); ++number) {
      if (scenario.fleet[number].name == group.clones) return device_subscriber(scenario, number, index);
    }
  }
  GenerateOptions options;
  options.domain = scenario.domain;
  options.call_agent_address = domain_name_of(ServerKind::kCallAgent, scenario);
  Subscriber subscriber = generate_subscriber(group_number * kIdentitiesPerGroup + index, options);
  subscriber.expires =
      static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(group.expires).count());
  subscriber.call_agent_transport = group.transport;
  subscriber.provision_authentication = group.authentication;
  if (group.authentication != ProvisionAuthentication::kNone) {
    subscriber.provision_username = subscriber.serial_number;
    subscriber.provision_password = "provisioning-" + subscriber.auth_password;
  }
  subscriber.enabled = group.identity != IdentityFault::kDisabled;
  return subscriber;
}

Subscriber with_identity_fault(Subscriber subscriber, IdentityFault fault) {
  switch (fault) {
    case IdentityFault::kNone:
    case IdentityFault::kUnknown:
    case IdentityFault::kDisabled: break;
    case IdentityFault::kWrongMac: subscriber.mac_address.bytes[0] ^= 0x40; break;
    case IdentityFault::kWrongCustomer: subscriber.customer_number += "9"; break;
  }
  return subscriber;
}

}  // namespace dialtone
