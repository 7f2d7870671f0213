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
  // As the constructor. If `whose` is empty, leaves out those events of the provisioning server that report a request
  // which a device reports too.
  static Audience counting_once(std::string_view whose, const FleetState& fleet);

  bool has(const SeenEvent& seen) const;
  // Returns true if only events about devices are selected. All devices together leave out those of loads.
  bool is_of_devices() const { return kind_ == Kind::kDevices || kind_ == Kind::kGroup; }
  // The group's number; the number of all devices together if no group was named.
  std::size_t group() const { return group_; }

 private:
  enum class Kind : std::uint8_t { kEverybody, kOnce, kDevices, kGroup, kHost };
  Kind kind_{};
  std::size_t group_ = 0;
  // The number after the last device that is no load.
  DeviceNumber end_of_devices_ = 0;
  std::string_view host_;
};

}  // namespace dialtone
