// What can be done to a target of a scenario: a struct for each act. act_table.h has what is to be known of them all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "values/time.h"
#include "values/transport.h"
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

// What becomes of the devices' packets that match.
struct PacketAction {
  // None: both.
  std::optional<Transport> protocol{};
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

}  // namespace dialtone
