// The names of devices: the name of the group, a dash, and the device's number from 1 in at least four digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

inline constexpr std::size_t kLeastDeviceDigits = 4;

struct DeviceNameParts {
  std::string_view group;
  std::uint64_t number = 0;
  // How many digits the number is written with.
  std::size_t digits = 0;
};

// `homes-0042`.
std::string device_name_of(std::string_view group, std::uint64_t number);
// Splits a name; the number may have any number of digits. Nothing if the text does not end with a dash and a number
// from 1 on.
std::optional<DeviceNameParts> parts_of_device_name(std::string_view name);
// True if a device of one of the groups can have that name.
bool is_device_name(std::string_view name, const std::vector<std::string_view>& groups);
// As did_you_mean(): suggests one of `names`, or the device with the same number of one of the groups.
std::string did_you_mean_device(std::string_view name, const std::vector<std::string_view>& groups,
                                std::vector<std::string_view> names);

}  // namespace dialtone
