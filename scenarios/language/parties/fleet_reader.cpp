#include "scenarios/language/parties/fleet_reader.h"

#include <algorithm>
#include <string_view>

#include "device_sim/model/named_profiles.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/parties/fleet_keys.h"
#include "scenarios/language/parties/profile_keys.h"
#include "scenarios/language/plan/device_list.h"
#include "scenarios/language/plan/plan.h"
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

// `devices` is a list, or the name of a CSV file beside the scenario.
std::vector<PlannedDevice> read_device_list(MapCursor& map, const YamlNode& value, const DeviceListContext& context,
                                            const std::string& directory) {
  FaultList& faults = map.faults();
  if (value.kind == YamlNode::Kind::kList) return read_devices(value, context, faults);
  const bool is_file = value.kind == YamlNode::Kind::kScalar && value.text.ends_with(".csv") &&
                       value.text.find('/') == std::string::npos && value.text.find('\0') == std::string::npos;
  if (!is_file) {
    map.report_wrong("devices", value, "a list, or the name of a CSV file beside the scenario");
    return {};
  }
  const std::string path = directory + value.text;
  const Result<std::string> csv = read_text_file(path, kLargestDevicesCsv);
  if (csv) return parse_devices_csv(*csv, path, context, faults);
  faults.report(value.origin, in_quotes(value.text) + ": " + csv.error().reason);
  return {};
}

// In place of `count` and `power_on`.
void read_listed(MapCursor& map, const YamlNode& devices, Group& group, const Scenario& scenario,
                 const std::string& directory) {
  for (const std::string_view key : {"count", "power_on"}) {
    if (!map.has(key)) continue;
    map.faults().report(map.entry(key).origin, in_quotes(key) + " must be absent where there are 'devices'");
  }
  const bool was_empty = map.faults().empty();
  group.devices = read_device_list(map, devices, {scenario.faults, group.name, scenario.duration}, directory);
  group.count = group.devices->size();
  if (group.count == 0 && was_empty && map.faults().empty()) {
    map.faults().report(devices.origin, "at least one device is wanted");
  }
}

void check_power_on(MapCursor& map, const Group& group, Duration duration) {
  const Duration last = group.power_on.at + group.power_on.spread;
  if (last <= duration) return;
  map.faults().report(map.entry("power_on").value.origin,
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
  if (group.profile == kDefaultProfile &&
      std::count(names.profiles.begin(), names.profiles.end(), kDefaultProfile) == 1) {
    group.profile.clear();
  }
  if (group.clones == group.name) map.faults().report(map.entry("clones").origin, "a group cannot clone itself");
  return group;
}

// Names and indices are what everything about a device is derived from.
void refuse_twins(const std::vector<Group>& fleet, FaultList& faults) {
  std::vector<std::string_view> names;
  for (const Group& group : fleet) {
    if (!group.devices) continue;
    std::vector<std::uint64_t> indices;
    for (const PlannedDevice& device : *group.devices) {
      names.push_back(device.name);
      indices.push_back(device.index);
    }
    std::sort(indices.begin(), indices.end());
    const auto twin = std::adjacent_find(indices.begin(), indices.end());
    if (twin != indices.end()) {
      faults.report({group.place}, "two devices of " + in_quotes(group.name) + " have index " + std::to_string(*twin));
    }
  }
  std::sort(names.begin(), names.end());
  const auto twin = std::adjacent_find(names.begin(), names.end());
  if (twin != names.end()) faults.report(Origin{}, "two devices are called " + in_quotes(*twin));
}

// A group that is called as a device of another could be taken for it.
void refuse_names_of_devices(const std::vector<Group>& fleet, FaultList& faults) {
  for (const Group& group : fleet) {
    const std::optional<std::size_t> other = group_of_host(fleet, group.name);
    if (!other) continue;
    faults.report({group.place}, in_quotes(group.name) + " is what a device of the group " +
                                     in_quotes(fleet[*other].name) + " is called");
  }
}

// Clones' requests are those of whom they are clones of.
void check_requesters(const std::vector<Group>& fleet, const std::vector<Fault>& what_goes_wrong, FaultList& faults) {
  for (const Fault& fault : what_goes_wrong) {
    for (const Group& group : fleet) {
      if (group.clones.empty() || group.name != fault.match.from) continue;
      faults.report({fault.place}, "no request tells that it is of " + in_quotes(group.name) +
                                       ", which has the identities of " + in_quotes(group.clones) +
                                       "; 'from: " + group.clones + "' is both");
    }
  }
}

// Whose identities they have must have its own, and as many.
void check_clones(const std::vector<Group>& fleet, FaultList& faults) {
  for (const Group& group : fleet) {
    if (group.clones.empty()) continue;
    const auto cloned =
        std::find_if(fleet.begin(), fleet.end(), [&](const Group& each) { return each.name == group.clones; });
    if (cloned != fleet.end() && cloned->clones.empty() && cloned->count >= group.count) continue;
    faults.report({group.place}, in_quotes(group.name) + " clones a group that has fewer devices or is a clone itself");
  }
}

}  // namespace

std::vector<ProfileSettings> read_profiles(const YamlNode& profiles, const ScenarioNames& names, FaultList& faults) {
  std::vector<ProfileSettings> read;
  for (const YamlEntry& entry : profiles.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the profile " + in_quotes(entry.key) + " must be a map; {} is the default");
      continue;
    }
    MapCursor map(entry.value, "the profile " + in_quotes(entry.key), entry.origin, faults);
    read.push_back(read_profile(map, entry, names));
  }
  return read;
}

std::vector<Group> read_fleet(const YamlNode& fleet, const Scenario& scenario, const ScenarioNames& names,
                              const std::string& directory, FaultList& faults) {
  std::vector<Group> read;
  if (fleet.entries.empty()) faults.report(fleet.origin, "'fleet' must have at least one group");
  for (const YamlEntry& entry : fleet.entries) {
    if (&entry - fleet.entries.data() == static_cast<std::ptrdiff_t>(kMostGroups)) {
      faults.report(entry.origin, "more than " + std::to_string(kMostGroups) + " groups");
    }
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the group " + in_quotes(entry.key) + " must be a map such as { count: 100 }");
      continue;
    }
    MapCursor map(entry.value, "the group " + in_quotes(entry.key), entry.origin, faults);
    read.push_back(read_group(map, entry, scenario, names, directory));
  }
  refuse_names_of_devices(read, faults);
  // A device that could not be read looks like another's twin.
  if (faults.empty()) refuse_twins(read, faults);
  if (faults.empty()) check_clones(read, faults);
  check_requesters(read, scenario.faults, faults);
  return read;
}

}  // namespace dialtone
