// How quirks of servers are read, written and documented.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "scenarios/language/plan/scenario_writer.h"
#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

std::string with_servers(const std::string& servers) {
  return "scenario: s\nfleet: { homes: { count: 1 } }\nservers: { " + servers + " }\n";
}

// 12 8
TEST(ServerQuirks, AreOneNameOrAList) {
  const ScenarioResult scenario = read_scenario(
      with_servers(
          "provisioning: { quirks: ignores-mac-address }, call_agent: { quirks: [ignores-cseq, grants-no-time] }"
          ", backup_call_agent: { quirks: [] }"),
      "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  EXPECT_EQ(scenario->provisioning.quirks, (ProvisioningQuirks{ProvisioningQuirk::kIgnoresMacAddress}));
  EXPECT_EQ(scenario->call_agent.quirks,
            (RegistrarQuirks{RegistrarQuirk::kIgnoresCSeq, RegistrarQuirk::kGrantsNoTime}));
  EXPECT_TRUE(scenario->backup_call_agent->quirks.empty());
}

// 12 8
TEST(ServerQuirks, AreThoseOfTheirServer) {
  EXPECT_EQ(faults_of(with_servers("call_agent: { quirks: ignores-cesq }")),
            "s.yaml:3:34: there is no quirk 'ignores-cesq'; did you mean 'ignores-cseq'?\n");
  EXPECT_EQ(faults_of(with_servers("provisioning: { quirks: [ignores-mac-adress] }")),
            "s.yaml:3:37: there is no quirk 'ignores-mac-adress'; did you mean 'ignores-mac-address'?\n");
  EXPECT_NE(faults_of(with_servers("provisioning: { quirks: ignores-cseq }")), "") << "that is a registrar's";
  EXPECT_NE(faults_of(with_servers("call_agent: { quirks: trusts-any-mac }")), "") << "that is a device's";
  EXPECT_EQ(faults_of(with_servers("call_agent: { quirks: { ignores-cseq: true } }")),
            "s.yaml:3:34: 'quirks' must be names such as never-challenges\n");
}

// 12 8
TEST(ServerQuirks, AreInThePlanThatPartsRead) {
  const ScenarioResult scenario =
      read_scenario(with_servers("provisioning: { quirks: [ignores-password, mixes-two-subscribers] }, "
                                 "call_agent: { quirks: stores-nothing }, backup_call_agent: { quirks: ignores-cseq }"),
                    "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  const std::string plan = write_scenario(*scenario);
  for (const std::string quirks :
       {"quirks: [ignores-password, mixes-two-subscribers]", "quirks: [stores-nothing]", "quirks: [ignores-cseq]"}) {
    EXPECT_NE(plan.find(quirks), std::string::npos) << plan;
  }
  EXPECT_EQ(write_scenario(Scenario()).find("quirks"), std::string::npos);
}

template <typename Table>
void expect_in_reference(std::string_view whose, const Table& table) {
  const std::string reference = text_of(DIALTONE_SOURCE_DIR "/docs/reference.md");
  std::set<std::string_view> names;
  for (const auto& [quirk, name, does] : table) {
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string_view::npos) << name;
    const std::string row =
        "| `" + std::string(name) + "` | " + std::string(whose) + " | " + std::string(does) + " |\n";
    EXPECT_NE(reference.find(row), std::string::npos) << row;
  }
}

// 12 8
TEST(ServerQuirks, AreInTheReferenceWithWhatEachDoes) {
  expect_in_reference("call agents", kRegistrarQuirks);
  expect_in_reference("the provisioning server", kProvisioningQuirks);
}

}  // namespace
}  // namespace dialtone
