// What goes wrong in a scenario: for whom, when, and what is done to it. A fault is a match and an act; what the field
// has seen is made of a few of each.
//
// A fault is a moment (`at`: power that fails, a clock that jumps, a NOTIFY) or a window (`from`, `until`: packets,
// names, requests, answers). Both can wait for what happens in the run (`when`).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scenarios/language/document/place.h"
#include "scenarios/language/faults/act_table.h"
#include "values/probability.h"
#include "values/time.h"
#include "values/transport.h"

namespace dialtone {

// --- which ---

// What is empty matches all.
struct FaultMatch {
  // Requests. The path is of the URL, without its query, and only of HTTP.
  std::string method{};
  std::string path{};
  // Only those that carry credentials, or only those that do not.
  std::optional<bool> authorized{};
  // Only a group's.
  std::string from{};
  // Only answers of this status, where nothing but an edit is done; 0: any.
  int status = 0;
  // Of each device's requests, or writes to flash, that match: only the n-th, or only the first n; 0: all.
  std::uint64_t nth = 0;
  std::uint64_t first = 0;
  // Of requests and packets: only a share of them, each drawn by itself.
  std::optional<Probability> share{};

  // Packets.
  std::optional<Transport> protocol{};  // none: both
  enum class Direction : std::uint8_t { kBoth, kFromDevices, kToDevices };
  Direction direction = Direction::kBoth;
  // A server's target name.
  std::string peer{};
  // In bytes, with IP's header.
  std::uint64_t larger_than = 0;
  // To devices, from where they have sent nothing to.
  bool unsolicited = false;

  // Names: a server's target name, or a domain name.
  std::string name{};
};

// A moment that the run itself brings about.
struct Trigger {
  // The n-th event of that name: of each device of the target group by itself or, of another target, of all that record
  // it.
  std::string event;
  std::uint64_t nth = 1;
  Duration after{};
  // In place of an event: the n-th write to the flash of each device, when so many bytes of it are written. Only power
  // is cut there.
  std::optional<std::uint64_t> write_byte;
};

struct Fault {
  std::string name{};
  // A group's name, `devices` for all of them, a server's, a proxy's or a NAT's.
  std::string target;
  // The moment, or the window's begin.
  Duration at{};
  // Each device of the group is hit at an even draw from [at, at + spread]. Only of a moment.
  Duration spread{};
  // Only so many of the group's devices, drawn.
  std::optional<Probability> hits;
  // In place of a time of its own.
  std::optional<Trigger> when;
  // The window's end; zero: the scenario's. Of a window with a trigger, nothing.
  Duration until{};
  // Of a window with a trigger: how long it stays open.
  Duration length{};
  FaultMatch match;
  FaultAction action;
  Place place;
};

// By its own time; see OpenWindows for those that have a trigger.
inline bool is_open(const Fault& fault, Moment now) { return Moment(fault.at) <= now && now < Moment(fault.until); }

// How scenarios name the servers as targets.
inline constexpr std::string_view kProvisioningTarget = "provisioning";
inline constexpr std::string_view kCallAgentTarget = "call_agent";
inline constexpr std::string_view kBackupCallAgentTarget = "backup_call_agent";
// All groups.
inline constexpr std::string_view kDevicesTarget = "devices";

inline bool is_call_agent(std::string_view target) {
  return target == kCallAgentTarget || target == kBackupCallAgentTarget;
}
inline bool is_server(std::string_view target) { return target == kProvisioningTarget || is_call_agent(target); }

// Whether the fault is about that group's devices.
inline bool targets(const Fault& fault, std::string_view group) {
  return fault.target == group || fault.target == kDevicesTarget;
}

// How long it keeps its target from its work.
Duration length_of(const Fault& fault);

}  // namespace dialtone
