#include "scenarios/language/profile_of.h"

#include <algorithm>

#include "device_sim/named_profiles.h"
#include "scenarios/language/scenario_words.h"

namespace dialtone {
namespace {

void apply(const ProfileSettings& settings, DeviceProfile& profile) {
  if (settings.like) profile = named_profile(*settings.like).value();
  if (settings.product) profile.product = *settings.product;
  if (settings.user_agent) profile.user_agent = *settings.user_agent;
  if (settings.firmware_version) profile.firmware_version = *settings.firmware_version;
  if (settings.boot_time) profile.boot_time = *settings.boot_time;
  if (settings.boot_spread) profile.boot_spread = *settings.boot_spread;
  if (settings.answer_deadline) profile.answer_deadline = *settings.answer_deadline;
  if (settings.retry_base) profile.provisioning_retry.base = profile.registration_retry.base = *settings.retry_base;
  if (settings.retry_cap) profile.provisioning_retry.cap = profile.registration_retry.cap = *settings.retry_cap;
  if (settings.resync_period) profile.resync_period = *settings.resync_period;
  if (settings.keep_alive) profile.datagram_keep_alive = *settings.keep_alive;
  if (settings.document) profile.document = *settings.document;
  if (settings.keeps_connection) profile.keeps_http_connection = *settings.keeps_connection;
  profile.quirks.add(settings.quirks);
}

}  // namespace

const ProfileSettings* settings_of(const Scenario& scenario, const Group& group) {
  const auto found = std::find_if(scenario.profiles.begin(), scenario.profiles.end(),
                                  [&](const ProfileSettings& each) { return each.name == group.profile; });
  return found == scenario.profiles.end() ? nullptr : &*found;
}

DeviceProfile profile_of(const Scenario& scenario, const Group& group) {
  DeviceProfile profile = named_profile(group.profile).value_or(DeviceProfile{});
  if (const ProfileSettings* settings = settings_of(scenario, group)) apply(*settings, profile);
  profile.quirks.add(group.quirks);
  return profile;
}

std::string why_not_healthy(const Scenario& scenario, const Group& group) {
  if (group.identity != IdentityFault::kNone) return "identity " + std::string(word_of(group.identity, kIdentityWords));
  if (!group.clones.empty()) return "clones of " + group.clones;
  if (!group.quirks.empty()) return "quirks";
  const ProfileSettings* settings = settings_of(scenario, group);
  const bool is_faulty_model = settings != nullptr && !settings->quirks.empty();
  return is_faulty_model ? "quirks of profile " + settings->name : std::string();
}

}  // namespace dialtone
