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
#include <utility>
#include <variant>
#include <vector>

#include "call_agent_sim/registrar_options.h"
#include "scenarios/language/place.h"
#include "values/ip_address.h"
#include "values/probability.h"
#include "values/time.h"
#include "wire/digest/algorithm.h"

namespace dialtone {

// --- at a moment ---

// Power goes, and returns.
struct PowerAction {
  enum class How : std::uint8_t {
    kCut,      // without warning
    kOff,      // as a person switches it off
    kRestart,  // without warning, and soon back
  };
  How how = How::kCut;
  // How long the power stays away.
  Duration off_for{};
  // Whether what should survive is gone too: a device's flash, a call agent's bindings.
  bool forgets = false;
};
// What SIGSTOP and SIGCONT do: sockets go on receiving, nothing else goes on.
struct PauseAction {
  Duration length{};
};
// The date that the host believes in jumps.
struct ClockAction {
  Duration step{};
  // In place of a step: what it shows then.
  std::optional<WallTime> set;
};
// Every TCP connection of the device is reset at both ends, as a box on its way would do it.
struct ResetAction {};
// A call agent loses its bindings, a NAT its mappings.
struct ForgetAction {};
// The call agent sends a NOTIFY to every contact that is bound, or to those of a group.
struct NotifyAction {
  // The value of its Event header: `check-sync`.
  std::string event;
  // A group; empty: all.
  std::string to;
};
// The operator changes subscribers in the database.
struct ChangeAction {
  // A group.
  std::string of;
  // Columns of the CSV and their new values.
  std::vector<std::pair<std::string, std::string>> columns;
};

// --- in a window ---

enum class PacketProtocol : std::uint8_t { kAll, kUdp, kTcp };
// What becomes of the devices' packets that match.
struct PacketAction {
  PacketProtocol protocol = PacketProtocol::kAll;
  bool drops = false;
  // Each by as much, and up to `jitter` more, drawn.
  Duration delay{};
  Duration jitter{};
  bool duplicates = false;
  bool corrupts = false;
  // Each direction of each device by itself; 0: without limit.
  std::uint64_t bits_per_second = 0;
  Duration queue_limit = std::chrono::milliseconds(200);
};
// What becomes of the devices' questions for names.
struct NameAction {
  enum class Failure : std::uint8_t { kNone, kNoSuchName, kNoAnswer };
  Failure failure = Failure::kNone;
  Duration delay{};
  // Another answer: a server's target name, `nowhere`, or an address.
  std::string to{};
};
// The flash, or the disk, takes nothing.
struct FlashAction {};
// The wall clock runs fast by so many millionths, or slow.
struct DriftAction {
  std::int64_t parts_per_million = 0;
};

// Sent instead of a server's own answer.
struct ScriptedAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
// What is changed in an answer before it is sent. In this order.
struct AnswerEdit {
  // Only an answer of this status; 0: any. A scenario says it where it says what else the fault is about.
  int of_status = 0;
  // The body of the answer to another device, the one before.
  bool swaps = false;
  // Every occurrence of a text, by another.
  std::vector<std::pair<std::string, std::string>> replacements;
  // What the XML declaration says, and what is sent; empty: as it was.
  std::string declared_encoding;
  bool is_latin1 = false;
  bool byte_order_mark = false;
  // So many bytes are left, and Content-Length says so.
  std::optional<std::uint64_t> truncated_to;
  // The byte that is another.
  std::optional<std::uint64_t> corrupted_at;
  bool gzip = false;
  // Set; one with an empty value goes.
  std::vector<std::pair<std::string, std::string>> headers;
};
// What a proxy does to a request before it passes it on.
struct RequestEdit {
  std::string method;
  bool strips_body = false;
  // Every occurrence of a text in the body, by another.
  std::vector<std::pair<std::string, std::string>> replacements;
  std::vector<std::pair<std::string, std::string>> headers;
};
// In the middle of an answer.
struct Stall {
  std::uint64_t at_byte = 0;
  Duration length{};
};
// What a registrar does otherwise than it should; what is absent stays.
struct RegistrarChange {
  std::optional<Duration> nonce_lifetime;
  bool omits_stale = false;
  std::vector<digest::Algorithm> algorithms;
  std::optional<Duration> min_expires;
  std::optional<Duration> max_expires;
  std::optional<Duration> granted_expires;
  std::optional<std::uint32_t> max_contacts;
};
// What a server, or a proxy, does with a request that matches.
struct ServerAction {
  // Before anything else.
  Duration delay{};
  // It never answers, and does nothing.
  bool drops = false;
  std::optional<ScriptedAnswer> answer;
  std::optional<AnswerEdit> edit;
  // Only HTTP.
  std::optional<Stall> stall;
  std::optional<std::uint64_t> close_at_byte;
  // Only SIP over TCP: the connection ends behind the answer.
  bool closes = false;
  // Only proxies.
  std::optional<RequestEdit> request;
  Duration cache_for{};
};
// What the user database says to a server.
struct DatabaseAction {
  enum class Says : std::uint8_t {
    kLocked,
    kGone,
    kConflict,  // whoever asks for settings: his identity stands in two rows
  };
  Says says{};
};

using FaultAction =
    std::variant<PowerAction, PauseAction, ClockAction, ResetAction, ForgetAction, NotifyAction, ChangeAction,
                 PacketAction, NameAction, FlashAction, DriftAction, ServerAction, DatabaseAction, RegistrarChange>;

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
  // Of each device's requests, or writes to flash, that match: only the n-th, or only the first n; 0: all.
  std::uint64_t nth = 0;
  std::uint64_t first = 0;
  // Of requests and packets: only a share of them, each drawn by itself.
  std::optional<Probability> share{};

  // Packets.
  PacketProtocol protocol = PacketProtocol::kAll;
  enum class Direction : std::uint8_t { kBoth, kFromDevices, kToDevices };
  Direction direction = Direction::kBoth;
  // A server's target name.
  std::string peer{};
  // In bytes, with IP's header.
  std::uint32_t larger_than = 0;
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

// Whether the action fills a window; otherwise it happens at a moment.
inline bool has_window(const FaultAction& action) {
  return std::holds_alternative<PacketAction>(action) || std::holds_alternative<NameAction>(action) ||
         std::holds_alternative<FlashAction>(action) || std::holds_alternative<DriftAction>(action) ||
         std::holds_alternative<ServerAction>(action) || std::holds_alternative<DatabaseAction>(action) ||
         std::holds_alternative<RegistrarChange>(action);
}

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
