// Whose events are meant: those about a group's devices, a server's own, or everybody's.
#pragma once

#include <cstdint>
#include <string_view>

#include "scenarios/oracles/known/fleet_state.h"

namespace dialtone {

class Audience {
 public:
  // `whose`: a group, "devices", a server's target name; empty: everybody.
  Audience(std::string_view whose, const FleetState& fleet);
  // As it, but where it is everybody, without what the provisioning server tells of a request that a device tells too.
  static Audience counting_once(std::string_view whose, const FleetState& fleet);

  bool has(const SeenEvent& seen) const;
  // Whether none but devices are meant.
  bool is_of_devices() const { return kind_ == Kind::kDevices || kind_ == Kind::kGroup; }
  // Where it is no group: all devices.
  std::size_t group() const { return group_; }

 private:
  enum class Kind : std::uint8_t { kEverybody, kOnce, kDevices, kGroup, kHost };
  Kind kind_{};
  std::size_t group_ = 0;
  std::string_view host_;
};

}  // namespace dialtone
