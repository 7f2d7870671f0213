#include "scenarios/sites/device_habits.h"

#include "scenarios/language/parties/profile_of.h"
#include "scenarios/language/parties/server_kind.h"

namespace dialtone {

DeviceHabits habits_of(const Scenario& scenario, std::string_view profile, Quirks quirks,
                       const Endpoint& provisioning) {
  const ProfileSettings* settings = settings_of(scenario, profile);
  const ProfileSettings made = settings == nullptr ? ProfileSettings() : *settings;
  const std::string scheme = made.provisioning_scheme == ProvisioningScheme::kNone ? "" : "http://";
  return {.profile = profile_of(scenario, profile, quirks),
          .provisioning_url = scheme + domain_name_of(ServerKind::kProvisioning, scenario) + ":" +
                              std::to_string(provisioning.port) + made.provisioning_path};
}

}  // namespace dialtone
