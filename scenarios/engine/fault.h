// What goes wrong in a scenario: for whom, when, and what is done to it.
//
// A fault is a moment (`at`: power that fails, connections that are reset, a NOTIFY) or a window (`from`, `until`:
// answers that are replaced or late, packets that are dropped).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "scenarios/engine/place.h"
#include "values/time.h"

namespace dialtone {

struct PowerCutAction {
  // How long the power stays away.
  Duration off_for{};
};
struct PowerOffAction {
  Duration off_for{};
};
// Every TCP connection of the device is reset at both ends, as a box on its way would do it.
struct ResetAction {};
// The call agent sends a NOTIFY to every contact that is bound.
struct NotifyAction {
  // The value of its Event header: `check-sync`.
  std::string event;
};
// The device's packets, both ways, vanish.
struct DropPacketsAction {
  enum class Protocol : std::uint8_t { kAll, kUdp, kTcp };
  Protocol protocol = Protocol::kAll;
};

// Sent instead of a server's own answer.
struct ScriptedAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
// What a server does with a request that matches.
struct ServerAction {
  // Before anything else.
  Duration delay{};
  // It never answers, and does nothing.
  bool drops = false;
  std::optional<ScriptedAnswer> answer;
};

using FaultAction =
    std::variant<PowerCutAction, PowerOffAction, ResetAction, NotifyAction, DropPacketsAction, ServerAction>;

// Which requests a server's fault is about; what is empty matches all.
struct RequestMatch {
  std::string method;
  // Of the URL, without its query. Only HTTP.
  std::string path;
};

struct Fault {
  std::string name;
  // A group's name, or a server's.
  std::string target;
  // The moment, or the window's begin.
  Duration at{};
  // Each device of the group is hit at an even draw from [at, at + spread]. Only of a moment.
  Duration spread{};
  // The window's end; zero: the scenario's.
  Duration until{};
  RequestMatch match;
  FaultAction action;
  Place place;
};

// Whether the action fills a window; otherwise it happens at a moment.
inline bool has_window(const FaultAction& action) {
  return std::holds_alternative<DropPacketsAction>(action) || std::holds_alternative<ServerAction>(action);
}

// How scenarios name the servers as targets.
inline constexpr std::string_view kProvisioningTarget = "provisioning";
inline constexpr std::string_view kCallAgentTarget = "call_agent";
inline constexpr std::string_view kBackupCallAgentTarget = "backup_call_agent";

inline bool is_server(std::string_view target) {
  return target == kProvisioningTarget || target == kCallAgentTarget || target == kBackupCallAgentTarget;
}

}  // namespace dialtone
