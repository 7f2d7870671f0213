#include "scenarios/engine/plan.h"

#include <algorithm>

#include "scenarios/engine/server_kind.h"
#include "subscribers/generate.h"
#include "world/chance.h"

namespace dialtone {
namespace {

constexpr Purpose kPowerOn("plan.power_on");
constexpr Purpose kFault("plan.fault");

Moment at_even_draw(const Draw& draw, Duration at, Duration spread) {
  return Moment(at + draw.between(Duration::zero(), spread));
}

PlannedDevice plan_device(const Scenario& scenario, const Group& group, std::uint64_t index) {
  PlannedDevice device;
  device.name = device_name(group, index);
  device.index = index;
  device.power_on = at_even_draw(draw(scenario.seed, device.name, kPowerOn), group.power_on.at, group.power_on.spread);
  for (const Fault& fault : scenario.faults) {
    const Draw when = draw(scenario.seed, device.name, kFault, hash_text(fault.name));
    const bool hits = fault.target == group.name && !has_window(fault.action);
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
  return group.name + "-" + std::string(digits.size() < 4 ? 4 - digits.size() : 0, '0') + digits;
}

IpAddress nat_address(std::size_t number) { return IpAddress::v4(10, 0, 1, static_cast<std::uint8_t>(number + 1)); }

Cidr group_addresses(std::size_t group_number) {
  return {IpAddress::v4((std::uint32_t{10} << 24) + (static_cast<std::uint32_t>(group_number + 1) << 20)), 12};
}

IpAddress device_address(std::size_t group_number, std::uint64_t index) {
  return group_addresses(group_number).at(index + 1);
}

Subscriber device_subscriber(const Scenario& scenario, std::size_t group_number, std::uint64_t index) {
  constexpr std::uint64_t kIdentitiesPerGroup = 1'000'000;
  const Group& group = scenario.fleet[group_number];
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

}  // namespace dialtone
