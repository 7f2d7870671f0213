#include "scenarios/language/faults/action_reader.h"

#include <algorithm>

#include "scenarios/language/faults/act_checks.h"
#include "scenarios/language/faults/act_keys.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/keys/spellings.h"

namespace dialtone {
namespace {

// Whether the act is meant: the word is there and, where several acts have it, the key that says so. Of words that
// stand together, each says that; one of another target is refused as such.
bool is_meant(MapCursor& map, const ActTraits& act, const ActWord& word, TargetKind target) {
  if (act.together) return act.targets().has(target) && map.node().find(word.key.name) != nullptr;
  if (!word.targets.has(target) || !map.has(word.key.name)) return false;
  if (word.only_with.empty()) return true;
  // A drift that is none makes no window of a clock.
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
  describe(ActKeys<Act>(reader, target, [&](const ActWord& word) { return kTraits.together || &word == meant; }), act);
  check({map, target, names}, act);
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
