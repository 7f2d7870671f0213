#include "scenarios/language/plan/device_change_checks.h"

#include <algorithm>
#include <string>

#include "scenarios/language/document/sections.h"
#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/faults_doing.h"
#include "scenarios/language/names/scenario_names.h"

namespace dialtone {
namespace {

const YamlNode& act_in(const YamlNode& root, const Fault& fault, std::string_view word) {
  return *root.find(section::kFaults)->find(fault.name)->find("do")->find(word);
}

// Returns the place of the act's word in the file.
const Origin& place_of_act(const YamlNode& root, const Fault& fault, std::string_view word) {
  const std::vector<YamlEntry>& acts = root.find(section::kFaults)->find(fault.name)->find("do")->entries;
  return std::find_if(acts.begin(), acts.end(), [&](const YamlEntry& each) { return each.key == word; })->origin;
}

// True if a group of the fault meets a condition, or if no group could be read because of mistakes.
template <typename Meets>
bool any_targeted(const Fault& fault, const Scenario& scenario, const Meets& meets) {
  const bool is_any_read = is_of_devices(fault, scenario);
  return !is_any_read || std::any_of(scenario.fleet.begin(), scenario.fleet.end(),
                                     [&](const Group& group) { return targets(fault, group.name) && meets(group); });
}

void check_quirk(const YamlNode& node, const Fault& fault, Quirk quirk, const Scenario& scenario,
                 Diagnostics& diagnostics) {
  const std::optional<Transport> wanted = transport_of(quirk);
  const auto has_it = [&](const Group& group) { return group.transport == *wanted; };
  if (!wanted || any_targeted(fault, scenario, has_it)) return;
  const auto item = std::find_if(node.items.begin(), node.items.end(),
                                 [&](const YamlNode& each) { return each.text == to_text(quirk); });
  const std::string_view target = fault.device.empty() ? fault.target : fault.device;
  diagnostics.report(item == node.items.end() ? node.origin : item->origin,
                     in_quotes(to_text(quirk)) + " needs 'transport: " + std::string(to_text(*wanted)) + "', which " +
                         in_quotes(target) + " does not have");
}

// True if an earlier fault may have given a device of these groups another profile, so that its own is a change.
bool follows_another_profile(const Fault& fault, const Scenario& scenario) {
  auto changes = faults_doing<ProfileAction>(scenario.faults);
  return changes.begin() != changes.end() && &(*changes.begin()).fault != &fault;
}

void check_profiles(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics) {
  for (const auto& [fault, change] : faults_doing<ProfileAction>(scenario.faults)) {
    const auto has_another = [&profile = change.profile](const Group& group) {
      return (group.profile.empty() ? kDefaultProfile : std::string_view(group.profile)) != profile;
    };
    if (follows_another_profile(fault, scenario) || any_targeted(fault, scenario, has_another)) continue;
    const std::string_view target = fault.device.empty() ? fault.target : fault.device;
    diagnostics.report(act_in(root, fault, "profile").origin,
                       in_quotes(target) + " has the profile " + in_quotes(change.profile) + " already");
  }
}

}  // namespace

void check_device_changes(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics) {
  const auto is_device = [](const Group& group) { return !group.load; };
  for (const Fault& fault : scenario.faults) {
    const bool is_of_a_device =
        is_carried_out_by(fault.action, Executor::kChanger) || std::holds_alternative<FlashAction>(fault.action);
    if (!is_of_a_device || any_targeted(fault, scenario, is_device)) continue;
    const std::string_view word = traits_of(fault.action).words[0].key.name;
    diagnostics.report(place_of_act(root, fault, word),
                       in_quotes(fault.target) + " is a load, of which " + in_quotes(word) + " changes nothing");
  }
  for (const auto& [fault, change] : faults_doing<QuirkAction>(scenario.faults)) {
    const YamlNode& node = act_in(root, fault, "quirk");
    for (const QuirkWord<Quirk>& word : device_quirks()) {
      if (change.quirks.has(word.quirk)) check_quirk(node, fault, word.quirk, scenario, diagnostics);
    }
  }
  check_profiles(root, scenario, diagnostics);
  for (const auto& [fault, change] : faults_doing<CredentialsAction>(scenario.faults)) {
    const auto authenticates = [](const Group& group) {
      return group.authentication != ProvisionAuthentication::kNone;
    };
    const bool is_for_provisioning = change.wrong == CredentialsAction::Wrong::kOfProvisioning;
    if (!is_for_provisioning || any_targeted(fault, scenario, authenticates)) continue;
    diagnostics.report(act_in(root, fault, "credentials").origin,
                       in_quotes(fault.target) + " has 'authentication: none', and no credentials for provisioning");
  }
}

}  // namespace dialtone
