#include "scenarios/language/fleet_reader.h"

#include <algorithm>
#include <string_view>

#include "device_sim/named_profiles.h"
#include "scenarios/language/device_list.h"
#include "scenarios/language/fault_words.h"
#include "scenarios/language/plan.h"
#include "scenarios/language/scenario_words.h"
#include "values/spelling.h"
#include "scenarios/language/text_file.h"

namespace dialtone {
namespace {

constexpr DurationRange kExpires{.least = std::chrono::seconds(1), .whole_seconds = true};

// Letters, digits and a few signs, which stand for themselves in a URL.
bool is_path(std::string_view text) {
  return text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("/-._~").find(c) != std::string_view::npos;
         });
}

// A quirk, or a list of them.
Quirks read_quirks(MapCursor& map) {
  Quirks quirks;
  const YamlNode* value = map.take("quirks");
  if (value == nullptr) return quirks;
  const std::vector<YamlNode> one{*value};
  const std::vector<YamlNode>& items = value->kind == YamlNode::Kind::kList ? value->items : one;
  const std::vector<std::string_view> names(quirk_names().begin(), quirk_names().end());
  for (const YamlNode& item : items) {
    const std::optional<Quirk> quirk =
        item.kind == YamlNode::Kind::kScalar ? quirk_named(item.text) : std::optional<Quirk>();
    if (quirk) {
      quirks.add(*quirk);
    } else if (item.kind == YamlNode::Kind::kScalar) {
      map.faults().report(item.origin, "there is no quirk " + in_quotes(item.text) + did_you_mean(item.text, names));
    } else {
      map.faults().report(item.origin, "'quirks' must be names such as repeats-expires");
    }
  }
  return quirks;
}

ProfileSettings read_profile(MapCursor& map, const YamlEntry& entry) {
  ProfileSettings profile;
  profile.name = entry.key;
  profile.place = entry.origin.place;
  profile.like = map.reference("like", "family of devices", {profile_names().begin(), profile_names().end()});
  profile.product = map.text("product");
  profile.user_agent = map.text("user_agent");
  profile.firmware_version = map.text("firmware_version", 64);
  profile.boot_time = map.duration("boot_time");
  profile.boot_spread = map.duration("boot_spread");
  profile.answer_deadline = map.duration("answer_deadline", kPositiveDuration);
  profile.retry_base = map.duration("retry_base", kPositiveDuration);
  profile.retry_cap = map.duration("retry_cap", kPositiveDuration);
  profile.resync_period = map.duration("resync_period", kPositiveDuration);
  profile.keep_alive = map.word("keep_alive", kKeepAliveWords);
  profile.document = map.word("document", kDocumentWords);
  profile.keeps_connection = map.word("keep_connection", kTruthWords);
  profile.quirks = read_quirks(map);
  profile.provisioning_path = map.text("provisioning_path", 256);
  if (profile.provisioning_path && !is_path(*profile.provisioning_path)) {
    map.faults().report(map.entry("provisioning_path").value.origin,
                        "'provisioning_path' must be a path such as /provision");
  }
  profile.provisioning_scheme = map.word("provisioning_scheme", kSchemeWords);
  map.refuse_unknown();
  if (profile.retry_base && profile.retry_cap && *profile.retry_cap < *profile.retry_base) {
    map.faults().report(map.entry("retry_cap").origin,
                        "'retry_cap' must be at least retry_base, " + to_text(*profile.retry_base));
  }
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

void read_size(MapCursor& map, Group& group, const Scenario& scenario, const std::string& directory) {
  const YamlNode* devices = map.take("devices");
  if (devices == nullptr) {
    if (map.require("count")) group.count = map.number("count", 1, kMostDevicesInGroup).value_or(1);
    return;
  }
  for (const std::string_view key : {"count", "power_on"}) {
    if (!map.has(key)) continue;
    map.faults().report(map.entry(key).origin, in_quotes(key) + " must be absent where there are 'devices'");
  }
  const bool was_empty = map.faults().empty();
  group.devices = read_device_list(map, *devices, {scenario.faults, group.name, scenario.duration}, directory);
  group.count = group.devices->size();
  if (group.count == 0 && was_empty && map.faults().empty()) {
    map.faults().report(devices->origin, "at least one device is wanted");
  }
}

Group read_group(MapCursor& map, const YamlEntry& entry, const Scenario& scenario, const ScenarioNames& names,
                 const std::string& directory) {
  Group group;
  group.name = entry.key;
  group.place = entry.origin.place;
  read_size(map, group, scenario, directory);
  group.profile = map.reference("profile", "profile", names.profiles).value_or(std::string(kDefaultProfile));
  if (group.profile == kDefaultProfile &&
      std::count(names.profiles.begin(), names.profiles.end(), kDefaultProfile) == 1) {
    group.profile.clear();
  }
  group.identity = map.word("identity", kIdentityWords).value_or(IdentityFault::kNone);
  group.transport = map.word("transport", kTransportWords).value_or(group.transport);
  group.authentication = map.word("authentication", kAuthenticationWords).value_or(group.authentication);
  group.clones = map.reference("clones", "group", names.groups).value_or("");
  if (group.clones == group.name) map.faults().report(map.entry("clones").origin, "a group cannot clone itself");
  group.behind = map.reference("behind", "NAT", names.nats).value_or("");
  group.through = map.reference("through", "proxy", names.proxies).value_or("");
  group.quirks = read_quirks(map);
  group.expires = map.duration("expires", kExpires).value_or(group.expires);
  if (group.devices) {
    map.refuse_unknown();
    return group;
  }
  if (std::optional<MapCursor> power_on = map.map("power_on")) {
    group.power_on.at = power_on->duration("at").value_or(Duration{});
    group.power_on.spread = power_on->duration("spread").value_or(Duration{});
    power_on->refuse_unknown();
    if (group.power_on.at + group.power_on.spread > scenario.duration) {
      map.faults().report(power_on->origin(), "'power_on' reaches " +
                                                  to_text(group.power_on.at + group.power_on.spread) +
                                                  ", but the scenario ends at " + to_text(scenario.duration));
    }
  }
  map.refuse_unknown();
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

std::vector<ProfileSettings> read_profiles(const YamlNode& profiles, FaultList& faults) {
  std::vector<ProfileSettings> read;
  for (const YamlEntry& entry : profiles.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the profile " + in_quotes(entry.key) + " must be a map; {} is the default");
      continue;
    }
    MapCursor map(entry.value, "the profile " + in_quotes(entry.key), entry.origin, faults);
    read.push_back(read_profile(map, entry));
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
