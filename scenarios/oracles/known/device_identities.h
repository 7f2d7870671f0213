// The identities of a plan's devices as the ITSP's database has them, kept as hashes, to recognise the devices in
// events.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "values/mac_address.h"

namespace dialtone {

// The number of a device in the plan: groups in the scenario's order, and within a group the plan's order.
using DeviceNumber = std::uint32_t;
inline constexpr DeviceNumber kNobody = ~DeviceNumber{0};

class DeviceIdentities {
 public:
  explicit DeviceIdentities(const Plan& plan);

  // kNobody if no device has the host; the first device if clones share it.
  DeviceNumber on_host(std::uint64_t host_hash) const { return number_in(by_host_, host_hash); }
  // `aor` is an address of record: `sip:line100042@voip.example.net`.
  DeviceNumber of_record(std::string_view aor) const;
  // Returns the device that has the contact, `sip:line100042@10.16.0.42:5060`, among those that share the address of
  // record; the first of them if the contact's address belongs to none.
  DeviceNumber of_binding(std::string_view aor, std::string_view contact) const;
  // Returns all devices that share the address of record of `device`, including `device`; empty if no group is cloned.
  std::span<const DeviceNumber> sharing(DeviceNumber device) const;
  DeviceNumber named(std::string_view device_name) const;
  // Never returns a clone.
  DeviceNumber of_serial_number(std::string_view serial_number) const;
  bool has_mac_address(DeviceNumber device, std::string_view mac_address) const;
  bool has_serial_number(DeviceNumber device, std::string_view serial_number) const;
  bool has_device_name(DeviceNumber device, std::string_view device_name) const;
  // The length of a generated password (subscribers/generate.cpp).
  static constexpr std::size_t kPasswordLetters = 16;
  // Returns true if the letters are a device's password of either kind, or its end.
  bool is_password(std::string_view letters) const;

 private:
  using Numbers = std::unordered_map<std::uint64_t, DeviceNumber>;
  static DeviceNumber number_in(const Numbers& numbers, std::uint64_t hash) {
    const auto found = numbers.find(hash);
    return found == numbers.end() ? kNobody : found->second;
  }

  void prepare_passwords() const;
  // The bit of a hash in `marks_`.
  std::size_t mark_of(std::uint64_t hash) const { return hash & (marks_.size() * 64 - 1); }

  // Keyed by the hashes of host names: half of the memory, and events are matched without comparing texts.
  Numbers by_host_;
  Numbers by_device_name_;
  // Devices other than clones, ordered by the hashes of their serial numbers.
  std::vector<DeviceNumber> by_serial_number_;
  std::vector<std::uint64_t> serial_numbers_;
  std::vector<MacAddress> mac_addresses_;
  std::vector<std::uint64_t> device_names_;
  // Filled if a group is cloned: the device of each address (device_key), and the devices that share a device name.
  // Used for look-ups only, never iterated.
  std::unordered_map<std::uint32_t, DeviceNumber> by_address_;
  std::unordered_map<std::uint64_t, std::vector<DeviceNumber>> sharing_;
  // Filled and sorted at the first look-up.
  mutable std::vector<std::uint64_t> passwords_;
  // One bit for each value of a password's hash, so that nearly all other texts are ruled out by testing one bit.
  mutable std::vector<std::uint64_t> marks_;
};

}  // namespace dialtone
