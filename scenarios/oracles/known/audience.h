// Selects events: those about a group's devices, those of one server, or all.
#pragma once

#include <cstdint>
#include <string_view>

#include "scenarios/oracles/known/fleet_state.h"

namespace dialtone {

class Audience {
 public:
  // `whose` is a group, "devices" or a server's target name; empty: all events.
  Audience(std::string_view whose, const FleetState& fleet);
  // As the constructor. But if `whose` is empty and both a device and the provisioning server report the same request,
  // leaves out the server's event.
  static Audience counting_once(std::string_view whose, const FleetState& fleet);

  bool has(const SeenEvent& seen) const;
  // Returns true if only events about devices are selected. "devices" does not include loads.
  bool is_of_devices() const { return kind_ == Kind::kDevices || kind_ == Kind::kGroup; }
  // The group's index; FleetState's index for all devices together if `whose` names no group.
  std::size_t group() const { return group_; }

 private:
  enum class Kind : std::uint8_t { kEverybody, kOnce, kDevices, kGroup, kHost };
  Kind kind_{};
  std::size_t group_ = 0;
  // One more than the number of the last device that is not a load.
  DeviceNumber end_of_devices_ = 0;
  std::string_view host_;
};

}  // namespace dialtone
