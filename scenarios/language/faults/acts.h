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
  kRestart,  // without warning, and soon restored
};
// The target loses its power, and gets it back.
struct PowerAction {
  PowerLoss how = PowerLoss::kCut;
  // How long the target is without power.
  Duration off_for{};
  // True if the target also loses state that normally survives: a device's flash, a call agent's bindings.
  bool forgets = false;
};
// Stops the target as SIGSTOP does, until SIGCONT: its sockets receive, and nothing else runs.
struct PauseAction {
  Duration length{};
};
// Changes the date of the host's clock.
struct ClockAction {
  Duration step{};
  // The new date; if set, `step` is unused.
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
  // nullopt: both protocols.
  std::optional<Transport> protocol{};
  bool drops = false;
  // Each packet is delayed by `delay` plus a random time of up to `jitter`.
  Duration delay{};
  Duration jitter{};
  bool duplicates = false;
  bool corrupts = false;
  // The limit for each device and direction separately; 0: no limit.
  std::uint64_t bits_per_second = 0;
  Duration queue_limit = std::chrono::milliseconds(200);
};
enum class NameFailure : std::uint8_t { kNone, kNoSuchName, kNoAnswer };
// What happens to the devices' DNS look-ups.
struct NameAction {
  NameFailure failure = NameFailure::kNone;
  Duration delay{};
  // What the name resolves to instead: the target name of a server, `nowhere`, or an address.
  std::string to{};
};
// All writes to the flash fail.
struct FlashAction {};
// The host's clock runs fast by this many millionths; a negative number: slow.
struct DriftAction {
  std::int64_t parts_per_million = 0;
};

// A header that a fault writes into a message. If it has no value, no cycle and no size, the header is removed.
struct HeaderText {
  HeaderText() = default;
  HeaderText(std::string header, std::string text) : name(std::move(header)), value(std::move(text)) {}

  std::string name;
  std::string value;
  // If set, replaces `value`: successive messages to a device get the next of these values, then the first again. An
  // empty value leaves the header out.
  std::vector<std::string> cycle;
  // The value is lengthened with `x` to this many bytes.
  std::uint64_t size_bytes = 0;
  // How many times the header is written.
  std::uint32_t repeat = 1;

  friend bool operator==(const HeaderText&, const HeaderText&) = default;
};
// An answer that replaces the server's own.
struct ScriptedAnswer {
  int status = 0;
  std::vector<HeaderText> headers{};
  std::string body{};
  // If set, they replace `status` and `body`: successive answers to a device get the next of these, then the first
  // again.
  std::vector<int> statuses{};
  std::vector<std::string> bodies{};
};
// How the message shows where its body ends (RFC 9112 section 6).
enum class Framing : std::uint8_t {
  kOwn,  // as the target itself does it
  kChunked,
  kNoLength,  // the body ends with the connection
  kLength,    // Content-Length states a wrong number
};
// Changes to an answer before it is sent, applied in this order.
struct AnswerEdit {
  // Replaces the body by that of the previous answer to another device.
  bool swaps = false;
  // Replaces every occurrence of the first text by the second.
  std::vector<std::pair<std::string, std::string>> replacements;
  // The encoding to name in the XML declaration, whatever encoding is sent; empty: unchanged.
  std::string declared_encoding;
  bool is_latin1 = false;
  bool byte_order_mark = false;
  // Cuts the body to this many bytes, with a matching Content-Length.
  std::optional<std::uint64_t> truncated_to;
  // The index of a byte to change.
  std::optional<std::uint64_t> corrupted_at;
  bool gzip = false;
  // Headers to set.
  std::vector<HeaderText> headers;
  // HTTP only. If several edits say how the body is framed, the last one decides.
  Framing framing = Framing::kOwn;
  std::uint64_t declared_length = 0;
  // If set: whether the connection stays open after the answer, whatever the answer's headers say.
  std::optional<bool> keeps_connection;

  friend bool operator==(const AnswerEdit&, const AnswerEdit&) = default;
};
// How a call agent sends an answer.
struct AnswerSending {
  // How many times the answer is sent.
  std::uint32_t copies = 1;
  // Holds the answer back until the next answer to the same device has been sent.
  bool after_next = false;
  // Over UDP only: `from_another_port` sends from a port other than the one that got the request; `to_another_device`
  // sends to the other device whose request came last.
  bool from_another_port = false;
  bool to_another_device = false;

  friend bool operator==(const AnswerSending&, const AnswerSending&) = default;
};
// Changes to a request before a proxy forwards it.
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
// Settings of a registrar that change while a fault is open. An unset member changes nothing.
struct RegistrarChange {
  std::optional<Duration> nonce_lifetime;
  bool omits_stale = false;
  std::vector<digest::Algorithm> algorithms;
  std::optional<Duration> min_expires;
  std::optional<Duration> max_expires;
  std::optional<Duration> granted_expires;
  // If set, used instead of `granted_expires`: a duration that changes from one registration to the next.
  std::optional<DurationInTurn> granted_in_turn;
  std::optional<std::uint32_t> max_contacts;
  std::vector<std::string> realms;

  friend bool operator==(const RegistrarChange&, const RegistrarChange&) = default;
};
// What a server or a proxy does with a matching request.
struct ServerAction {
  // The time to wait before anything else.
  Duration delay{};
  // The request is neither processed nor answered.
  bool drops = false;
  std::optional<ScriptedAnswer> answer;
  std::optional<AnswerEdit> edit;
  // HTTP only.
  std::optional<Stall> stall;
  std::optional<std::uint64_t> close_at_byte;
  // SIP over TCP only: the connection is closed after the answer.
  bool closes = false;
  // SIP only.
  std::optional<AnswerSending> sending;
  // Proxies only.
  std::optional<RequestEdit> request;
  Duration cache_for{};
};
// What the user database answers when a server asks.
struct DatabaseAction {
  enum class Says : std::uint8_t {
    kLocked,
    kGone,
    kConflict,  // provisioning only: two rows have the identity
  };
  Says says{};
};

// --- what a device is, in a window ---

// The device has these quirks in addition to its own.
struct QuirkAction {
  Quirks quirks;
};
// The device has the habits of another profile, and that profile's factory-set URL.
struct ProfileAction {
  std::string profile;
};
// The device states a false identity: one of kFalseIdentityWords.
struct IdentityAction {
  IdentityFault identity = IdentityFault::kUnknown;
};
// The device uses wrong passwords instead of those in its settings, or of those for the provisioning server.
struct CredentialsAction {
  enum class Wrong : std::uint8_t { kAll, kOfCallAgents, kOfProvisioning };
  Wrong wrong = Wrong::kAll;
};
// The device's line is in use, so everything that waits for an idle line waits.
struct BusyAction {};

// Any act, in the order of the rows in act_table.h.
using FaultAction =
    std::variant<PowerAction, PauseAction, DriftAction, ClockAction, ResetAction, FlashAction, NameAction, ChangeAction,
                 NotifyAction, ForgetAction, RegistrarChange, DatabaseAction, PacketAction, ServerAction, QuirkAction,
                 ProfileAction, IdentityAction, CredentialsAction, BusyAction, AddressAction>;

}  // namespace dialtone
