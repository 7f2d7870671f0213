#include "scenarios/oracles/known/device_identities.h"

#include <algorithm>
#include <bit>
#include <cassert>

#include "scenarios/language/parties/device_addresses.h"
#include "values/hash.h"

namespace dialtone {

DeviceIdentities::DeviceIdentities(const Plan& plan) {
  const std::uint64_t count = plan.device_count();
  by_host_.reserve(count);
  by_device_name_.reserve(count);
  by_serial_number_.reserve(count);
  serial_numbers_.reserve(count);
  mac_addresses_.reserve(count);
  device_names_.reserve(count);
  passwords_.reserve(count);
  const std::vector<Group>& fleet = plan.scenario.fleet;
  const bool has_clones =
      std::any_of(fleet.begin(), fleet.end(), [](const Group& each) { return !each.clones.empty(); });
  DeviceNumber number = 0;
  for (std::size_t group = 0; group < plan.scenario.fleet.size(); ++group) {
    const bool is_original = plan.scenario.fleet[group].clones.empty();
    for (const PlannedDevice& planned : *plan.scenario.fleet[group].devices) {
      const Subscriber subscriber = device_subscriber(plan.scenario, group, planned.index);
      [[maybe_unused]] const bool unique = by_host_.emplace(hash_text(planned.name), number).second;
      assert(unique);
      by_device_name_.emplace(hash_text(subscriber.device_name), number);
      serial_numbers_.push_back(hash_text(subscriber.serial_number));
      if (is_original) by_serial_number_.push_back(number);
      mac_addresses_.push_back(subscriber.mac_address);
      device_names_.push_back(hash_text(subscriber.device_name));
      if (has_clones) {
        by_address_.emplace(device_key(device_address(group, planned.index)), number);
        sharing_[device_names_.back()].push_back(number);
      }
      passwords_.push_back(hash_text(subscriber.auth_password));
      ++number;
    }
  }
  std::sort(by_serial_number_.begin(), by_serial_number_.end(),
            [&](DeviceNumber a, DeviceNumber b) { return serial_numbers_[a] < serial_numbers_[b]; });
}

DeviceNumber DeviceIdentities::of_record(std::string_view aor) const {
  if (aor.starts_with("sip:")) aor.remove_prefix(4);
  return named(aor.substr(0, aor.find('@')));
}

DeviceNumber DeviceIdentities::of_binding(std::string_view aor, std::string_view contact) const {
  const DeviceNumber first = of_record(aor);
  if (by_address_.empty() || first == kNobody) return first;
  const std::string_view host = contact.substr(std::min(contact.size(), contact.find('@') + 1));
  const Result<IpAddress> address = parse_ip_address(host.substr(0, host.find_first_of(":;>")));
  const auto found = by_address_.find(address ? device_key(*address) : 0);
  const bool shares = found != by_address_.end() && device_names_[found->second] == device_names_[first];
  return shares ? found->second : first;
}

std::span<const DeviceNumber> DeviceIdentities::sharing(DeviceNumber device) const {
  const auto found = sharing_.find(device_names_[device]);
  return found == sharing_.end() ? std::span<const DeviceNumber>() : found->second;
}

DeviceNumber DeviceIdentities::named(std::string_view device_name) const {
  return number_in(by_device_name_, hash_text(device_name));
}

DeviceNumber DeviceIdentities::of_serial_number(std::string_view serial_number) const {
  const std::uint64_t hash = hash_text(serial_number);
  const auto found =
      std::lower_bound(by_serial_number_.begin(), by_serial_number_.end(), hash,
                       [&](DeviceNumber device, std::uint64_t wanted) { return serial_numbers_[device] < wanted; });
  return found != by_serial_number_.end() && serial_numbers_[*found] == hash ? *found : kNobody;
}

bool DeviceIdentities::has_mac_address(DeviceNumber device, std::string_view mac_address) const {
  const Result<MacAddress> parsed = parse_mac_address(mac_address);
  return parsed && *parsed == mac_addresses_[device];
}

bool DeviceIdentities::has_serial_number(DeviceNumber device, std::string_view serial_number) const {
  return serial_numbers_[device] == hash_text(serial_number);
}

bool DeviceIdentities::has_device_name(DeviceNumber device, std::string_view device_name) const {
  return device_names_[device] == hash_text(device_name);
}

void DeviceIdentities::prepare_passwords() const {
  constexpr std::size_t kMarksForEach = 16;
  std::sort(passwords_.begin(), passwords_.end());
  marks_.resize(std::bit_ceil(passwords_.size() * kMarksForEach / 64 + 1));
  for (const std::uint64_t hash : passwords_) marks_[mark_of(hash) / 64] |= std::uint64_t{1} << (mark_of(hash) % 64);
}

bool DeviceIdentities::is_password(std::string_view letters) const {
  if (marks_.empty()) prepare_passwords();
  const std::uint64_t hash = hash_text(letters);
  const bool may_be = (marks_[mark_of(hash) / 64] >> (mark_of(hash) % 64) & 1) != 0;
  return may_be && std::binary_search(passwords_.begin(), passwords_.end(), hash);
}

}  // namespace dialtone
