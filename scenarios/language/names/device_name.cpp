#include "scenarios/language/names/device_name.h"

#include <algorithm>
#include <charconv>

#include "scenarios/language/document/yaml_cursor.h"
#include "values/spelling.h"

namespace dialtone {

std::string device_name_of(std::string_view group, std::uint64_t number) {
  const std::string digits = std::to_string(number);
  const std::size_t zeros = digits.size() < kLeastDeviceDigits ? kLeastDeviceDigits - digits.size() : 0;
  return std::string(group) + "-" + std::string(zeros, '0') + digits;
}

std::optional<DeviceNameParts> parts_of_device_name(std::string_view name) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == name.size()) return std::nullopt;
  DeviceNameParts parts{.group = name.substr(0, dash), .digits = name.size() - dash - 1};
  const auto [end, error] = std::from_chars(name.data() + dash + 1, name.data() + name.size(), parts.number);
  if (error != std::errc() || end != name.data() + name.size() || parts.number == 0) return std::nullopt;
  return parts;
}

bool is_device_name(std::string_view name, const std::vector<std::string_view>& groups) {
  const std::optional<DeviceNameParts> parts = parts_of_device_name(name);
  return parts && std::find(groups.begin(), groups.end(), parts->group) != groups.end() &&
         device_name_of(parts->group, parts->number) == name;
}

std::optional<std::string> read_group_name(MapCursor& map, std::string_view key,
                                           const std::vector<std::string_view>& groups) {
  const YamlNode* value = map.node().find(key);
  const bool is_text = value != nullptr && value->kind == YamlNode::Kind::kScalar;
  const bool is_group = is_text && std::find(groups.begin(), groups.end(), value->text) != groups.end();
  if (!is_text || is_group || !is_device_name(value->text, groups)) return map.reference(key, "group", groups);
  map.take(key);
  map.report(value->origin, in_quotes(value->text) + " is a device; this takes a group");
  return std::nullopt;
}

std::string did_you_mean_device(std::string_view name, const std::vector<std::string_view>& groups,
                                std::vector<std::string_view> names) {
  const std::optional<DeviceNameParts> parts = parts_of_device_name(name);
  std::vector<std::string> devices;
  for (const std::string_view group : groups) {
    if (!parts) break;
    devices.push_back(device_name_of(group, parts->number));
    // Suggest the group's device even if several zeros are missing in the number.
    if (group == parts->group) return did_you_mean(devices.back(), {devices.back()});
  }
  names.insert(names.end(), devices.begin(), devices.end());
  return did_you_mean(name, names);
}

}  // namespace dialtone
