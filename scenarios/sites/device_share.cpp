#include "scenarios/sites/device_share.h"

#include <algorithm>
#include <charconv>
#include <variant>

#include "scenarios/language/faults/act_table.h"

namespace dialtone {
namespace {

constexpr std::string_view kDevices = "devices";
constexpr std::string_view kOf = "-of-";

std::optional<std::uint32_t> parse_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0) return std::nullopt;
  return number;
}

}  // namespace

bool DeviceShare::has(const Scenario& scenario, std::size_t group, std::uint64_t index) const {
  if (of == 1) return true;
  const Group& whole = scenario.fleet[group];
  if (!whole.through.empty()) return has_proxies();
  return (needs_relay(scenario, whole) ? group : group + index) % of == number;
}

std::string to_text(const DeviceShare& share) {
  std::string text(kDevices);
  if (share.of > 1) text += '-' + std::to_string(share.number + 1) + std::string(kOf) + std::to_string(share.of);
  return text;
}

std::optional<DeviceShare> parse_device_share(std::string_view name) {
  if (name == kDevices) return DeviceShare{};
  if (!name.starts_with(kDevices)) return std::nullopt;
  name.remove_prefix(kDevices.size());
  const std::size_t between = name.find(kOf);
  if (!name.starts_with('-') || between == std::string_view::npos || between == 0) return std::nullopt;
  const std::optional<std::uint32_t> number = parse_number(name.substr(1, between - 1));
  const std::optional<std::uint32_t> of = parse_number(name.substr(between + kOf.size()));
  if (!number || !of || *number > *of || *of < 2) return std::nullopt;
  return DeviceShare{*number - 1, *of};
}

bool needs_relay(const Scenario& scenario, const Group& group) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(), [&](const Fault& fault) {
    return is_carried_out_by(fault.action, Executor::kPackets) && targets(fault, group.name);
  });
}

}  // namespace dialtone
