// The states of a device, as device.state events report them and oracles use them. Each state is described only here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace dialtone {

enum class DeviceState : std::uint8_t {
  kOff,
  kBooting,
  kProvisioning,        // asks the provisioning server
  kRegistering,         // asks a call agent to register it
  kRetrying,            // waits before it asks one of these again
  kGivenUp,             // makes no further attempt by itself, because of a quirk
  kBelievesRegistered,  // holds an unexpired binding from a 200, whatever else it does
  kLeaving,             // deregisters before it switches off
};

class DeviceStates {
 public:
  constexpr DeviceStates(std::initializer_list<DeviceState> states) {
    for (const DeviceState state : states) bits_ |= 1U << static_cast<unsigned>(state);
  }
  constexpr bool has(DeviceState state) const { return (bits_ >> static_cast<unsigned>(state) & 1U) != 0; }

 private:
  unsigned bits_ = 0;
};

// Whether an oracle can ask for the state by its word.
enum class AskedFor : bool { kNo, kYes };

struct DeviceStateRow {
  std::string_view word;  // the state's name in events and in scenarios
  DeviceStates next;      // the states that may follow through the device's own actions
  AskedFor asked_for;
};

constexpr DeviceStateRow row_of(DeviceState state) {
  using enum DeviceState;
  switch (state) {
    // The state before and after each boot. Oracles ask for the power instead: `powered-off`.
    case kOff: return {"off", {kBooting}, AskedFor::kNo};
    case kBooting: return {"booting", {kProvisioning, kRegistering, kOff}, AskedFor::kYes};
    // Each list has the states that may follow. kBelievesRegistered is in this one because a registered device that
    // asks for settings returns to it afterwards.
    case kProvisioning:
      return {"provisioning", {kRegistering, kRetrying, kGivenUp, kBelievesRegistered, kLeaving, kOff}, AskedFor::kYes};
    case kRegistering:
      return {"registering", {kRetrying, kGivenUp, kBelievesRegistered, kLeaving, kOff}, AskedFor::kYes};
    case kRetrying: return {"retrying", {kProvisioning, kRegistering, kLeaving, kOff}, AskedFor::kYes};
    // New settings, or a page in place of settings, end this state.
    case kGivenUp: return {"given-up", {kProvisioning, kRegistering, kRetrying, kLeaving, kOff}, AskedFor::kNo};
    // Oracles derive this state from the recorded 200s instead.
    case kBelievesRegistered:
      return {"believes-registered", {kProvisioning, kRegistering, kRetrying, kLeaving, kOff}, AskedFor::kNo};
    case kLeaving: return {"leaving", {kOff}, AskedFor::kYes};
  }
  return {{}, {}, AskedFor::kNo};
}

// Returns `off`, `booting`, `believes-registered`.
constexpr std::string_view to_text(DeviceState state) { return row_of(state).word; }

// Returns true if a device may change from one state to the other.
constexpr bool may_follow(DeviceState from, DeviceState to) { return row_of(from).next.has(to); }

}  // namespace dialtone
