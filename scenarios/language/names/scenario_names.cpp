#include "scenarios/language/names/scenario_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "device_sim/model/named_profiles.h"
#include "scenarios/language/document/sections.h"
#include "scenarios/language/document/yaml_cursor.h"
#include "scenarios/language/names/target_names.h"

namespace dialtone {
namespace {

std::vector<std::string_view> keys_of(const YamlNode& root, std::string_view section, Diagnostics& diagnostics) {
  constexpr std::array<std::string_view, 7> kReserved{
      kAllDevices, "provisioning", "call-agent", "call_agent", "backup-call-agent", "backup_call_agent", "null"};
  std::vector<std::string_view> keys;
  const YamlNode* map = root.find(section);
  if (map == nullptr) return keys;
  for (const YamlEntry& entry : map->entries) {
    keys.push_back(entry.key);
    if (!is_scenario_name(entry.key) && std::find(kReserved.begin(), kReserved.end(), entry.key) == kReserved.end()) {
      diagnostics.report(entry.origin, in_quotes(entry.key) +
                                           " is no name: lower-case letters, digits "
                                           "and '-', beginning with a letter, at "
                                           "most 32 bytes");
    } else if (std::find(kReserved.begin(), kReserved.end(), entry.key) != kReserved.end()) {
      diagnostics.report(entry.origin, in_quotes(entry.key) + " has a meaning of its own; choose another name");
    }
  }
  return keys;
}

// Reports a name in `section` that is also in `others`, because a fault's target would be ambiguous.
void refuse_second_use(const YamlNode& root, std::string_view section, const std::vector<std::string_view>& others,
                       Diagnostics& diagnostics) {
  const YamlNode* map = root.find(section);
  if (map == nullptr) return;
  for (const YamlEntry& entry : map->entries) {
    if (std::find(others.begin(), others.end(), entry.key) == others.end()) continue;
    diagnostics.report(entry.origin, in_quotes(entry.key) + " is the name of another target already; choose another");
  }
}

std::vector<std::string_view> joined(std::vector<std::string_view> names, const std::vector<std::string_view>& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

}  // namespace

ScenarioNames read_names(const YamlNode& root, Diagnostics& diagnostics) {
  ScenarioNames names;
  names.profiles = keys_of(root, section::kProfiles, diagnostics);
  names.profiles.push_back(kDefaultProfile);
  names.profiles.insert(names.profiles.end(), profile_names().begin(), profile_names().end());
  names.nats = keys_of(root, section::kNats, diagnostics);
  names.proxies = keys_of(root, section::kProxies, diagnostics);
  names.groups = keys_of(root, section::kFleet, diagnostics);
  refuse_second_use(root, section::kNats, names.groups, diagnostics);
  refuse_second_use(root, section::kProxies, joined(names.groups, names.nats), diagnostics);
  names.groups_or_all = names.groups;
  names.groups_or_all.push_back(kAllDevices);
  names.servers = {kProvisioningTarget, kCallAgentTarget};
  const YamlNode* servers = root.find(section::kServers);
  if (servers != nullptr && servers->find(kBackupCallAgentTarget) != nullptr) {
    names.servers.push_back(kBackupCallAgentTarget);
  }
  names.whose = joined(names.groups_or_all, names.servers);
  names.targets = joined(joined(names.whose, names.proxies), names.nats);
  names.faults = keys_of(root, section::kFaults, diagnostics);
  return names;
}

}  // namespace dialtone
