// Distributes a plan's devices over several sites.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/plan/plan.h"

namespace dialtone {

// One site's share. Every device lives on exactly one of `of` sites. Devices that reach the servers through one proxy
// or relay stay together with that proxy or relay.
struct DeviceShare {
  std::uint32_t number = 0;
  std::uint32_t of = 1;

  bool has(const Scenario& scenario, std::size_t group, std::uint64_t index) const;
  // Only the first share has the plan's proxies.
  bool has_proxies() const { return number == 0; }
  friend bool operator==(const DeviceShare&, const DeviceShare&) = default;
};

// Returns the share's name as a part of the run: `devices`, or `devices-2-of-4` if there are several shares.
std::string to_text(const DeviceShare& share);
std::optional<DeviceShare> parse_device_share(std::string_view name);

// Returns true if packets of the group go through a relay in real time, because a fault of the scenario acts on them.
bool needs_relay(const Scenario& scenario, const Group& group);

}  // namespace dialtone
