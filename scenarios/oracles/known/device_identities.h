// Who the devices of a plan are, as the ITSP's database says it: kept as hashes, to know each again in what is
// recorded.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "values/mac_address.h"

namespace dialtone {

// A device of a plan by its number: in the scenario's order of groups, and in each in the plan's.
using DeviceNumber = std::uint32_t;
inline constexpr DeviceNumber kNobody = ~DeviceNumber{0};

class DeviceIdentities {
 public:
  explicit DeviceIdentities(const Plan& plan);

  // kNobody where no device has it. Where clones have it too, the first.
  DeviceNumber on_host(std::uint64_t host_hash) const { return number_in(by_host_, host_hash); }
  // `aor`: `sip:line100042@voip.example.net`.
  DeviceNumber of_record(std::string_view aor) const;
  // Which of those that share an address of record has that contact, `sip:line100042@10.16.0.42:5060`; where its
  // address is none of theirs, the first.
  DeviceNumber of_binding(std::string_view aor, std::string_view contact) const;
  // All that share the address of record of `device`, itself among them; empty where no group is cloned.
  std::span<const DeviceNumber> sharing(DeviceNumber device) const;
  DeviceNumber named(std::string_view device_name) const;
  // Never a clone.
  DeviceNumber of_serial_number(std::string_view serial_number) const;
  bool has_mac_address(DeviceNumber device, std::string_view mac_address) const;
  bool has_serial_number(DeviceNumber device, std::string_view serial_number) const;
  bool has_device_name(DeviceNumber device, std::string_view device_name) const;
  // How many letters a generated password has (subscribers/generate.cpp).
  static constexpr std::size_t kPasswordLetters = 16;
  // Whether a device's password, of either kind, is or ends with these letters.
  bool is_password(std::string_view letters) const;

 private:
  using Numbers = std::unordered_map<std::uint64_t, DeviceNumber>;
  static DeviceNumber number_in(const Numbers& numbers, std::uint64_t hash) {
    const auto found = numbers.find(hash);
    return found == numbers.end() ? kNobody : found->second;
  }

  void prepare_passwords() const;
  // The bit of a hash in the marks.
  std::size_t mark_of(std::uint64_t hash) const { return hash & (marks_.size() * 64 - 1); }

  // By the hashes of the names: half of the memory, and no text to compare at each event.
  Numbers by_host_;
  Numbers by_device_name_;
  // Those that are no clones, in the order of the hashes of their serial numbers.
  std::vector<DeviceNumber> by_serial_number_;
  std::vector<std::uint64_t> serial_numbers_;
  std::vector<MacAddress> mac_addresses_;
  std::vector<std::uint64_t> device_names_;
  // Where a group is cloned: who has which address (device_key), and who shares a device name. Looked up only.
  std::unordered_map<std::uint32_t, DeviceNumber> by_address_;
  std::unordered_map<std::uint64_t, std::vector<DeviceNumber>> sharing_;
  // Sorted when the first is asked for.
  mutable std::vector<std::uint64_t> passwords_;
  // Then a bit for each hash that a password may have: nearly all letters that are none are told by one look.
  mutable std::vector<std::uint64_t> marks_;
};

}  // namespace dialtone
