// What is to be known of every act, a row each: what it is called, at what it can be aimed, how long it lasts, what it
// can match, what is counted, and who carries it out. A new act is a struct in acts.h, a row here, what stands under
// its words (act_keys.h), and an overload at its executor (scenarios/faults/carry_out.h), without which nothing
// compiles.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <tuple>
#include <variant>

#include "scenarios/language/faults/acts.h"
#include "scenarios/language/keys/keys.h"

namespace dialtone {

// What a fault can be aimed at: each kind of target can have other things done to it.
enum class TargetKind : std::uint8_t { kDevices, kProvisioning, kCallAgent, kProxy, kNat };

// Some of them, as bits.
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

// Who carries an act out. Each has a visit of all acts that are its own.
enum class Executor : std::uint8_t {
  kNobody,
  kPlayer,      // who plays the target does it to the target, at once
  kFollower,    // who plays the target has the target follow what is open
  kOperator,    // changes the user database
  kPackets,     // judges packets
  kHostScript,  // stands between a device and its host
  kRequests,    // judges requests
  kStore,       // stands between a server and the user database
};

// What a fault's figure in the summary counts.
enum class Counted : std::uint8_t {
  kBeginnings,
  kDevices,  // that are hit, none of which is off; of another target, beginnings
  kActs,     // the requests, packets, questions or writes that it acts on
};

// The keys of `match` that an act takes.
struct MatchKeys {
  bool requests = false;
  bool packets = false;
  bool names = false;
  bool number = false;
  bool share = false;

  constexpr bool any() const { return requests || packets || names || number || share; }
};

// A word of `do`.
struct ActWord {
  Key key{"word", "None.", "none"};
  Targets targets;
  // Where several acts have the word: the key in its map that says that this one is meant.
  std::string_view only_with = {};
};

// In the order in which messages list them.
class ActWords {
 public:
  constexpr ActWords(std::initializer_list<ActWord> words) {
    for (const ActWord& word : words) words_[count_++] = word;
  }
  constexpr const ActWord* begin() const { return words_.data(); }
  constexpr const ActWord* end() const { return words_.data() + count_; }
  constexpr std::size_t size() const { return count_; }
  constexpr const ActWord& operator[](std::size_t place) const { return words_[place]; }

  static constexpr std::size_t kMost = 9;

 private:
  std::array<ActWord, kMost> words_{};
  std::size_t count_ = 0;
};

struct ActTraits {
  ActWords words;
  // Whether several of the words can stand in one `do`.
  bool together = false;
  bool is_window = false;
  MatchKeys match{};
  Counted counted = Counted::kBeginnings;
  // Of what is not counted by its beginnings, where there was nothing to count.
  std::string_view never_struck{};
  Executor executor = Executor::kNobody;
  // While it lasts nobody gets an answer from the target.
  bool takes_target_away = false;
  // A loss of power does not undo it, nor does the process's end.
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
  // How long it keeps its target from its work; null: not at all, or for its window.
  Duration Act::* length = nullptr;
};

inline constexpr Targets kDevicesOnly{TargetKind::kDevices};
inline constexpr Targets kServersOnly{TargetKind::kProvisioning, TargetKind::kCallAgent};
inline constexpr Targets kServersAndProxies = kServersOnly | Targets{TargetKind::kProxy};
inline constexpr Targets kWithClocks = kDevicesOnly | kServersOnly;
inline constexpr Targets kAllTargets = kWithClocks | Targets{TargetKind::kProxy, TargetKind::kNat};

// Where a fault says what is of several rows, the first of them is meant.
inline constexpr std::tuple kActTable{
    ActRow<PowerAction>{
        {.words = {{{"power_cut", "Power goes without warning; a server crashes, and forgets what it did not store.",
                     "{ off_for: 10s }"},
                    kAllTargets},
                   {{"power_off", "Power goes as a person switches it off.", "{ off_for: 10s }"}, kWithClocks},
                   {{"restart", "Power goes without warning, and is soon back.", "{ state: kept }"}, kWithClocks}},
         .counted = Counted::kDevices,
         .never_struck = "no device had been switched on",
         .executor = Executor::kPlayer,
         .takes_target_away = true},
        &PowerAction::off_for},
    ActRow<PauseAction>{
        {.words = {{{"pause", "Nothing goes on but what sockets receive, as between SIGSTOP and SIGCONT.",
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
    ActRow<ClockAction>{{.words = {{{"clock", "What the host takes for the date jumps, or its clock runs fast or slow.",
                                     "{ step: -1h }"},
                                    kWithClocks}},
                         .executor = Executor::kPlayer,
                         .outlives_power = true}},
    ActRow<ResetAction>{{.words = {{{"reset", "Their TCP connections are reset on the way.", "tcp"}, kDevicesOnly}},
                         .counted = Counted::kDevices,
                         .never_struck = "no device was on",
                         .executor = Executor::kPlayer}},
    ActRow<FlashAction>{{.words = {{{"flash", "Their flash takes nothing.", "fails"}, kDevicesOnly}},
                         .is_window = true,
                         .match = {.number = true},
                         .counted = Counted::kActs,
                         .never_struck = "no such write was begun",
                         .executor = Executor::kHostScript}},
    ActRow<NameAction>{
        {.words = {{{"resolve", "What becomes of their questions for names.", "{ fail: no-answer }"}, kDevicesOnly}},
         .is_window = true,
         .match = {.names = true},
         .counted = Counted::kActs,
         .never_struck = "nobody asked for such a name",
         .executor = Executor::kHostScript}},
    ActRow<ChangeAction>{{.words = {{{"change", "Columns of a group's rows in the user database, as in the CSV.",
                                      "{ of: homes, expires: 120 }"},
                                     {TargetKind::kProvisioning}}},
                          .executor = Executor::kOperator}},
    ActRow<NotifyAction>{
        {.words = {{{"notify", "A NOTIFY of this event to every contact, or to those of a group.", "check-sync"},
                    {TargetKind::kCallAgent}}},
         .executor = Executor::kPlayer}},
    ActRow<ForgetAction>{
        {.words = {{{"forget", "The call agent forgets its bindings.", "bindings"}, {TargetKind::kCallAgent}},
                   {{"forget", "The NAT forgets its mappings.", "mappings"}, {TargetKind::kNat}}},
         .executor = Executor::kPlayer}},
    ActRow<RegistrarChange>{
        {.words = {{{"registrar", "What the registrar does otherwise than it should.", "{ stale: omitted }"},
                    {TargetKind::kCallAgent}}},
         .is_window = true,
         .executor = Executor::kFollower}},
    ActRow<DatabaseAction>{
        {.words = {{{"database", "What the user database says to the server.", "locked"}, kServersOnly}},
         .is_window = true,
         .counted = Counted::kActs,
         .never_struck = "nobody asked the database",
         .executor = Executor::kStore,
         .takes_target_away = true}},
    ActRow<PacketAction>{
        {.words = {{{"drop", "Their packets are dropped.", "tcp"}, kDevicesOnly},
                   {{"delay", "How much later each packet comes.", "800ms"}, kDevicesOnly},
                   {{"jitter", "Up to how much later still, drawn for each packet.", "50ms"}, kDevicesOnly},
                   {{"duplicate", "Packets come twice.", "packets"}, kDevicesOnly},
                   {{"corrupt", "A byte of each packet is another.", "payload"}, kDevicesOnly},
                   {{"bandwidth", "How much goes through in a second, of each device in each direction.", "64kbit"},
                    kDevicesOnly},
                   {{"queue", "How long a packet may wait for the bandwidth.", "100ms"}, kDevicesOnly}},
         .together = true,
         .is_window = true,
         .match = {.packets = true, .share = true},
         .counted = Counted::kActs,
         .never_struck = "no packet was for it",
         .executor = Executor::kPackets}},
    ActRow<ServerAction>{
        {.words =
             {{{"answer", "It is sent instead of their own answer.", "{ status: 503 }"}, kServersAndProxies},
              {{"delay", "How long they wait before anything is done with a request.", "2s"}, kServersAndProxies},
              {{"drop", "Requests are never answered.", "requests"}, kServersAndProxies},
              {{"edit", "What is changed in their own answer, in this order.", "{ headers: { Server: x } }"},
               kServersAndProxies},
              {{"stall", "A pause in the middle of the answer.", "{ length: 5s }"}, {TargetKind::kProvisioning}},
              {{"close_at_byte", "The connection ends when so many bytes of the answer are sent.", "100"},
               {TargetKind::kProvisioning}},
              {{"close", "Over TCP the connection ends after the answer.", "connection"}, {TargetKind::kCallAgent}},
              {{"request", "What is changed in a request that is passed on.", "{ method: POST }"},
               {TargetKind::kProxy}},
              {{"cache_for",
                "How long an answer is kept, whatever it says, for whoever asks with the same method and URL.", "10m"},
               {TargetKind::kProxy}}},
         .together = true,
         .is_window = true,
         .match = {.requests = true, .number = true, .share = true},
         .counted = Counted::kActs,
         .never_struck = "no request was for it",
         .executor = Executor::kRequests}},
};

template <typename... Act>
std::variant<Act...> one_act_of(const std::tuple<ActRow<Act>...>& table);
using FaultAction = decltype(one_act_of(kActTable));

template <typename Act>
constexpr const ActRow<Act>& row_of() {
  return std::get<ActRow<Act>>(kActTable);
}

template <typename... Act>
constexpr auto all_traits(const std::tuple<ActRow<Act>...>&) {
  return std::array<ActTraits, sizeof...(Act)>{row_of<Act>().traits...};
}
// All rows' traits, in the table's order, which is the variant's. A second row of one act does not compile.
inline constexpr std::array kActs = all_traits(kActTable);

constexpr const ActTraits& traits_of(const FaultAction& action) { return kActs[action.index()]; }

// Whether the action fills a window; otherwise it happens at a moment.
constexpr bool has_window(const FaultAction& action) { return traits_of(action).is_window; }

constexpr bool is_carried_out_by(const FaultAction& action, Executor executor) {
  return traits_of(action).executor == executor;
}

// Whether no target has a word for two acts that its map does not tell apart.
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
