#include "scenarios/sites/claimed_identities.h"

#include <cassert>
#include <string>

namespace dialtone {

ClaimedIdentities::ClaimedIdentities(const Plan& plan) : plan_(plan) {
  const std::vector<Group>& fleet = plan.scenario.fleet;
  for (std::size_t number = 0; number < fleet.size(); ++number) {
    const Group& group = fleet[number];
    if (group.load || !group.clones.empty() || group.identity == IdentityFault::kUnknown) continue;
    others_.push_back(number);
    other_count_ += group.count;
  }
}

LoadIdentity ClaimedIdentities::of(std::size_t group, std::uint64_t index, std::uint64_t exchange) const {
  switch (plan_.scenario.fleet[group].load->identities) {
    case LoadIdentities::kOthers:
      assert(other_count_ > 0 && "check_claimed_identities() reports a load without others");
      return {other((exchange + index) % other_count_), exchange / other_count_ + 1};
    case LoadIdentities::kUnknown: return {unknown(group, index, exchange), 1};
    case LoadIdentities::kOwn: break;
  }
  return {device_subscriber(plan_.scenario, group, index), exchange + 1};
}

Subscriber ClaimedIdentities::other(std::uint64_t position) const {
  for (const std::size_t number : others_) {
    const Group& group = plan_.scenario.fleet[number];
    if (position < group.count) return device_subscriber(plan_.scenario, number, (*group.devices)[position].index);
    position -= group.count;
  }
  assert(false && "the position is less than the number of others");
  return {};
}

// No generated subscriber has these texts, or a MAC address with this first byte.
Subscriber ClaimedIdentities::unknown(std::size_t group, std::uint64_t index, std::uint64_t exchange) const {
  const std::uint64_t number = exchange * plan_.scenario.fleet[group].count + index + 1;
  const std::string digits = std::to_string(group + 1) + "-" + std::to_string(number);
  Subscriber nobody = device_subscriber(plan_.scenario, group, index);
  nobody.serial_number = "NOBODY-" + digits;
  nobody.mac_address.bytes = {0x06,
                              static_cast<std::uint8_t>(group),
                              static_cast<std::uint8_t>(number >> 24),
                              static_cast<std::uint8_t>(number >> 16),
                              static_cast<std::uint8_t>(number >> 8),
                              static_cast<std::uint8_t>(number)};
  nobody.customer_number = "NOBODY-" + digits;
  nobody.device_name = "nobody-" + digits;
  nobody.auth_username = nobody.device_name;
  if (nobody.provision_authentication != ProvisionAuthentication::kNone) {
    nobody.provision_username = nobody.serial_number;
  }
  return nobody;
}

}  // namespace dialtone
