// Effects of the servers' keys. All rows for the first call agent are repeated for the second.
#include <gtest/gtest.h>

#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {

namespace {

// Changes a home's password in `column` in the database; the home continues with its old password.
std::vector<std::string> password_changes(const std::string& column, const std::vector<std::string>& more) {
  std::vector<std::string> common{
      "fleet.homes.count=1",
      "faults.it={target: provisioning, at: 30s, do: {change: {of: homes, " + column + ": a-password-9}}}"};
  common.insert(common.end(), more.begin(), more.end());
  return common;
}

std::vector<EffectRow> provisioning_server_effects() {
  using enum EffectChange;
  const std::string slow = "servers.provisioning.request_cost=500ms";
  const std::string digest = "fleet.homes.authentication=digest";
  const std::string resync = "profiles.phone.resync_period=20s";
  return {
      {"servers.provisioning.cores", {slow}, "servers.provisioning.cores=1", "settings.stored", kLater},
      {"servers.provisioning.request_cost", {}, slow, "settings.stored", kLater},
      {"servers.provisioning.latency", {}, "servers.provisioning.latency=300ms", "settings.stored", kLater},
      {"servers.provisioning.digest_algorithms",
       {digest},
       "servers.provisioning.digest_algorithms=SHA-256",
       "provision.challenged host=homes algorithm=SHA-256",
       kMore},
      {"servers.provisioning.limit",
       {"fleet.homes.behind=box"},
       "servers.provisioning.limit=1/m",
       "provision.limited",
       kMore},
      {"servers.provisioning.lockout", password_changes("provision_password", {digest, resync}),
       "servers.provisioning.lockout=1/10m", "provision.locked", kMore},
      {"servers.provisioning.lockout_exempt",
       password_changes("provision_password", {digest, resync, "servers.provisioning.lockout=1/10m"}),
       "servers.provisioning.lockout_exempt=0.0.0.0/0", "provision.locked", kFewer},
  };
}

// Returns the rows for a call agent. `server`: the call agent's key.
std::vector<EffectRow> call_agent_effects(const std::string& server) {
  using enum EffectChange;
  const std::string key = "servers." + server + ".";
  return {
      {key + "cores", {key + "request_cost=300ms"}, key + "cores=1", "registration.accepted", kLater},
      {key + "request_cost", {}, key + "request_cost=300ms", "registration.accepted", kLater},
      {key + "latency", {}, key + "latency=100ms", "registration.accepted", kLater},
      {key + "digest_algorithms",
       {},
       key + "digest_algorithms=SHA-256",
       "registration.challenged algorithm=SHA-256",
       kMore},
      {key + "nonce_lifetime", {}, key + "nonce_lifetime=10s", "registration.challenged", kMore},
      {key + "min_expires", {}, key + "min_expires=4m", "registration.rejected status=423", kMore},
      {key + "max_expires", {}, key + "max_expires=1m", "binding.refreshed", kMore},
      {key + "probe",
       {"fleet.homes.behind=box", "fleet.homes.expires=1h"},
       key + "probe=50s",
       "binding.unreachable",
       kMore},
      {key + "max_contacts", {"fleet.offices.clones=homes"}, key + "max_contacts=1", "register.rejected", kMore},
      {key + "lockout", password_changes("auth_password", {}), key + "lockout=1/10m", "register.locked", kMore},
      {key + "lockout_exempt", password_changes("auth_password", {key + "lockout=1/10m"}),
       key + "lockout_exempt=0.0.0.0/0", "register.locked", kFewer},
  };
}

}  // namespace

std::vector<EffectRow> server_effects() {
  std::vector<EffectRow> rows = provisioning_server_effects();
  const std::vector<EffectRow> first = call_agent_effects("call_agent");
  const std::vector<EffectRow> second = with_common(by_the_backup(), call_agent_effects("backup_call_agent"));
  rows.insert(rows.end(), first.begin(), first.end());
  rows.insert(rows.end(), second.begin(), second.end());
  return rows;
}

namespace {

TEST(Effects, OfServers) { EffectRuns().expect_effects(server_effects()); }

}  // namespace
}  // namespace dialtone
