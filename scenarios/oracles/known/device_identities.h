// The identities of a plan's devices in the ITSP's database, kept as hashes, to find the device that an event is about.
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

  // Returns kNobody if no device has a host of that name.
  DeviceNumber on_host(std::uint64_t host_hash) const { return number_in(by_host_, host_hash); }
  // `aor` is an address of record: `sip:line100042@voip.example.net`.
  DeviceNumber of_record(std::string_view aor) const;
  // Returns, among the devices that share the address of record, the one whose address is in the contact,
  // `sip:line100042@10.16.0.42:5060`; the first of these devices if none has that address.
  DeviceNumber of_binding(std::string_view aor, std::string_view contact) const;
  // Returns all devices that share the address of record of `device`, including `device`; empty if the plan has no
  // clones.
  std::span<const DeviceNumber> sharing(DeviceNumber device) const;
  DeviceNumber named(std::string_view device_name) const;
  // Never returns a clone.
  DeviceNumber of_serial_number(std::string_view serial_number) const;
  bool has_mac_address(DeviceNumber device, std::string_view mac_address) const;
  bool has_serial_number(DeviceNumber device, std::string_view serial_number) const;
  bool has_device_name(DeviceNumber device, std::string_view device_name) const;
  // The length of a generated password (subscribers/generate.cpp).
  static constexpr std::size_t kPasswordLetters = 16;
  // Returns true if the letters are a device's SIP password. A provisioning password ends with the device's SIP
  // password, so a search for SIP passwords finds it too.
  bool is_password(std::string_view letters) const;

 private:
  using Numbers = std::unordered_map<std::uint64_t, DeviceNumber>;
  static DeviceNumber number_in(const Numbers& numbers, std::uint64_t hash) {
    const auto found = numbers.find(hash);
    return found == numbers.end() ? kNobody : found->second;
  }

  void prepare_passwords() const;
  // The index of a hash's bit in `marks_`.
  std::size_t mark_of(std::uint64_t hash) const { return hash & (marks_.size() * 64 - 1); }

  // Keyed by the hashes of host names, which takes half the memory, and no texts need be compared.
  Numbers by_host_;
  Numbers by_device_name_;
  // Devices other than clones, ordered by the hashes of their serial numbers.
  std::vector<DeviceNumber> by_serial_number_;
  std::vector<std::uint64_t> serial_numbers_;
  std::vector<MacAddress> mac_addresses_;
  std::vector<std::uint64_t> device_names_;
  // Filled only if the plan has clones: devices by device_key() of their address, and all devices of a device name.
  // Never iterated.
  std::unordered_map<std::uint32_t, DeviceNumber> by_address_;
  std::unordered_map<std::uint64_t, std::vector<DeviceNumber>> sharing_;
  // The hashes of all SIP passwords; sorted at the first look-up.
  mutable std::vector<std::uint64_t> passwords_;
  // One bit for each hash value (mark_of()): a clear bit means that the text is no password, which decides nearly all
  // look-ups.
  mutable std::vector<std::uint64_t> marks_;
};

}  // namespace dialtone
