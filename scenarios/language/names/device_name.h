// The names of devices: the name of the group, a dash, and the device's number from 1 in at least four digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

class MapCursor;

inline constexpr std::size_t kLeastDeviceDigits = 4;

struct DeviceNameParts {
  std::string_view group;
  std::uint64_t number = 0;
  // The number of digits in the name.
  std::size_t digits = 0;
};

// Returns `homes-0042`.
std::string device_name_of(std::string_view group, std::uint64_t number);
// Splits a name; the number may have any number of digits. Returns nullopt if the text does not end with a dash and a
// number that is at least 1.
std::optional<DeviceNameParts> parts_of_device_name(std::string_view name);
// True if the name could be that of a device in one of the groups.
bool is_device_name(std::string_view name, const std::vector<std::string_view>& groups);
// Reads the value of `key`, which must be one of `groups`. Returns nullopt if the key is absent, or after a report of
// another value. For a device's name the report says that it is a device.
std::optional<std::string> read_group_name(MapCursor& map, std::string_view key,
                                           const std::vector<std::string_view>& groups);
// As did_you_mean(), but for the name of a device: suggests one of `names`, or the device with the same number in one
// of the groups.
std::string did_you_mean_device(std::string_view name, const std::vector<std::string_view>& groups,
                                std::vector<std::string_view> names);

}  // namespace dialtone
