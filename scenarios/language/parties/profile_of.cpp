#include "scenarios/language/parties/profile_of.h"

#include <algorithm>

#include "device_sim/model/named_profiles.h"
#include "scenarios/language/parties/scenario_words.h"

namespace dialtone {

const ProfileSettings* settings_of(const Scenario& scenario, std::string_view profile) {
  const auto found = std::find_if(scenario.profiles.begin(), scenario.profiles.end(),
                                  [&](const ProfileSettings& each) { return each.name == profile; });
  return found == scenario.profiles.end() ? nullptr : &*found;
}

DeviceProfile profile_of(const Scenario& scenario, std::string_view profile, Quirks quirks) {
  const ProfileSettings* settings = settings_of(scenario, profile);
  DeviceProfile habits = settings != nullptr ? settings->habits : named_profile(profile).value_or(DeviceProfile{});
  habits.quirks.add(quirks);
  return habits;
}

DeviceProfile profile_of(const Scenario& scenario, const Group& group) {
  return profile_of(scenario, group.profile, group.quirks);
}

std::string why_not_healthy(const Scenario& scenario, const Group& group) {
  if (group.load) return "a load";
  if (group.identity != IdentityFault::kNone) return "identity " + std::string(word_of(group.identity, kIdentityWords));
  if (!group.clones.empty()) return "clones of " + group.clones;
  if (!group.quirks.empty()) return "quirks";
  const ProfileSettings* settings = settings_of(scenario, group.profile);
  const bool is_faulty_model = settings != nullptr && !settings->habits.quirks.empty();
  return is_faulty_model ? "quirks of profile " + settings->name : std::string();
}

}  // namespace dialtone
