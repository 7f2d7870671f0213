#include "scenarios/language/plan/plan.h"

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/chosen_devices.h"
#include "subscribers/generate.h"
#include "world/chance.h"

namespace dialtone {
namespace {

constexpr Purpose kPowerOn("plan.power_on");
constexpr Purpose kFault("plan.fault");
constexpr Purpose kHits("plan.fault_hits");

constexpr std::uint64_t kIdentitiesPerGroup = 1'000'000;

Moment at_even_draw(const Draw& draw, Duration at, Duration spread) {
  return Moment(at + draw.between(Duration::zero(), spread));
}

PlannedDevice plan_device(const Scenario& scenario, std::size_t group_number, std::uint64_t index) {
  const Group& group = scenario.fleet[group_number];
  PlannedDevice device;
  device.name = device_name(group, index);
  device.index = index;
  device.power_on = at_even_draw(draw(scenario.seed, device.name, kPowerOn), group.power_on.at, group.power_on.spread);
  for (const Fault& fault : scenario.faults) {
    const std::uint64_t key = hash_text(fault.name);
    const Draw when = draw(scenario.seed, device.name, kFault, key);
    const bool is_about = targets(fault, group.name) && changes(fault, group) &&
                          (!fault.choice || is_chosen(fault, scenario.seed, device_key(group_number, index)));
    const bool hits = is_about && strikes_apart(fault.action) && !fault.when &&
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

std::uint64_t Plan::judged_count() const {
  std::uint64_t count = 0;
  for (const Group& group : scenario.fleet) count += group.load ? 0 : group.count;
  return count;
}

Plan make_plan(Scenario scenario) {
  choose_devices(scenario);
  for (std::size_t number = 0; number < scenario.fleet.size(); ++number) {
    Group& group = scenario.fleet[number];
    if (group.devices) continue;
    std::vector<PlannedDevice> devices;
    devices.reserve(group.count);
    for (std::uint64_t index = 0; index < group.count; ++index) {
      devices.push_back(plan_device(scenario, number, index));
    }
    group.devices = std::move(devices);
  }
  return Plan{std::move(scenario)};
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

Subscriber with_false_identity(Subscriber subscriber, IdentityFault fault) {
  if (fault == IdentityFault::kUnknown) subscriber.serial_number += 'X';
  return with_identity_fault(std::move(subscriber), fault);
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
