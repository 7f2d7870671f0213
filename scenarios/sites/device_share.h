// Which of a plan's devices live on a site, where several sites share them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/plan/plan.h"

namespace dialtone {

// Every device lives on exactly one of `of` sites. Devices that reach the servers through one proxy or one relay stay
// together, with what stands between.
struct DeviceShare {
  std::uint32_t number = 0;
  std::uint32_t of = 1;

  bool has(const Scenario& scenario, std::size_t group, std::uint64_t index) const;
  // The proxies are here.
  bool has_proxies() const { return number == 0; }
  friend bool operator==(const DeviceShare&, const DeviceShare&) = default;
};

// As the name of a part of the run: `devices` or, of several, `devices-2-of-4`.
std::string to_text(const DeviceShare& share);
std::optional<DeviceShare> parse_device_share(std::string_view name);

// Whether packets of that group go through a relay in real time: a fault of the scenario is about them.
bool needs_relay(const Scenario& scenario, const Group& group);

}  // namespace dialtone
