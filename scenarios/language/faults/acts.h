// The acts of faults: what can be done to a target. act_table.h has a row for each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "call_agent_sim/registrar/duration_in_turn.h"
#include "device_sim/model/quirks.h"
#include "scenarios/language/names/identity_fault.h"
#include "values/time.h"
#include "values/transport.h"
#include "wire/digest/algorithm.h"

namespace dialtone {

// --- at a moment ---

// How a host loses its power.
enum class PowerLoss : std::uint8_t {
  kCut,      // without warning
  kOff,      // after a regular shutdown
  kRestart,  // without warning, and back soon
};
// The power goes and returns.
struct PowerAction {
  PowerLoss how = PowerLoss::kCut;
  // How long the power stays away.
  Duration off_for{};
  // True if state is lost that would survive: a device's flash, a call agent's bindings.
  bool forgets = false;
};
// As SIGSTOP and SIGCONT: sockets receive, nothing else runs.
struct PauseAction {
  Duration length{};
};
// The host's date jumps.
struct ClockAction {
  Duration step{};
  // The new date; replaces `step`.
  std::optional<WallTime> set;
};
// Every TCP connection of the device is reset at both ends, as by a middlebox.
struct ResetAction {};
// A call agent loses its bindings, a NAT its mappings.
struct ForgetAction {};
// DHCP gives a device another address.
struct AddressAction {};
// The call agent sends a NOTIFY to all bound contacts, or to those of a group.
struct NotifyAction {
  // The value of the Event header: `check-sync`.
  std::string event;
  // A group; empty: all contacts.
  std::string to;
};
// The operator changes rows of the user database.
struct ChangeAction {
  // The group whose rows change.
  std::string of;
  // Columns of the CSV and their new values.
  std::vector<std::pair<std::string, std::string>> columns;
};

// --- in a window ---

// What happens to matching packets of the devices.
struct PacketAction {
  // None: both.
  std::optional<Transport> protocol{};
  bool drops = false;
  // Each packet is late by `delay`, and by up to `jitter` more, drawn.
  Duration delay{};
  Duration jitter{};
  bool duplicates = false;
  bool corrupts = false;
  // For each device and direction separately; 0: no limit.
  std::uint64_t bits_per_second = 0;
  Duration queue_limit = std::chrono::milliseconds(200);
};
enum class NameFailure : std::uint8_t { kNone, kNoSuchName, kNoAnswer };
// What happens to the devices' questions for names.
struct NameAction {
  NameFailure failure = NameFailure::kNone;
  Duration delay{};
  // The answer instead: a server's target name, `nowhere`, or an address.
  std::string to{};
};
// All writes to the flash fail.
struct FlashAction {};
// The host's clock runs fast by so many millionths; negative: slow.
struct DriftAction {
  std::int64_t parts_per_million = 0;
};

// A header that a fault writes into a message. Without a value, a cycle and a size the header is removed.
struct HeaderText {
  HeaderText() = default;
  HeaderText(std::string header, std::string text) : name(std::move(header)), value(std::move(text)) {}

  std::string name;
  std::string value;
  // Replaces `value`: another value in each message, in turn for each device. An empty one leaves the header out.
  std::vector<std::string> cycle;
  // The value is filled up with `x` to so many bytes.
  std::uint64_t size_bytes = 0;
  // The header stands so many times.
  std::uint32_t repeat = 1;

  friend bool operator==(const HeaderText&, const HeaderText&) = default;
};
// An answer that replaces the server's own.
struct ScriptedAnswer {
  int status = 0;
  std::vector<HeaderText> headers{};
  std::string body{};
  // Replace `status` and `body`: another one in each answer, in turn for each device.
  std::vector<int> statuses{};
  std::vector<std::string> bodies{};
};
// How a body says where it ends (RFC 9112 section 6).
enum class Framing : std::uint8_t {
  kOwn,  // as the target does
  kChunked,
  kNoLength,  // it ends with the connection
  kLength,    // Content-Length states another number
};
// Changes to an answer before it is sent, applied in this order.
struct AnswerEdit {
  // The body becomes that of the previous answer to another device.
  bool swaps = false;
  // Replaces every occurrence of the first text by the second.
  std::vector<std::pair<std::string, std::string>> replacements;
  // The encoding in the XML declaration, whatever is sent; empty: unchanged.
  std::string declared_encoding;
  bool is_latin1 = false;
  bool byte_order_mark = false;
  // The body is cut to so many bytes; Content-Length agrees.
  std::optional<std::uint64_t> truncated_to;
  // The index of a byte that is changed.
  std::optional<std::uint64_t> corrupted_at;
  bool gzip = false;
  // Headers that are set.
  std::vector<HeaderText> headers;
  // HTTP only. Of several edits the last one that frames the body decides.
  Framing framing = Framing::kOwn;
  std::uint64_t declared_length = 0;
  // Whether the connection stays open after the answer, whatever the answer says.
  std::optional<bool> keeps_connection;

  friend bool operator==(const AnswerEdit&, const AnswerEdit&) = default;
};
// How a call agent sends an answer.
struct AnswerSending {
  // The answer is sent so many times.
  std::uint32_t copies = 1;
  // The answer is sent after the next one to the same device.
  bool after_next = false;
  // Over UDP: from another port than the one that was asked; to the device that sent the last request before.
  bool from_another_port = false;
  bool to_another_device = false;

  friend bool operator==(const AnswerSending&, const AnswerSending&) = default;
};
// Changes to a request before a proxy passes it on.
struct RequestEdit {
  std::string method;
  bool strips_body = false;
  // Replaces every occurrence of the first text in the body by the second.
  std::vector<std::pair<std::string, std::string>> replacements;
  std::vector<HeaderText> headers;

  friend bool operator==(const RequestEdit&, const RequestEdit&) = default;
};
// A pause in the middle of an answer.
struct Stall {
  std::uint64_t at_byte = 0;
  Duration length{};
};
// Settings of a registrar for the time of a fault. An absent one stays as it is.
struct RegistrarChange {
  std::optional<Duration> nonce_lifetime;
  bool omits_stale = false;
  std::vector<digest::Algorithm> algorithms;
  std::optional<Duration> min_expires;
  std::optional<Duration> max_expires;
  std::optional<Duration> granted_expires;
  // In place of `granted_expires`.
  std::optional<DurationInTurn> granted_in_turn;
  std::optional<std::uint32_t> max_contacts;
  std::vector<std::string> realms;

  friend bool operator==(const RegistrarChange&, const RegistrarChange&) = default;
};
// What a server or a proxy does with a matching request.
struct ServerAction {
  // A wait before anything else.
  Duration delay{};
  // The request is neither processed nor answered.
  bool drops = false;
  std::optional<ScriptedAnswer> answer;
  std::optional<AnswerEdit> edit;
  // HTTP only.
  std::optional<Stall> stall;
  std::optional<std::uint64_t> close_at_byte;
  // SIP over TCP only: the connection ends after the answer.
  bool closes = false;
  // SIP only.
  std::optional<AnswerSending> sending;
  // Proxies only.
  std::optional<RequestEdit> request;
  Duration cache_for{};
};
// What the user database answers to a server.
struct DatabaseAction {
  enum class Says : std::uint8_t {
    kLocked,
    kGone,
    kConflict,  // provisioning only: the identity stands in two rows
  };
  Says says{};
};

// --- what a device is, in a window ---

// It has these quirks too.
struct QuirkAction {
  Quirks quirks;
};
// It has the habits of another profile, and was made with that profile's URL.
struct ProfileAction {
  std::string profile;
};
// It states another identity than its own: one of kFalseIdentityWords.
struct IdentityAction {
  IdentityFault identity = IdentityFault::kUnknown;
};
// It has wrong passwords, in place of those in its settings or those for the provisioning server.
struct CredentialsAction {
  enum class Wrong : std::uint8_t { kAll, kOfCallAgents, kOfProvisioning };
  Wrong wrong = Wrong::kAll;
};
// Its line is in use: what waits for an idle line waits.
struct BusyAction {};

// Any act. act_table.h has a row for each, in this order.
using FaultAction =
    std::variant<PowerAction, PauseAction, DriftAction, ClockAction, ResetAction, FlashAction, NameAction, ChangeAction,
                 NotifyAction, ForgetAction, RegistrarChange, DatabaseAction, PacketAction, ServerAction, QuirkAction,
                 ProfileAction, IdentityAction, CredentialsAction, BusyAction, AddressAction>;

}  // namespace dialtone
