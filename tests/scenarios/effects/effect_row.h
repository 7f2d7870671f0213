// What each key, act, word and quirk of the scenario language changes in a run.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// How the named events change.
enum class EffectChange {
  kMore,     // the second run has more of them
  kFewer,    // the second run has fewer of them
  kLater,    // their mean time is later in the second run
  kSooner,   // their mean time is sooner in the second run
  kUnnamed,  // no event shows it: only packets or moments differ
};

// Two runs of one scenario; the second has one more override.
struct EffectRow {
  // The key that the row is about: a path in scenario.schema.json, with * for a name that the file chooses, and `=word`
  // for a key whose value is a word: `network.*.loss`, `profiles.*.keep_alive=stun`.
  std::string key;
  // Overrides in both runs, KEY=VALUE as for --set.
  std::vector<std::string> common;
  // The override that only the second run has; it adds or changes the key.
  std::string added;
  // The events that change: an event's name, and conditions on its fields and its host, whose values may be prefixes:
  // `registration.rejected status=423 host=homes`.
  std::string shown = {};
  EffectChange change = EffectChange::kUnnamed;
};

std::vector<EffectRow> scenario_effects();
std::vector<EffectRow> network_effects();
std::vector<EffectRow> nat_effects();
std::vector<EffectRow> profile_effects();
std::vector<EffectRow> profile_wait_effects();
std::vector<EffectRow> fleet_effects();
std::vector<EffectRow> load_effects();
std::vector<EffectRow> quirk_effects();
std::vector<EffectRow> server_effects();
std::vector<EffectRow> fault_time_effects();
std::vector<EffectRow> trigger_effects();
std::vector<EffectRow> match_effects();
std::vector<EffectRow> host_fault_effects();
std::vector<EffectRow> packet_fault_effects();
std::vector<EffectRow> answer_fault_effects();
std::vector<EffectRow> change_effects();
std::vector<EffectRow> device_change_effects();
std::vector<EffectRow> call_agent_fault_effects();
std::vector<EffectRow> proxy_fault_effects();

std::vector<EffectRow> all_effects();

// Returns overrides that lead every device to the backup call agent, through the fault `third`.
std::vector<std::string> by_the_backup();
// Returns the rows with `common` in front of each row's own overrides.
std::vector<EffectRow> with_common(const std::vector<std::string>& common, std::vector<EffectRow> rows);

}  // namespace dialtone
