#include "scenarios/language/faults/action_reader.h"

#include <algorithm>

#include "scenarios/language/faults/act_keys.h"
#include "scenarios/language/faults/fault_words.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/keys/spellings.h"
#include "scenarios/language/names/target_names.h"
#include "values/ip_address.h"

namespace dialtone {
namespace {

// The map `do` from which an act was read.
struct ActPlace {
  MapCursor& map;
  TargetKind target;
  const ScenarioNames& names;
  // True if nothing was reported when the act's keys were read.
  bool is_clean = true;
};

// The map under a word of `do`; null if there is none.
const YamlNode* map_under(const ActPlace& place, std::string_view word) {
  const YamlNode* value = place.map.node().find(word);
  return value != nullptr && value->kind == YamlNode::Kind::kMap ? value : nullptr;
}

void report(const ActPlace& place, const Origin& origin, std::string message) {
  place.map.report(origin, std::move(message));
}

void check_clock(const ActPlace& place) {
  const YamlNode* clock = map_under(place, "clock");
  if (clock == nullptr) return;
  const auto has = [&](std::string_view key) { return clock->find(key) != nullptr; };
  if (has("step") + has("set") + has("drift_ppm") != 1) {
    report(place, clock->origin, "'clock' has one of step, set and drift_ppm");
  }
}

// Reports a map under `word` that changes nothing: it has no key, or only values that change nothing (`swap: false`).
// Reports nothing if a key or a value in it was reported before.
template <typename Change>
void check_changes(const ActPlace& place, std::string_view word, const Change& change, std::string_view message) {
  const YamlNode* map = map_under(place, word);
  if (map == nullptr || change != Change{} || !(map->entries.empty() || place.is_clean)) return;
  report(place, map->origin, in_quotes(word) + std::string(message));
}

// Reports contradictions within an act after its keys were read. By default there are none.
template <typename Act>
void check(const ActPlace& /*place*/, const Act& /*act*/) {}

void check(const ActPlace& place, const ClockAction&) { check_clock(place); }
void check(const ActPlace& place, const DriftAction&) { check_clock(place); }

void check(const ActPlace& place, const QuirkAction& act) {
  if (act.quirks.empty() && place.is_clean) report(place, place.map.entry("quirk").value.origin, "'quirk' names none");
}

void check(const ActPlace& place, const NameAction& act) {
  const YamlNode* resolve = map_under(place, "resolve");
  if (resolve == nullptr) return;
  const auto is_one_of = [&act](const std::vector<std::string_view>& names) {
    return std::find(names.begin(), names.end(), act.to) != names.end();
  };
  const bool is_known = act.to.empty() || act.to == kNowhere || is_one_of(place.names.servers) ||
                        is_one_of(place.names.proxies) || parse_ip_address(act.to);
  if (!is_known) {
    MapCursor(*resolve, "'resolve'", resolve->origin, place.map.diagnostics())
        .report_wrong("to", *resolve->find("to"),
                      "an address, nowhere, or one of the servers and proxies, such as call_agent");
  }
  if (act.failure != NameFailure::kNone && !act.to.empty()) {
    report(place, resolve->origin, "'fail' and 'to' are one or the other");
  }
  const auto has = [&](std::string_view key) { return resolve->find(key) != nullptr; };
  if (!has("fail") && !has("delay") && !has("to")) {
    report(place, resolve->origin, "'resolve' has fail, delay or to");
  }
}

void check(const ActPlace& place, const PacketAction& act) {
  if (place.map.node().find("queue") != nullptr && act.bits_per_second == 0) {
    report(place, place.map.entry("queue").origin, "'queue' is of a 'bandwidth'");
  }
}

void check(const ActPlace& place, const DatabaseAction& act) {
  if (place.target != TargetKind::kCallAgent || act.says != DatabaseAction::Says::kConflict) return;
  report(place, place.map.entry("database").value.origin,
         "a conflict is of identities, for which only 'provisioning' asks");
}

void check_turns(const ActPlace& place, const DurationInTurn& turns) {
  const YamlNode* granted = map_under(place, "registrar")->find("granted_expires");
  const bool has_from = granted->find("from") != nullptr;
  const bool has_by = granted->find("by") != nullptr;
  const bool has_cycle = granted->find("cycle") != nullptr;
  if (has_cycle == (has_from || has_by) || has_from != has_by) {
    report(place, granted->origin, "'granted_expires' in turn has from and by, or a cycle");
  } else if (has_by && turns.by == Duration::zero() && place.is_clean) {
    report(place, granted->find("by")->origin, "'by' changes nothing");
  }
}

void check(const ActPlace& place, const RegistrarChange& act) {
  check_changes(place, "registrar", act, " says what it does otherwise");
  if (act.granted_in_turn) check_turns(place, *act.granted_in_turn);
  if (!act.min_expires || !act.max_expires || *act.max_expires >= *act.min_expires) return;
  report(place, place.map.entry("registrar").value.origin,
         "'max_expires' (" + to_text(*act.max_expires) + ") is shorter than 'min_expires' (" +
             to_text(*act.min_expires) + ")");
}

void check(const ActPlace& place, const ServerAction& act) {
  if (act.edit) check_changes(place, "edit", *act.edit, " says what is changed");
  if (act.sending) check_changes(place, "send", *act.sending, " says how");
  if (act.request) check_changes(place, "request", *act.request, " says what is changed");
  if (act.drops && act.answer) report(place, place.map.origin(), "'drop' and 'answer' are one or the other");
}

// True if the map means this act: it has the word and, if several acts share the word, the key that selects this act.
// If an act's words can stand together, a word counts even if the target does not allow it; refuse_other_acts() then
// reports that word.
bool is_meant(MapCursor& map, const ActTraits& act, const ActWord& word, TargetKind target) {
  if (act.together) return act.targets().has(target) && map.node().find(word.key.name) != nullptr;
  if (!word.targets.has(target) || !map.has(word.key.name)) return false;
  if (word.only_with.empty()) return true;
  // With a wrong value of `drift`, the act counts as a step of the clock, not as a window.
  const YamlNode* drift = map.entry(word.key.name).value.find(word.only_with);
  return drift != nullptr && kDriftPartsPerMillion.parse(drift->text).ok();
}

template <typename Act>
std::optional<FaultAction> read_act(MapCursor& map, TargetKind target, const ScenarioNames& names) {
  constexpr const ActTraits& kTraits = row_of<Act>().traits;
  const auto meant = std::find_if(kTraits.words.begin(), kTraits.words.end(),
                                  [&](const ActWord& word) { return is_meant(map, kTraits, word, target); });
  if (meant == kTraits.words.end()) return std::nullopt;
  Act act;
  KeyReader reader(map, names);
  const std::size_t reports = map.diagnostics().reports();
  describe(ActKeys<Act>(reader, target, [&](const ActWord& word) { return kTraits.together || &word == meant; }), act);
  check({map, target, names, map.diagnostics().reports() == reports}, act);
  return act;
}

template <typename... Act>
std::optional<FaultAction> read_first(MapCursor& map, TargetKind target, const ScenarioNames& names,
                                      const std::tuple<ActRow<Act>...>&) {
  std::optional<FaultAction> read;
  static_cast<void>(((read = read_act<Act>(map, target, names)).has_value() || ...));
  return read;
}

}  // namespace

std::optional<FaultAction> read_action(MapCursor& map, TargetKind target, const ScenarioNames& names) {
  return read_first(map, target, names, kActTable);
}

}  // namespace dialtone
