#include "scenarios/language/plan/loads.h"

#include <algorithm>
#include <string_view>

#include "scenarios/language/document/sections.h"
#include "scenarios/language/expectations/expectation_words.h"

namespace dialtone {
namespace {

bool is_load(std::string_view name, const Scenario& scenario) {
  return std::any_of(scenario.fleet.begin(), scenario.fleet.end(),
                     [&](const Group& group) { return group.load && group.name == name; });
}

bool is_state(std::string_view name) {
  return std::any_of(kConditionWords.begin(), kConditionWords.end(),
                     [&](const Word<DeviceCondition>& word) { return word.text == name; });
}

// True if the map asks for a state of devices: `are`, or `while` with a state.
bool is_about_states(const YamlNode& condition) {
  return std::any_of(condition.entries.begin(), condition.entries.end(), [](const YamlEntry& entry) {
    return entry.key == "are" || (entry.key == "while" && is_state(entry.value.text));
  });
}

// `condition`: the map under a kind of expectation, such as `eventually`, or one inside it, such as `from`.
void check_expectation(const YamlNode& condition, const Scenario& scenario, Diagnostics& diagnostics) {
  const bool has_states = is_about_states(condition);
  for (const YamlEntry& entry : condition.entries) {
    const bool is_group = entry.key != "are" && entry.key != "while";
    if (!has_states || !is_group || !is_load(entry.value.text, scenario)) continue;
    diagnostics.report(entry.value.origin, in_quotes(entry.value.text) + " is a load, whose devices have no states");
  }
}

}  // namespace

Moment end_of_load(const Scenario& scenario, const Group& group, const PlannedDevice& device) {
  const Moment end(scenario.duration);
  if (group.load->length == Duration::zero()) return end;
  return std::min(end, device.power_on + group.load->length);
}

std::uint64_t most_exchanges_at_once(const Plan& plan) {
  std::uint64_t most = 0;
  for (const Group& group : plan.scenario.fleet) most += group.count * (group.load ? group.load->most_in_flight : 1);
  return most;
}

void check_loads(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics) {
  if (scenario.fleet.empty() || !scenario.fleet.back().load) return;
  if (const YamlNode* expect = root.find(section::kExpect)) {
    for (const YamlNode& item : expect->items) {
      for (const YamlEntry& entry : item.entries) {
        check_expectation(entry.value, scenario, diagnostics);
        for (const YamlEntry& inner : entry.value.entries) check_expectation(inner.value, scenario, diagnostics);
      }
    }
  }
}

}  // namespace dialtone
