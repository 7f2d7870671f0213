// Where a device stands on its way, as device.state events tell it and oracles ask for it: each state is said here
// alone.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace dialtone {

enum class DeviceState : std::uint8_t {
  kOff,
  kBooting,
  kProvisioning,        // asks the provisioning server
  kRegistering,         // asks a call agent
  kRetrying,            // waits to do one of the two again
  kGivenUp,             // tries nothing any more by itself, as its quirk has it
  kBelievesRegistered,  // holds a 200 that has not expired, whatever else it does meanwhile
  kLeaving,             // takes its binding away before it goes off
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
  std::string_view word;  // in events and in scenarios
  DeviceStates next;      // by what the device does: what may follow
  AskedFor asked_for;
};

constexpr DeviceStateRow row_of(DeviceState state) {
  using enum DeviceState;
  switch (state) {
    // Comes before each boot and after it. What oracles ask for is the power: `powered-off`.
    case kOff: return {"off", {kBooting}, AskedFor::kNo};
    case kBooting: return {"booting", {kProvisioning, kRegistering, kOff}, AskedFor::kYes};
    // A registered device that has asked for settings returns to its state before the question.
    case kProvisioning:
      return {"provisioning", {kRegistering, kRetrying, kGivenUp, kBelievesRegistered, kLeaving, kOff}, AskedFor::kYes};
    case kRegistering:
      return {"registering", {kRetrying, kGivenUp, kBelievesRegistered, kLeaving, kOff}, AskedFor::kYes};
    case kRetrying: return {"retrying", {kProvisioning, kRegistering, kLeaving, kOff}, AskedFor::kYes};
    // New settings, or a page that came instead of settings, end the giving up.
    case kGivenUp: return {"given-up", {kProvisioning, kRegistering, kRetrying, kLeaving, kOff}, AskedFor::kNo};
    // What oracles ask for by this word follows from the 200s themselves.
    case kBelievesRegistered:
      return {"believes-registered", {kProvisioning, kRegistering, kRetrying, kLeaving, kOff}, AskedFor::kNo};
    case kLeaving: return {"leaving", {kOff}, AskedFor::kYes};
  }
  return {{}, {}, AskedFor::kNo};
}

// `off`, `booting`, `believes-registered`.
constexpr std::string_view to_text(DeviceState state) { return row_of(state).word; }

// Whether a device may go from the one state to the other.
constexpr bool may_follow(DeviceState from, DeviceState to) { return row_of(from).next.has(to); }

}  // namespace dialtone
