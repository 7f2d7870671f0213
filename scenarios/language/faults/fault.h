// A fault: what a scenario injects. It says for whom, when, which requests or packets it matches, and what it does (the
// act).
//
// A fault happens at a moment (`at`: a power cut, a jump of the clock, a NOTIFY) or lasts for a window (`from`,
// `until`: packets, names, requests, answers). Either can wait for an event of the run (`when`).
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

// A moment that depends on the run.
struct Trigger {
  // The n-th event of that name: for a group, of each device separately; for another target, of all hosts that record
  // it.
  std::string event;
  std::uint64_t nth = 1;
  Duration after{};
  // Instead of an event: the n-th write to each device's flash, after so many bytes of it. Only for power cuts.
  std::optional<std::uint64_t> write_byte;
};

// Which devices of its groups a fault is about, before `hits` draws. chosen_devices.h makes and reads it.
struct DeviceChoice {
  // device_key() of the only one; 0: not one only.
  std::uint32_t only = 0;
  // Those that are spared: the numbers of groups as bits, and single devices, in order.
  std::uint32_t spared_groups = 0;
  std::vector<std::uint32_t> spared{};
  // Each device has a drawn rank; devices of a greater rank are spared. Nothing: no rank is drawn.
  std::optional<std::uint64_t> greatest_rank{};
};

struct Fault {
  std::string name{};
  // The name of a group, a server, a proxy or a NAT, or `devices` for all groups.
  std::string target;
  // The only device of that group that is meant; empty: all.
  std::string device{};
  // The names of devices and groups that are spared.
  std::vector<std::string> except{};
  // So many of the others, drawn.
  std::optional<std::uint64_t> exactly{};
  // The moment, or the beginning of the window.
  Duration at{};
  // Of a moment: each device of the group is hit at an even draw from [at, at + spread].
  Duration spread{};
  // Only this share of the group's devices, drawn.
  std::optional<Probability> hits;
  // Replaces `at`.
  std::optional<Trigger> when;
  // The end of the window; unused for a window with a trigger.
  Duration until{};
  // Of a window with a trigger: how long it stays open.
  Duration length{};
  FaultMatch match;
  FaultAction action;
  Place place;
  // What `device`, `except` and `exactly` mean in the scenario; nothing: all devices. make_plan() sets it.
  std::optional<DeviceChoice> choice{};
};

// For a window without a trigger; see OpenWindows for the others.
inline bool is_open(const Fault& fault, Moment now) { return Moment(fault.at) <= now && now < Moment(fault.until); }

// True if the fault targets that group.
inline bool targets(const Fault& fault, std::string_view group) {
  return fault.target == group || fault.target == kAllDevices;
}

// How long the fault keeps its target from its work.
Duration length_of(const Fault& fault);

// When the fault ends for a device that it strikes at `begin`. A window ends at once for all devices of a group.
Moment end_for_device(const Fault& fault, Moment begin);

// When the fault has ended for all that it hits: the latest moment that a draw can give. For a fault with a trigger,
// the earliest possible moment.
Duration known_end(const Fault& fault);

}  // namespace dialtone
