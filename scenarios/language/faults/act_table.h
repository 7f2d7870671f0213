// The table of all acts, with a row for each: its words, targets, time (moment or window), match keys, what is counted,
// and its executor. To add an act: a struct in acts.h, a row here, the keys below its words (act_keys.h), and an
// overload in its executor (scenarios/faults/carry_out.h). If one of these is missing, the program does not compile.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <tuple>
#include <type_traits>

#include "scenarios/language/faults/acts.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// The kinds of targets. They allow different acts.
enum class TargetKind : std::uint8_t { kDevices, kProvisioning, kCallAgent, kProxy, kNat };

// A set of target kinds, as bits.
struct Targets {
  constexpr Targets() = default;
  constexpr Targets(std::initializer_list<TargetKind> kinds) {
    for (const TargetKind kind : kinds) bits |= bit_of(kind);
  }
  constexpr bool has(TargetKind kind) const { return (bits & bit_of(kind)) != 0; }
  constexpr bool any_of(Targets others) const { return (bits & others.bits) != 0; }
  constexpr Targets operator|(Targets others) const {
    others.bits |= bits;
    return others;
  }
  static constexpr unsigned bit_of(TargetKind kind) { return 1U << static_cast<unsigned>(kind); }

  unsigned bits = 0;
};

// The code that carries out an act. Each executor handles all acts that are assigned to it (carry_out.h).
enum class Executor : std::uint8_t {
  kNobody,
  kPlayer,      // strikes at once: the code that runs the target
  kFollower,    // follows open windows: the code that runs the target
  kOperator,    // changes rows of the user database
  kPackets,     // decides about packets
  kHostScript,  // stands between a device and its host
  kRequests,    // decides about requests
  kStore,       // stands between a server and the user database
  kChanger,     // changes what a device is
};

// What the summary's figure for a fault counts.
enum class Counted : std::uint8_t {
  kBeginnings,
  kDevices,  // devices that were on when they were hit; for a target other than devices, how often the fault began
  kActs,     // requests, packets, look-ups or writes on which the fault acted
};

// On what an act acts, which decides the keys of its `match` and what is counted.
struct MatchKeys {
  bool requests = false;
  bool packets = false;
  bool names = false;
  bool writes = false;

  constexpr bool any() const { return requests || packets || names || writes; }
};

// A word that may stand under `do`, as a key.
struct ActWord {
  Key key{"word", "None.", "none"};
  Targets targets;
  // For a word that several acts share: the act is meant if the map below the word has this key. Empty: the act is
  // meant if the map has none of the other acts' keys.
  std::string_view only_with = {};
};

// A list of words, in the order in which messages name them.
class ActWords {
 public:
  constexpr ActWords(std::initializer_list<ActWord> words) {
    for (const ActWord& word : words) words_[count_++] = word;
  }
  constexpr const ActWord* begin() const { return words_.data(); }
  constexpr const ActWord* end() const { return words_.data() + count_; }
  constexpr std::size_t size() const { return count_; }
  constexpr const ActWord& operator[](std::size_t place) const { return words_[place]; }

  static constexpr std::size_t kMost = 10;

 private:
  std::array<ActWord, kMost> words_{};
  std::size_t count_ = 0;
};

struct ActTraits {
  ActWords words;
  // True if several words of this act may stand in one `do`, where they make a single act.
  bool together = false;
  bool is_window = false;
  MatchKeys match{};
  Counted counted = Counted::kBeginnings;
  // The reason for a count of 0, for the summary; unused if beginnings are counted.
  std::string_view never_struck{};
  Executor executor = Executor::kNobody;
  // True if the target serves nobody while the act lasts.
  bool takes_target_away = false;
  // True if the act stays in effect after a loss of power or the end of the target's process.
  bool outlives_power = false;

  constexpr Targets targets() const {
    Targets all;
    for (const ActWord& word : words) all = all | word.targets;
    return all;
  }
};

template <typename Act>
struct ActRow {
  ActTraits traits;
  // The member that says how long the act keeps the target from its work; null: not at all or, for a window, as long as
  // the window is open.
  Duration Act::* length = nullptr;
};

inline constexpr Targets kDevicesOnly{TargetKind::kDevices};
inline constexpr Targets kServersOnly{TargetKind::kProvisioning, TargetKind::kCallAgent};
inline constexpr Targets kServersAndProxies = kServersOnly | Targets{TargetKind::kProxy};
inline constexpr Targets kWithClocks = kDevicesOnly | kServersOnly;
inline constexpr Targets kAllTargets = kWithClocks | Targets{TargetKind::kProxy, TargetKind::kNat};

// If the words in a `do` fit several rows, the first row wins.
inline constexpr std::tuple kActTable{
    ActRow<PowerAction>{
        {.words = {{{"power_cut", "The power goes without warning. A server crashes and forgets what it did not store.",
                     "{ off_for: 10s }"},
                    kAllTargets},
                   {{"power_off", "A regular shutdown: the host finishes its work and switches off.",
                     "{ off_for: 10s }"},
                    kWithClocks},
                   {{"restart", "The power goes without warning and returns soon.", "{ state: kept }"}, kWithClocks}},
         .counted = Counted::kDevices,
         .never_struck = "no device had been switched on",
         .executor = Executor::kPlayer,
         .takes_target_away = true},
        &PowerAction::off_for},
    ActRow<PauseAction>{
        {.words = {{{"pause", "The host stands still, as between SIGSTOP and SIGCONT. Its sockets go on receiving.",
                     "{ length: 5s }"},
                    kWithClocks}},
         .counted = Counted::kDevices,
         .never_struck = "no device was on",
         .executor = Executor::kPlayer,
         .takes_target_away = true},
        &PauseAction::length},
    ActRow<DriftAction>{
        {.words = {{{"clock", "Its clock runs fast or slow.", "{ drift_ppm: 200 }"}, kWithClocks, "drift_ppm"}},
         .is_window = true,
         .executor = Executor::kFollower}},
    ActRow<ClockAction>{
        {.words = {{{"clock", "The host's date jumps, or its clock runs fast or slow.", "{ step: -1h }"}, kWithClocks}},
         .executor = Executor::kPlayer,
         .outlives_power = true}},
    ActRow<ResetAction>{
        {.words = {{{"reset", "The devices' TCP connections are reset, as by a middlebox.", "tcp"}, kDevicesOnly}},
         .counted = Counted::kDevices,
         .never_struck = "no device was on",
         .executor = Executor::kPlayer}},
    ActRow<FlashAction>{{.words = {{{"flash", "Writes to the devices' flash fail.", "fails"}, kDevicesOnly}},
                         .is_window = true,
                         .match = {.writes = true},
                         .counted = Counted::kActs,
                         .never_struck = "no such write was begun",
                         .executor = Executor::kHostScript}},
    ActRow<NameAction>{
        {.words = {{{"resolve", "Changes the answers to the devices' name look-ups.", "{ fail: no-answer }"},
                    kDevicesOnly}},
         .is_window = true,
         .match = {.names = true},
         .counted = Counted::kActs,
         .never_struck = "nobody asked for such a name",
         .executor = Executor::kHostScript}},
    ActRow<ChangeAction>{
        {.words = {{{"change", "New values for columns of a group's rows in the user database, as in the CSV.",
                     "{ of: homes, expires: 120 }"},
                    {TargetKind::kProvisioning}}},
         .executor = Executor::kOperator}},
    ActRow<NotifyAction>{
        {.words = {{{"notify", "Sends a NOTIFY with this event to every contact, or to those of a group.",
                     "check-sync"},
                    {TargetKind::kCallAgent}}},
         .executor = Executor::kPlayer}},
    ActRow<ForgetAction>{
        {.words = {{{"forget", "The call agent forgets its bindings.", "bindings"}, {TargetKind::kCallAgent}},
                   {{"forget", "The NAT forgets its mappings.", "mappings"}, {TargetKind::kNat}}},
         .executor = Executor::kPlayer}},
    ActRow<RegistrarChange>{
        {.words = {{{"registrar", "Settings of the registrar for the time of the fault.", "{ stale: omitted }"},
                    {TargetKind::kCallAgent}}},
         .is_window = true,
         .executor = Executor::kFollower}},
    ActRow<DatabaseAction>{
        {.words = {{{"database", "How the user database answers the server.", "locked"}, kServersOnly}},
         .is_window = true,
         .counted = Counted::kActs,
         .never_struck = "nobody asked the database",
         .executor = Executor::kStore,
         .takes_target_away = true}},
    ActRow<PacketAction>{
        {.words = {{{"drop", "The devices' packets are dropped.", "tcp"}, kDevicesOnly},
                   {{"delay", "The extra delay of each packet.", "800ms"}, kDevicesOnly},
                   {{"jitter", "The most extra delay on top, drawn for each packet.", "50ms"}, kDevicesOnly},
                   {{"duplicate", "Packets arrive twice.", "packets"}, kDevicesOnly},
                   {{"corrupt", "One byte of each packet is changed.", "payload"}, kDevicesOnly},
                   {{"bandwidth", "The most bits a second of each device, in each direction.", "64kbit"}, kDevicesOnly},
                   {{"queue", "The longest wait for the bandwidth; a packet that would wait longer is dropped.",
                     "100ms"},
                    kDevicesOnly}},
         .together = true,
         .is_window = true,
         .match = {.packets = true},
         .counted = Counted::kActs,
         .never_struck = "no packet was for it",
         .executor = Executor::kPackets}},
    ActRow<ServerAction>{
        {.words =
             {{{"answer", "The answer that is sent instead of the target's own.", "{ status: 503 }"},
               kServersAndProxies},
              {{"delay", "The wait before a request is processed.", "2s"}, kServersAndProxies},
              {{"drop", "Requests are never answered.", "requests"}, kServersAndProxies},
              {{"edit", "Changes to the target's own answer, applied in this order.", "{ headers: { Server: x } }"},
               kServersAndProxies},
              {{"stall", "A pause in the middle of the answer.", "{ length: 5s }"}, {TargetKind::kProvisioning}},
              {{"close_at_byte", "The connection is closed after this many bytes of the answer.", "100"},
               {TargetKind::kProvisioning}},
              {{"close", "Over TCP, the connection is closed after the answer.", "connection"},
               {TargetKind::kCallAgent}},
              {{"send", "How the answer is sent: how often, when, from where, and to whom.", "{ copies: 2 }"},
               {TargetKind::kCallAgent}},
              {{"request", "Changes to a request before it is forwarded.", "{ method: POST }"}, {TargetKind::kProxy}},
              {{"cache_for",
                "How long an answer is kept, whatever its headers say, and sent to every client that asks with the "
                "same method and URL.",
                "10m"},
               {TargetKind::kProxy}}},
         .together = true,
         .is_window = true,
         .match = {.requests = true},
         .counted = Counted::kActs,
         .never_struck = "no request was for it",
         .executor = Executor::kRequests}},
    ActRow<QuirkAction>{
        {.words = {{{"quirk", "The devices have this quirk too, or these.", "repeats-expires"}, kDevicesOnly}},
         .is_window = true,
         .executor = Executor::kChanger,
         .outlives_power = true}},
    ActRow<ProfileAction>{
        {.words = {{{"profile", "The devices have the habits of another profile or family.", "snom"}, kDevicesOnly}},
         .is_window = true,
         .executor = Executor::kChanger,
         .outlives_power = true}},
    ActRow<IdentityAction>{
        {.words = {{{"identity", "The devices state another identity than the ITSP's database has.", "wrong-mac"},
                    kDevicesOnly}},
         .is_window = true,
         .executor = Executor::kChanger,
         .outlives_power = true}},
    ActRow<CredentialsAction>{{.words = {{{"credentials", "The devices' passwords are wrong.", "wrong"}, kDevicesOnly}},
                               .is_window = true,
                               .executor = Executor::kChanger,
                               .outlives_power = true}},
    ActRow<BusyAction>{
        {.words = {{{"busy", "The devices' line is in use: what waits for an idle line waits.", "line"}, kDevicesOnly}},
         .is_window = true,
         .executor = Executor::kChanger,
         .outlives_power = true}},
    ActRow<AddressAction>{
        {.words = {{Key("address", "DHCP gives each device another address.", "new").in_virtual_world(), kDevicesOnly}},
         .executor = Executor::kPlayer,
         .outlives_power = true}},
};

template <typename... Act>
std::variant<Act...> any_act_of(const std::tuple<ActRow<Act>...>& table);
static_assert(std::is_same_v<decltype(any_act_of(kActTable)), FaultAction>,
              "each act has a row, in the order of FaultAction");

template <typename Act>
constexpr const ActRow<Act>& row_of() {
  return std::get<ActRow<Act>>(kActTable);
}

template <typename... Act>
constexpr auto all_traits(const std::tuple<ActRow<Act>...>&) {
  return std::array<ActTraits, sizeof...(Act)>{row_of<Act>().traits...};
}
// The traits of all rows, in the order of FaultAction.
inline constexpr std::array kActs = all_traits(kActTable);

constexpr const ActTraits& traits_of(const FaultAction& action) { return kActs[action.index()]; }

// True if the act lasts for a window; false if it happens at a moment.
constexpr bool has_window(const FaultAction& action) { return traits_of(action).is_window; }

constexpr bool is_carried_out_by(const FaultAction& action, Executor executor) {
  return traits_of(action).executor == executor;
}

// True if the act strikes each device of a group at a separate moment, given a `spread`: acts that happen at a moment,
// and windows that change what a device is.
constexpr bool strikes_apart(const FaultAction& action) {
  return !has_window(action) || is_carried_out_by(action, Executor::kChanger);
}

// True if no target has a word that two acts share without a key below the word that distinguishes them.
constexpr bool are_words_unique() {
  std::array<ActWord, kActs.size() * ActWords::kMost> known{};
  std::size_t count = 0;
  for (const ActTraits& act : kActs) {
    for (const ActWord& word : act.words) {
      const auto end = known.begin() + static_cast<std::ptrdiff_t>(count);
      const bool is_known = std::any_of(known.begin(), end, [&](const ActWord& other) {
        return other.key.name == word.key.name && other.only_with == word.only_with &&
               other.targets.any_of(word.targets);
      });
      if (is_known) return false;
      known[count++] = word;
    }
  }
  return true;
}
static_assert(are_words_unique(), "two acts of one target have one word");
static_assert(std::none_of(kActs.begin(), kActs.end(),
                           [](const ActTraits& act) { return act.executor == Executor::kNobody; }),
              "nobody carries an act out");
static_assert(std::all_of(kActs.begin(), kActs.end(),
                          [](const ActTraits& act) {
                            return (act.counted == Counted::kBeginnings) == act.never_struck.empty();
                          }),
              "what is counted says what there was not");

}  // namespace dialtone
