// What each key, act, word and quirk of the scenario language changes in a run.
#pragma once

#include <string>
#include <vector>

namespace dialtone {

// What becomes of the events that a row names.
enum class EffectChange {
  kMore,     // there are more of them
  kFewer,    // there are fewer
  kLater,    // their mean time is later
  kSooner,   // their mean time is sooner
  kUnnamed,  // nothing is recorded of it: only packets, or moments, differ
};

// Two runs of one scenario, of which the second has one override more.
struct EffectRow {
  // A path of scenario.schema.json, with * for a name of the file's own, and with `=word` where it has words:
  // `network.*.loss`, `profiles.*.keep_alive=stun`.
  std::string key;
  // KEY=VALUE, as --set takes them; of both runs.
  std::vector<std::string> common;
  // The override that brings the key, or changes it.
  std::string added;
  // An event's name, and conditions on its fields and its host, which may break off: `registration.rejected status=423
  // host=homes`.
  std::string shown = {};
  EffectChange change = EffectChange::kUnnamed;
};

std::vector<EffectRow> scenario_effects();
std::vector<EffectRow> network_effects();
std::vector<EffectRow> nat_effects();
std::vector<EffectRow> profile_effects();
std::vector<EffectRow> profile_wait_effects();
std::vector<EffectRow> fleet_effects();
std::vector<EffectRow> quirk_effects();
std::vector<EffectRow> server_effects();
std::vector<EffectRow> fault_time_effects();
std::vector<EffectRow> trigger_effects();
std::vector<EffectRow> match_effects();
std::vector<EffectRow> host_fault_effects();
std::vector<EffectRow> packet_fault_effects();
std::vector<EffectRow> answer_fault_effects();
std::vector<EffectRow> change_effects();
std::vector<EffectRow> call_agent_fault_effects();
std::vector<EffectRow> proxy_fault_effects();

std::vector<EffectRow> all_effects();

// What leads every device to the backup call agent, as the fault `third`.
std::vector<std::string> by_the_backup();
// The rows, each with these overrides before its own.
std::vector<EffectRow> with_common(const std::vector<std::string>& common, std::vector<EffectRow> rows);

}  // namespace dialtone
