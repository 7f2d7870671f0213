#include "scenarios/engine/device_identities.h"

#include <algorithm>
#include <cassert>

#include "values/hash.h"

namespace dialtone {

DeviceIdentities::DeviceIdentities(const Plan& plan) {
  const std::uint64_t count = plan.device_count();
  by_host_.reserve(count);
  by_device_name_.reserve(count);
  serial_numbers_.reserve(count);
  device_names_.reserve(count);
  passwords_.reserve(count);
  DeviceNumber number = 0;
  for (std::size_t group = 0; group < plan.scenario.fleet.size(); ++group) {
    for (const PlannedDevice& planned : *plan.scenario.fleet[group].devices) {
      const Subscriber subscriber = device_subscriber(plan.scenario, group, planned.index);
      [[maybe_unused]] const bool unique = by_host_.emplace(hash_text(planned.name), number).second;
      assert(unique);
      by_device_name_.emplace(hash_text(subscriber.device_name), number);
      serial_numbers_.push_back(hash_text(subscriber.serial_number));
      device_names_.push_back(hash_text(subscriber.device_name));
      passwords_.push_back(hash_text(subscriber.auth_password));
      ++number;
    }
  }
}

DeviceNumber DeviceIdentities::of_record(std::string_view aor) const {
  if (aor.starts_with("sip:")) aor.remove_prefix(4);
  return named(aor.substr(0, aor.find('@')));
}

DeviceNumber DeviceIdentities::named(std::string_view device_name) const {
  return number_in(by_device_name_, hash_text(device_name));
}

bool DeviceIdentities::has_serial_number(DeviceNumber device, std::string_view serial_number) const {
  return serial_numbers_[device] == hash_text(serial_number);
}

bool DeviceIdentities::has_device_name(DeviceNumber device, std::string_view device_name) const {
  return device_names_[device] == hash_text(device_name);
}

bool DeviceIdentities::is_password(std::string_view letters) const {
  if (!sorted_) std::sort(passwords_.begin(), passwords_.end());
  sorted_ = true;
  return std::binary_search(passwords_.begin(), passwords_.end(), hash_text(letters));
}

}  // namespace dialtone
