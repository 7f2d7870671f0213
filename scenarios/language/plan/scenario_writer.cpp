#include "scenarios/language/plan/scenario_writer.h"

#include <algorithm>
#include <optional>

#include "scenarios/language/document/flow_map.h"
#include "scenarios/language/document/sections.h"
#include "scenarios/language/expectations/expectation_keys.h"
#include "scenarios/language/faults/fault_keys.h"
#include "scenarios/language/keys/key_writer.h"
#include "scenarios/language/parties/device_list.h"
#include "scenarios/language/parties/party_keys.h"
#include "scenarios/language/parties/profile_keys.h"
#include "scenarios/language/parties/scenario_keys.h"

namespace dialtone {
namespace {

std::string device_text(const Scenario& scenario, const Group& group, const PlannedDevice& device) {
  FlowMap map;
  map.add("name", device.name).add("index", std::to_string(device.index)).add("power_on", device.power_on - Moment{});
  FlowMap times;
  bool hit = false;
  for (std::size_t number = 0; number < device.fault_times.size() && number < scenario.faults.size(); ++number) {
    if (device.fault_times[number] == kNever || !targets(scenario.faults[number], group.name)) continue;
    times.add(scenario.faults[number].name, device.fault_times[number] - Moment{});
    hit = true;
  }
  if (hit) map.add("faults", times.text());
  return map.text();
}

std::string group_text(const Scenario& scenario, const Group& group) {
  std::string text = "  " + group.name + ":\n" + write_keys(group).lines(4);
  if (!group.devices) return text + write_keys(group, describe_size).lines(4);
  if (needs_devices_file(group)) return text + "    devices: " + devices_file_name(group) + "\n";
  text += "    devices:\n";
  for (const PlannedDevice& device : *group.devices) text += "      - " + device_text(scenario, group, device) + "\n";
  return text;
}

std::string heading(std::string_view section) { return std::string(section) + ":\n"; }

std::string servers_text(const Scenario& scenario) {
  std::string text = heading(section::kServers) + "  provisioning: " + write_keys(scenario.provisioning).text() +
                     "\n  call_agent: " + write_keys(scenario.call_agent).text() + "\n";
  if (!scenario.backup_call_agent) return text;
  return text + "  backup_call_agent: " + write_keys(*scenario.backup_call_agent).text() + "\n";
}

std::string comment_text(std::string_view comment) {
  std::string text;
  while (!comment.empty()) {
    const std::size_t end = std::min(comment.find('\n'), comment.size());
    text += "# " + std::string(comment.substr(0, end)) + "\n";
    comment.remove_prefix(std::min(end + 1, comment.size()));
  }
  return text;
}

}  // namespace

bool needs_devices_file(const Group& group) { return group.devices && group.devices->size() > kMostInlineDevices; }

std::string devices_file_name(const Group& group) { return group.name + ".devices.csv"; }

std::string write_scenario(const Scenario& scenario, std::string_view comment) {
  std::string text = comment_text(comment) + write_keys(scenario).lines(0);
  if (!scenario.profiles.empty()) text += heading(section::kProfiles);
  for (const ProfileSettings& profile : scenario.profiles) {
    text += "  " + profile.name + ": " + write_keys(profile, profile.given).text() + "\n";
  }
  text += heading(section::kFleet);
  for (const Group& group : scenario.fleet) text += group_text(scenario, group);
  text += servers_text(scenario);
  if (!scenario.nats.empty()) text += heading(section::kNats);
  for (const NatSettings& nat : scenario.nats) text += "  " + nat.name + ": " + write_keys(nat.options).text() + "\n";
  if (!scenario.proxies.empty()) text += heading(section::kProxies);
  for (const ProxySettings& proxy : scenario.proxies) text += "  " + proxy.name + ": {}\n";
  if (!scenario.network.empty()) text += heading(section::kNetwork);
  for (const NetworkEntry& entry : scenario.network)
    text += "  " + entry.group + ": " + write_keys(entry.link).text() + "\n";
  if (!scenario.faults.empty()) text += heading(section::kFaults);
  for (const Fault& fault : scenario.faults) text += "  " + fault.name + ": " + write_keys(fault).text() + "\n";
  if (!scenario.expectations.empty()) text += heading(section::kExpect);
  for (const Expectation& expectation : scenario.expectations) {
    text += "  - " + write_expectation(expectation) + "\n";
  }
  return text;
}

std::vector<ScenarioFile> write_scenario_files(const Scenario& scenario, const std::string& name,
                                               std::string_view comment) {
  std::vector<ScenarioFile> files{{name, write_scenario(scenario, comment)}};
  for (const Group& group : scenario.fleet) {
    if (needs_devices_file(group)) files.push_back({devices_file_name(group), write_devices_csv(scenario, group)});
  }
  return files;
}

}  // namespace dialtone
