#include <gtest/gtest.h>

#include <string>

#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/language/plan/scenario_writer.h"

namespace dialtone {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

ScenarioResult read_profile(const std::string& keys) {
  return read_scenario(
      "scenario: s\nfleet: { homes: { count: 1, profile: phone } }\nprofiles:\n  phone: " + keys + "\n", "s.yaml");
}

void expect_refused(const std::string& keys, const std::string& message) {
  const ScenarioResult read = read_profile(keys);
  ASSERT_FALSE(read.ok()) << keys;
  EXPECT_EQ(to_text(read.error()), message + "\n");
}

TEST(ProfileKeys, ChangeWhatTheFamilyHasWhateverTheirOrder) {
  const ScenarioResult read = read_profile("{ registration_retry: { cap: 1h }, like: yealink, t1: 250ms }");
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const DeviceProfile& habits = read->profiles[0].habits;
  EXPECT_EQ(habits.product, "SIP-T46S");
  EXPECT_EQ(habits.t1, std::chrono::milliseconds(250));
  EXPECT_EQ(habits.registration_retry, (BackOffRule{.base = seconds(30), .cap = minutes(60), .least_percent = 100}));
  EXPECT_EQ(read->profiles[0].given,
            (std::vector<std::string>{"like", "t1", "registration_retry", "registration_retry.cap"}));
  EXPECT_NE(write_scenario(*read).find("  phone: { like: yealink, t1: 250ms, registration_retry: { cap: 1h } }\n"),
            std::string::npos)
      << write_scenario(*read);
}

TEST(ProfileKeys, ThatSetTwoRulesLeaveTheOthersAlone) {
  const ScenarioResult read = read_profile("{ retry_base: 7s, retry_cap: 9s }");
  ASSERT_TRUE(read.ok()) << to_text(read.error());
  const DeviceProfile& habits = read->profiles[0].habits;
  const DeviceProfile usual;
  EXPECT_EQ(habits.provisioning_retry, (BackOffRule{.base = seconds(7), .cap = seconds(9)}));
  EXPECT_EQ(habits.registration_retry, (BackOffRule{.base = seconds(7), .cap = seconds(9)}));
  EXPECT_EQ(habits.refusal_retry, usual.refusal_retry);
  EXPECT_EQ(habits.registration_refusal_retry, usual.registration_refusal_retry);
}

TEST(ProfileKeys, ThatCannotBeReadAreComparedWithNoOther) {
  const ScenarioResult read = read_profile("{ retry_base: soon, retry_cap: 1s }");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().size(), 1U) << to_text(read.error());
}

TEST(ProfileKeys, ThatContradictEachOtherAreRefused) {
  expect_refused("{ retry_base: 5s, registration_retry: { base: 1m } }",
                 "s.yaml:4:12: 'retry_base' and 'registration_retry.base' are one or the other");
  expect_refused("{ retry_cap: 5s, provisioning_retry: { cap: 1m } }",
                 "s.yaml:4:12: 'retry_cap' and 'provisioning_retry.cap' are one or the other");
  expect_refused("{ registration_refusal_retry: { base: 5s, cap: 1s } }",
                 "s.yaml:4:52: 'registration_refusal_retry.cap' must be at least registration_refusal_retry.base, 5s");
  expect_refused("{ t1: 10s }", "s.yaml:4:12: 't2' must be at least t1, 10s");
  expect_refused("{ t1: 1s, t2: 500ms }", "s.yaml:4:20: 't2' must be at least t1, 1s");
  expect_refused("{ refresh: { to_percent: 50 } }",
                 "s.yaml:4:23: 'refresh.to_percent' must be at least refresh.from_percent, 80");
  expect_refused("{ connection_keep_alive: { least: 3m } }",
                 "s.yaml:4:37: 'connection_keep_alive.most' must be at least connection_keep_alive.least, 3m");
  expect_refused("{ datagram_keep_alive: { least: 1m, most: 59s } }",
                 "s.yaml:4:46: 'datagram_keep_alive.most' must be at least datagram_keep_alive.least, 1m");
  EXPECT_TRUE(read_profile("{ retry_base: 5s, registration_retry: { cap: 1m } }").ok());
  // Accepted: a base above the default cap is limited by that cap.
  EXPECT_TRUE(read_profile("{ provisioning_retry: { base: 1h } }").ok());
}

}  // namespace
}  // namespace dialtone
