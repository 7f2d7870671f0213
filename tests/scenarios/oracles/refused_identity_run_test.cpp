// The oracle of refused identities in whole runs.
#include <filesystem>

#include "scenarios/engine/run.h"
#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

// Runs whole scenarios.
class RefusalRun : public testing::Test {
 protected:
  // Runs the scenario and returns the measured text of the oracle.
  std::string found(const std::string& yaml) {
    const ScenarioResult scenario = read_scenario("scenario: s\nduration: 2m\nliveness: none\n" + yaml, "s.yaml");
    EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
    RunOptions options;
    options.directory = folder_.path() / "run";
    std::filesystem::remove_all(options.directory);
    std::filesystem::create_directory(options.directory);
    for (const OracleResult& result : run_plan(make_plan(*scenario), options).oracles) {
      if (result.name == "safety: no refused identity gets settings") return result.measured;
    }
    return "no such oracle";
  }

  TemporaryFolder folder_;
};

TEST_F(RefusalRun, AServerThatFollowsItsDatabaseIsNotBlamed) {
  EXPECT_EQ(found("profiles: { quick: { like: ata, resync_period: 3s, retry_base: 1s, retry_cap: 2s } }\n"
                  "fleet:\n  homes: { count: 5, profile: quick, authentication: digest }\n"
                  "  gone: { count: 5, profile: quick, identity: disabled }\n"
                  "faults:\n"
                  "  departs: { target: provisioning, at: 20s, do: { change: { of: homes, enabled: false } } }\n"
                  "  returns: { target: provisioning, at: 50s, do: { change: { of: homes, enabled: true } } }\n"
                  "  joins: { target: provisioning, at: 1s, do: { change: { of: gone, enabled: true } } }\n"),
            "never");
}

TEST_F(RefusalRun, AServerThatFollowsItsDatabaseIsNotBlamedForAnExchange) {
  EXPECT_EQ(found("profiles: { quick: { like: ata, resync_period: 3s, retry_base: 1s, retry_cap: 2s } }\n"
                  "fleet:\n  homes: { count: 1, profile: quick }\n"
                  "  wrong: { count: 1, profile: quick, identity: wrong-mac }\n"
                  "faults:\n"
                  "  goes: { target: provisioning, at: 20s, do: { change: { of: homes, mac_address: "
                  "\"02:D1:A1:00:00:99\" } } }\n"
                  "  comes: { target: provisioning, at: 50s, do: { change: { of: homes, mac_address: "
                  "\"02:D1:A1:00:00:01\" } } }\n"
                  "  right: { target: provisioning, at: 30s, do: { change: { of: wrong, mac_address: "
                  "\"02:D1:A1:0F:42:41\" } } }\n"),
            "never");
}

TEST_F(RefusalRun, AServerThatFollowsItsDatabaseIsNotBlamedForWhatAProxyRewrites) {
  EXPECT_EQ(found("profiles: { quick: { like: ata, resync_period: 3s, retry_base: 1s, retry_cap: 2s } }\n"
                  "proxies: { cafe: {} }\n"
                  "fleet:\n  homes: { count: 1, profile: quick, through: cafe, identity: wrong-customer }\n"
                  "  others: { count: 1, profile: quick, through: cafe }\n"
                  "faults:\n"
                  "  fix: { target: cafe, from: 10s, until: 60s, do: { request: { replace: { "
                  "\"C100001\": \"C1000019\" } } } }\n"),
            "never");
}

TEST_F(RefusalRun, WhatACacheGivesIsTheDevicesToRefuse) {
  const std::string cached =
      "proxies: { cafe: {} }\nfleet:\n  homes: { count: 1, through: cafe }\n"
      "  strangers: { count: 1, through: cafe, identity: unknown, power_on: { at: 30s }, QUIRKS }\n"
      "faults:\n  cached: { target: cafe, do: { cache_for: 10m } }\n";
  const auto with = [&](const std::string& quirks) {
    std::string yaml = cached;
    return yaml.replace(yaml.find("QUIRKS"), 6, "quirks: " + quirks);
  };
  EXPECT_EQ(found(with("[]")), "never");
  EXPECT_NE(found(with("trusts-any-mac")), "never");
}

}  // namespace
}  // namespace dialtone
