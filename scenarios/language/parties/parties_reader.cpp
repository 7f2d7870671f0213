#include "scenarios/language/parties/parties_reader.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

#include "device_sim/model/named_profiles.h"
#include "scenarios/language/document/sections.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/names/target_names.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/parties/device_list.h"
#include "scenarios/language/parties/load_keys.h"
#include "scenarios/language/parties/party_keys.h"
#include "scenarios/language/parties/profile_keys.h"
#include "values/spelling.h"
#include "values/text_file.h"

namespace dialtone {
namespace {

ProfileSettings read_profile(MapCursor& map, const YamlEntry& entry, const ScenarioNames& names) {
  ProfileSettings profile;
  profile.name = entry.key;
  profile.place = entry.origin.place;
  profile.habits = named_profile(profile.name).value_or(DeviceProfile{});
  profile.given = read_keys(map, names, profile);
  check_profile(map, profile);
  return profile;
}

// Reads `devices`: a list, or the name of a CSV file beside the scenario.
std::vector<PlannedDevice> read_device_list(MapCursor& map, const YamlNode& value, const DeviceListContext& context,
                                            const std::string& directory) {
  Diagnostics& diagnostics = map.diagnostics();
  if (value.kind == YamlNode::Kind::kList) return read_devices(value, context, diagnostics);
  const bool is_file = value.kind == YamlNode::Kind::kScalar && value.text.ends_with(".csv") &&
                       value.text.find('/') == std::string::npos && value.text.find('\0') == std::string::npos;
  if (!is_file) {
    map.report_wrong("devices", value, "a list, or the name of a CSV file beside the scenario");
    return {};
  }
  const std::string path = directory + value.text;
  const Result<std::string> csv = read_text_file(path, kLargestDevicesCsv);
  if (csv) return parse_devices_csv(*csv, path, context, diagnostics);
  diagnostics.report(value.origin, in_quotes(value.text) + ": " + csv.error().reason);
  return {};
}

// Reads a group with `devices` instead of `count` and `power_on`.
void read_listed(MapCursor& map, const YamlNode& devices, Group& group, const Scenario& scenario,
                 const std::string& directory) {
  for (const std::string_view key : {"count", "power_on"}) {
    if (!map.has(key)) continue;
    map.report(map.entry(key).origin, in_quotes(key) + " must be absent where there are 'devices'");
  }
  const bool was_empty = map.diagnostics().empty();
  group.devices = read_device_list(map, devices, {scenario.faults, group.name, scenario.duration}, directory);
  group.count = group.devices->size();
  if (group.count == 0 && was_empty && map.diagnostics().empty()) {
    map.report(devices.origin, "at least one device is wanted");
  }
}

void check_power_on(MapCursor& map, const Group& group, Duration duration) {
  const Duration last = group.power_on.at + group.power_on.spread;
  if (last <= duration) return;
  map.report(map.entry("power_on").value.origin,
             "'power_on' reaches " + to_text(last) + ", but the scenario ends at " + to_text(duration));
}

Group read_group(MapCursor& map, const YamlEntry& entry, const Scenario& scenario, const ScenarioNames& names,
                 const std::string& directory) {
  Group group;
  group.name = entry.key;
  group.place = entry.origin.place;
  group.profile = kDefaultProfile;
  KeyReader keys(map, names);
  describe(keys, group);
  if (const YamlNode* devices = map.take("devices")) {
    read_listed(map, *devices, group, scenario, directory);
  } else {
    describe_size(keys, group);
    check_power_on(map, group, scenario.duration);
  }
  map.refuse_unknown();
  check_load(map, group);
  if (group.profile == kDefaultProfile &&
      std::count(names.profiles.begin(), names.profiles.end(), kDefaultProfile) == 1) {
    group.profile.clear();
  }
  if (group.clones == group.name) map.report(map.entry("clones").origin, "a group cannot clone itself");
  return group;
}

// Reports devices of a group with the same index: everything about a device, even its name, follows from its group and
// index.
void check_listed(const std::vector<Group>& fleet, Diagnostics& diagnostics) {
  for (const Group& group : fleet) {
    if (!group.devices) continue;
    std::vector<std::uint64_t> indices;
    for (const PlannedDevice& device : *group.devices) {
      indices.push_back(device.index);
      if (const std::string name = device_name(group, device.index); device.name != name) {
        diagnostics.report({group.place}, "the device of " + in_quotes(group.name) + " with index " +
                                              std::to_string(device.index) + " is called " + in_quotes(name) +
                                              ", not " + in_quotes(device.name));
      }
    }
    std::sort(indices.begin(), indices.end());
    const auto twin = std::adjacent_find(indices.begin(), indices.end());
    if (twin != indices.end()) {
      diagnostics.report({group.place},
                         "two devices of " + in_quotes(group.name) + " have index " + std::to_string(*twin));
    }
  }
}

// Reports a group whose name could be that of another group's device.
void refuse_names_of_devices(const std::vector<Group>& fleet, Diagnostics& diagnostics) {
  for (const Group& group : fleet) {
    const std::optional<std::size_t> other = group_of_host(fleet, group.name);
    if (!other) continue;
    diagnostics.report({group.place}, in_quotes(group.name) + " is what a device of the group " +
                                          in_quotes(fleet[*other].name) + " is called");
  }
}

// Reports faults that match requests `from` clones, because a clone's request looks like one of the cloned device.
void check_requesters(const std::vector<Group>& fleet, const std::vector<Fault>& faults, Diagnostics& diagnostics) {
  for (const Fault& fault : faults) {
    for (const Group& group : fleet) {
      if (group.clones.empty() || group.name != fault.match.from) continue;
      diagnostics.report({fault.place}, "no request tells that it is of " + in_quotes(group.name) +
                                            ", which has the identities of " + in_quotes(group.clones) +
                                            "; 'from: " + group.clones + "' is both");
    }
  }
}

// Reports a group of clones if the group that it clones consists of clones or has fewer devices.
void check_clones(const std::vector<Group>& fleet, Diagnostics& diagnostics) {
  for (const Group& group : fleet) {
    if (group.clones.empty()) continue;
    const auto cloned =
        std::find_if(fleet.begin(), fleet.end(), [&](const Group& each) { return each.name == group.clones; });
    if (cloned != fleet.end() && cloned->clones.empty() && cloned->count >= group.count) continue;
    diagnostics.report({group.place},
                       in_quotes(group.name) + " clones a group that has fewer devices or is a clone itself");
  }
}

// Sorts groups with loads to the end, so that all other devices have the lowest numbers.
std::vector<Group> with_loads_last(std::vector<Group> fleet) {
  std::vector<Group> loads;
  std::copy_if(fleet.begin(), fleet.end(), std::back_inserter(loads),
               [](const Group& group) { return group.load.has_value(); });
  std::erase_if(fleet, [](const Group& group) { return group.load.has_value(); });
  fleet.insert(fleet.end(), loads.begin(), loads.end());
  return fleet;
}

void check_lockout(MapCursor& map, const LockoutOptions& lockout) {
  if (lockout.rule || lockout.exempt.empty()) return;
  map.report(map.entry("lockout_exempt").origin, "'lockout_exempt' does nothing without 'lockout'");
}

void read_call_agent(MapCursor& map, const ScenarioNames& names, CallAgentSettings& server) {
  read_keys(map, names, server);
  check_lockout(map, server.lockout);
  if (server.max_expires >= server.min_expires) return;
  map.report(map.origin(), "'max_expires' (" + to_text(server.max_expires) + ") is shorter than 'min_expires' (" +
                               to_text(server.min_expires) + ")");
}

}  // namespace

std::vector<ProfileSettings> read_profiles(const YamlNode& profiles, const ScenarioNames& names,
                                           Diagnostics& diagnostics) {
  std::vector<ProfileSettings> read;
  read_entries(profiles, "the profile", "; {} is the default", diagnostics,
               [&](MapCursor& map, const YamlEntry& entry) { read.push_back(read_profile(map, entry, names)); });
  return read;
}

std::vector<Group> read_fleet(const YamlNode& fleet, const Scenario& scenario, const ScenarioNames& names,
                              const std::string& directory, Diagnostics& diagnostics) {
  std::vector<Group> read;
  if (fleet.entries.empty()) diagnostics.report(fleet.origin, "'fleet' must have at least one group");
  if (fleet.entries.size() > kMostGroups) {
    diagnostics.report(fleet.entries[kMostGroups].origin, "more than " + std::to_string(kMostGroups) + " groups");
  }
  read_entries(fleet, "the group", " such as { count: 100 }", diagnostics, [&](MapCursor& map, const YamlEntry& entry) {
    read.push_back(read_group(map, entry, scenario, names, directory));
  });
  refuse_names_of_devices(read, diagnostics);
  // Only without earlier mistakes, because devices that could not be read look alike.
  if (diagnostics.empty()) check_listed(read, diagnostics);
  if (diagnostics.empty()) check_clones(read, diagnostics);
  check_claimed_identities(read, diagnostics);
  check_requesters(read, scenario.faults, diagnostics);
  return with_loads_last(std::move(read));
}

void read_servers(MapCursor& root, const ScenarioNames& names, Scenario& scenario) {
  std::optional<MapCursor> servers = root.map(section::kServers);
  if (!servers) return;
  if (std::optional<MapCursor> map = servers->map(kProvisioningTarget)) {
    read_keys(*map, names, scenario.provisioning);
    check_lockout(*map, scenario.provisioning.lockout);
  }
  if (std::optional<MapCursor> map = servers->map(kCallAgentTarget)) {
    read_call_agent(*map, names, scenario.call_agent);
  }
  if (std::optional<MapCursor> map = servers->map(kBackupCallAgentTarget)) {
    read_call_agent(*map, names, scenario.backup_call_agent.emplace());
  }
  servers->refuse_unknown();
}

std::vector<NatSettings> read_nats(const YamlNode& section, const ScenarioNames& names, Diagnostics& diagnostics) {
  std::vector<NatSettings> nats;
  read_entries(section, "the NAT", "; {} is a home router", diagnostics, [&](MapCursor& map, const YamlEntry& entry) {
    NatSettings& nat = nats.emplace_back();
    nat.name = entry.key;
    nat.place = entry.origin.place;
    read_keys(map, names, nat.options);
  });
  return nats;
}

std::vector<ProxySettings> read_proxies(const YamlNode& section, Diagnostics& diagnostics) {
  std::vector<ProxySettings> proxies;
  read_entries(section, "the proxy", "; {} passes everything on", diagnostics,
               [&](MapCursor& map, const YamlEntry& entry) {
                 map.refuse_unknown();
                 proxies.push_back({entry.key, entry.origin.place});
               });
  return proxies;
}

void read_network(const YamlEntry& section, const ScenarioNames& names, Scenario& scenario, Diagnostics& diagnostics) {
  scenario.network_place = section.origin.place;
  MapCursor network(section.value, "'network'", section.origin, diagnostics);
  for (const std::string_view group : names.groups) {
    std::optional<MapCursor> map = network.map(group);
    if (!map) continue;
    NetworkEntry& entry = scenario.network.emplace_back();
    entry.group = group;
    entry.place = network.entry(group).origin.place;
    read_keys(*map, names, entry.link);
  }
  for (const YamlEntry& entry : section.value.entries) {
    if (network.knows(entry.key)) continue;
    diagnostics.report(entry.origin,
                       "there is no group " + in_quotes(entry.key) + did_you_mean(entry.key, names.groups));
  }
}

}  // namespace dialtone
