#include "scenarios/language/plan/chosen_devices.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/document/sections.h"
#include "scenarios/language/names/device_name.h"
#include "scenarios/language/parties/device_addresses.h"
#include "world/chance.h"

namespace dialtone {
namespace {

std::uint64_t rank_of(const Fault& fault, std::uint64_t seed, std::uint32_t device) {
  constexpr Purpose kRank("plan.fault_rank");
  return draw(seed, fault.name, kRank, device).bits();
}

std::optional<std::size_t> number_of_group(const std::vector<Group>& fleet, std::string_view name) {
  const auto found = std::find_if(fleet.begin(), fleet.end(), [&](const Group& each) { return each.name == name; });
  return found == fleet.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - fleet.begin()));
}

// device_key() of the device with that name; 0 if there is none.
std::uint32_t key_of_device(const std::vector<Group>& fleet, std::string_view name) {
  const std::optional<DeviceNameParts> parts = parts_of_device_name(name);
  const std::optional<std::size_t> number = parts ? number_of_group(fleet, parts->group) : std::nullopt;
  if (!number) return 0;
  const Group& group = fleet[*number];
  if (!group.devices) return parts->number <= group.count ? device_key(*number, parts->number - 1) : 0;
  const auto listed = std::find_if(group.devices->begin(), group.devices->end(),
                                   [&](const PlannedDevice& each) { return each.name == name; });
  return listed == group.devices->end() ? 0 : device_key(*number, listed->index);
}

bool is_about(const DeviceChoice& choice, std::uint32_t device) {
  if (choice.only != 0 && device != choice.only) return false;
  if ((choice.spared_groups >> group_of_key(device) & 1) != 0) return false;
  return !std::binary_search(choice.spared.begin(), choice.spared.end(), device);
}

// Makes the choice without `exactly`. Ignores names that mean nothing.
DeviceChoice choice_of(const Fault& fault, const std::vector<Group>& fleet) {
  DeviceChoice choice;
  if (!fault.device.empty()) choice.only = key_of_device(fleet, fault.device);
  for (const std::string& name : fault.except) {
    const std::optional<std::size_t> group = number_of_group(fleet, name);
    if (group) choice.spared_groups |= std::uint32_t{1} << *group;
    if (!group) choice.spared.push_back(key_of_device(fleet, name));
  }
  std::sort(choice.spared.begin(), choice.spared.end());
  return choice;
}

// Returns device_key() of each device that the choice includes.
std::vector<std::uint32_t> devices_of(const Fault& fault, const DeviceChoice& choice, const std::vector<Group>& fleet) {
  std::vector<std::uint32_t> devices;
  for (std::size_t number = 0; number < fleet.size(); ++number) {
    const Group& group = fleet[number];
    if (!targets(fault, group.name) || !changes(fault, group)) continue;
    for (std::uint64_t i = 0; i < group.count; ++i) {
      const std::uint32_t device = device_key(number, group.devices ? (*group.devices)[i].index : i);
      if (is_about(choice, device)) devices.push_back(device);
    }
  }
  return devices;
}

// Returns the largest of the N least ranks.
std::uint64_t greatest_rank(const Fault& fault, const Scenario& scenario, const DeviceChoice& choice) {
  std::vector<std::uint64_t> ranks;
  for (const std::uint32_t device : devices_of(fault, choice, scenario.fleet)) {
    ranks.push_back(rank_of(fault, scenario.seed, device));
  }
  if (ranks.size() <= *fault.exactly) return ~std::uint64_t{0};
  const auto last = ranks.begin() + static_cast<std::ptrdiff_t>(*fault.exactly - 1);
  std::nth_element(ranks.begin(), last, ranks.end());
  return *last;
}

bool is_about_all(const Fault& fault) { return fault.device.empty() && fault.except.empty() && !fault.exactly; }

}  // namespace

void choose_devices(Scenario& scenario) {
  for (Fault& fault : scenario.faults) {
    fault.choice.reset();
    if (is_about_all(fault)) continue;
    DeviceChoice choice = choice_of(fault, scenario.fleet);
    if (fault.exactly) choice.greatest_rank = greatest_rank(fault, scenario, choice);
    fault.choice = std::move(choice);
  }
}

bool is_chosen(const Fault& fault, std::uint64_t seed, std::uint32_t device) {
  const DeviceChoice& choice = *fault.choice;
  return is_about(choice, device) && (!choice.greatest_rank || rank_of(fault, seed, device) <= *choice.greatest_rank);
}

// --- diagnostics ---

namespace {

class ChoiceCheck {
 public:
  ChoiceCheck(const YamlNode& map, const Fault& fault, const std::vector<Group>& fleet, Diagnostics& diagnostics)
      : map_(map), fault_(fault), fleet_(fleet), diagnostics_(diagnostics) {}

  void check() {
    const bool are_there = check_target() && check_spared();
    if (!are_there) return;
    const std::size_t count = devices_of(fault_, choice_of(fault_, fleet_), fleet_).size();
    if (count == 0) {
      // Without `except` there is no device to choose from, because the group was not read; that was reported.
      const YamlNode* except = map_.find("except");
      if (except != nullptr) diagnostics_.report(except->origin, "'except' leaves nobody");
    } else if (fault_.exactly && *fault_.exactly > count) {
      const std::string left = fault_.except.empty() ? "" : " left by 'except'";
      diagnostics_.report(map_.find("exactly")->origin, "'exactly' must be at most " + std::to_string(count) +
                                                            ", the number of devices" + left + ", not " +
                                                            std::to_string(*fault_.exactly));
    }
  }

 private:
  bool check_target() { return fault_.device.empty() || check_device(fault_.device, map_.find("target")->origin); }

  bool check_spared() {
    bool are_there = true;
    for (const std::string& name : fault_.except) are_there = check_one_spared(name, place_of(name)) && are_there;
    return are_there;
  }

  const Origin& place_of(const std::string& spared) {
    const YamlNode& except = *map_.find("except");
    const auto item = std::find_if(except.items.begin(), except.items.end(),
                                   [&](const YamlNode& each) { return each.text == spared; });
    return item == except.items.end() ? except.origin : item->origin;
  }

  bool check_one_spared(const std::string& name, const Origin& origin) {
    const bool is_group = number_of_group(fleet_, name).has_value();
    if (!is_group && !check_device(name, origin)) return false;
    const std::string_view group = is_group ? std::string_view(name) : parts_of_device_name(name)->group;
    if (targets(fault_, group)) return true;
    diagnostics_.report(origin, in_quotes(fault_.target) + " has no " + in_quotes(name) + " to spare");
    return false;
  }

  bool check_device(const std::string& name, const Origin& origin) {
    if (key_of_device(fleet_, name) != 0) return true;
    const std::string group(parts_of_device_name(name)->group);
    const std::optional<std::size_t> number = number_of_group(fleet_, group);
    if (!number) return false;
    const Group& its = fleet_[*number];
    diagnostics_.report(
        origin, "there is no device " + in_quotes(name) + ": " + in_quotes(group) + " has " +
                    std::to_string(its.count) +
                    (its.devices ? ", which it lists" : ", up to " + in_quotes(device_name(its, its.count - 1))));
    return false;
  }

  const YamlNode& map_;
  const Fault& fault_;
  const std::vector<Group>& fleet_;
  Diagnostics& diagnostics_;
};

}  // namespace

void check_chosen_devices(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics) {
  const auto is_misread = [](const Group& group) { return group.count == 0; };
  if (std::any_of(scenario.fleet.begin(), scenario.fleet.end(), is_misread)) return;
  for (const Fault& fault : scenario.faults) {
    if (is_about_all(fault)) continue;
    ChoiceCheck(*root.find(section::kFaults)->find(fault.name), fault, scenario.fleet, diagnostics).check();
  }
}

}  // namespace dialtone
