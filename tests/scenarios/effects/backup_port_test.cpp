// The devices' settings name each call agent with its actual port.
#include <gtest/gtest.h>

#include "scenarios/engine/run.h"
#include "scenarios/sites/cast.h"
#include "tests/scenarios/effects/effect_runs.h"

namespace dialtone {
namespace {

const std::string kWithBackup = "servers.backup_call_agent={}";

TEST(CallAgentPorts, StandInTheSettingsWhereTheyAreNotSipsOwn) {
  const Plan plan = make_plan(effect_scenario({kWithBackup}));
  ServerEndpoints servers = simulated_servers(plan.scenario);
  EXPECT_EQ(plan_subscribers(plan, servers).front().call_agent_port, std::nullopt);
  servers[ServerKind::kCallAgent]->port = 40'001;
  servers[ServerKind::kBackupCallAgent]->port = 40'002;
  for (const Subscriber& row : plan_subscribers(plan, servers)) {
    EXPECT_EQ(row.call_agent_port, 40'001);
    ASSERT_EQ(row.call_agent_backup.size(), 1U);
    EXPECT_EQ(row.call_agent_backup.front().address, "ca2.voip.example.net");
    EXPECT_EQ(row.call_agent_backup.front().port, 40'002);
  }
}

// In the real world no two servers have the same port.
TEST(CallAgentPorts, LeadToTheBackupOverRealSockets) {
  const Scenario scenario =
      effect_scenario({kWithBackup, "nats={}", "profiles.phone={boot_time: 0s, boot_spread: 0s}",
                       "fleet.homes.power_on.spread=0s", "fleet.offices.power_on.spread=0s",
                       "faults.it={target: devices, match: {name: call_agent}, do: {resolve: {fail: no-such-name}}}",
                       "faults.also={target: call_agent, do: {drop: requests}}", "duration=30s",
                       "expect=[{eventually: {all: devices, are: registered, within: 30s}}]"});
  const TemporaryFolder folder;
  RunOptions options;
  options.world = WorldKind::kReal;
  options.directory = folder.path();
  const RunSummary summary = run_plan(make_plan(scenario), options);
  EXPECT_EQ(summary.at_end.registered, 5U) << summary.stall;
  EXPECT_TRUE(std::none_of(summary.oracles.begin(), summary.oracles.end(),
                           [](const OracleResult& oracle) { return oracle.verdict == OracleVerdict::kFailed; }));
}

}  // namespace
}  // namespace dialtone
