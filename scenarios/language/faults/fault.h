// A fault: a disturbance that a scenario injects. It says for whom, when, for which requests or packets, and what
// happens (the act).
//
// A fault happens at a moment (`at`: a power cut, a jump of the clock, a NOTIFY) or lasts for a window (`from`,
// `until`: packets, names, requests, answers). Instead of at a fixed time, either can begin after an event of the run
// (`when`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/place.h"
#include "scenarios/language/faults/acts.h"
#include "scenarios/language/faults/fault_match.h"
#include "scenarios/language/names/target_names.h"
#include "values/probability.h"
#include "values/time.h"

namespace dialtone {

// The event for which a fault waits.
struct Trigger {
  // The fault waits for the n-th event of this name. If the target is a group, events are counted for each device
  // separately; otherwise those of all hosts are counted together.
  std::string event;
  std::uint64_t nth = 1;
  Duration after{};
  // Instead of an event: the fault waits until each device's n-th write to its flash has reached this byte. Only for
  // power cuts.
  std::optional<std::uint64_t> write_byte;
};

// To which devices of its groups a fault is limited, before `hits` is applied. See chosen_devices.h.
struct DeviceChoice {
  // device_key() of the only device that is meant; 0: the choice is not a single device.
  std::uint32_t only = 0;
  // The devices that are excepted: groups, with bit i for the group with index i, and single devices, sorted.
  std::uint32_t spared_groups = 0;
  std::vector<std::uint32_t> spared{};
  // Each device has a random rank; devices with a greater rank than this are excepted. nullopt: ranks are not used.
  std::optional<std::uint64_t> greatest_rank{};
};

struct Fault {
  std::string name{};
  // The name of a group, a server, a proxy or a NAT, or `devices` for all groups.
  std::string target;
  // The name of the only device that is meant; empty: all devices of the target.
  std::string device{};
  // The names of devices and groups that are excepted.
  std::vector<std::string> except{};
  // If set: this many of the remaining devices are chosen at random.
  std::optional<std::uint64_t> exactly{};
  // The moment, or the beginning of the window.
  Duration at{};
  // For a fault at a moment: each device of the group is hit at a random moment, evenly distributed in [at, at +
  // spread].
  Duration spread{};
  // If set: only this share of the group's devices is hit, chosen at random.
  std::optional<Probability> hits;
  // If set, the event that replaces `at`.
  std::optional<Trigger> when;
  // The end of the window; unused if the window has a trigger.
  Duration until{};
  // For a window with a trigger: how long it stays open.
  Duration length{};
  FaultMatch match;
  FaultAction action;
  Place place;
  // The devices that `device`, `except` and `exactly` choose; nullopt: all devices. Set by make_plan().
  std::optional<DeviceChoice> choice{};
};

// For a window without a trigger only; OpenWindows handles windows with a trigger.
inline bool is_open(const Fault& fault, Moment now) { return Moment(fault.at) <= now && now < Moment(fault.until); }

// True if the fault targets that group.
inline bool targets(const Fault& fault, std::string_view group) {
  return fault.target == group || fault.target == kAllDevices;
}

// Returns how long the fault keeps its target from its work.
Duration length_of(const Fault& fault);

// Returns when the fault ends for a device that it strikes at `begin`. A window ends for all devices of a group at the
// same time.
Moment end_for_device(const Fault& fault, Moment begin);

// Returns the latest moment at which the fault can have ended for all that it hits, whatever is drawn. For a fault with
// a trigger, returns the earliest possible end.
Duration known_end(const Fault& fault);

}  // namespace dialtone
