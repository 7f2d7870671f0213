#include "scenarios/language/parties/scenario_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "device_sim/model/named_profiles.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/faults/fault.h"

namespace dialtone {
namespace {

std::vector<std::string_view> keys_of(const YamlNode& root, std::string_view section, FaultList& faults) {
  constexpr std::array<std::string_view, 6> kReserved{kAllDevices,  "provisioning",      "call-agent",
                                                      "call_agent", "backup-call-agent", "backup_call_agent"};
  std::vector<std::string_view> keys;
  const YamlNode* map = root.find(section);
  if (map == nullptr) return keys;
  for (const YamlEntry& entry : map->entries) {
    keys.push_back(entry.key);
    if (!is_scenario_name(entry.key) && std::find(kReserved.begin(), kReserved.end(), entry.key) == kReserved.end()) {
      faults.report(entry.origin, in_quotes(entry.key) +
                                      " is no name: lower-case letters, digits "
                                      "and '-', beginning with a letter, at "
                                      "most 32 bytes");
    } else if (std::find(kReserved.begin(), kReserved.end(), entry.key) != kReserved.end()) {
      faults.report(entry.origin, in_quotes(entry.key) + " has a meaning of its own; choose another name");
    }
  }
  return keys;
}

}  // namespace

ScenarioNames read_names(const YamlNode& root, FaultList& faults) {
  ScenarioNames names;
  names.profiles = keys_of(root, "profiles", faults);
  names.profiles.push_back(kDefaultProfile);
  names.profiles.insert(names.profiles.end(), profile_names().begin(), profile_names().end());
  names.nats = keys_of(root, "nats", faults);
  names.proxies = keys_of(root, "proxies", faults);
  names.groups = keys_of(root, "fleet", faults);
  names.groups_or_all = names.groups;
  names.groups_or_all.push_back(kAllDevices);
  names.whose = names.groups_or_all;
  names.whose.insert(names.whose.end(), {kProvisioningTarget, kCallAgentTarget});
  const YamlNode* servers = root.find("servers");
  if (servers != nullptr && servers->find(kBackupCallAgentTarget) != nullptr) {
    names.whose.push_back(kBackupCallAgentTarget);
  }
  names.faults = keys_of(root, "faults", faults);
  return names;
}

}  // namespace dialtone
