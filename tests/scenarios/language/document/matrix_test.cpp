#include "scenarios/language/document/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/language/plan/scenario_writer.h"

namespace dialtone {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;

std::string storm(const std::string& matrix, const std::string& transport = "${transport}") {
  return "scenario: storm\n"
         "matrix: " +
         matrix +
         "\n"
         "fleet:\n"
         "  homes: { count: 7, transport: \"" +
         transport + "\" }\n";
}

std::vector<std::string> case_names(const std::string& yaml, const std::vector<std::string>& overrides = {}) {
  const ScenarioCasesResult cases = read_scenario_cases(yaml, "s.yaml", overrides);
  if (!cases) return {to_text(cases.error())};
  std::vector<std::string> names;
  for (const ScenarioCase& each : *cases) names.push_back(each.name);
  return names;
}

TEST(Matrix, MakesACaseOfEachCombinationTheLastKeyFastest) {
  const std::string yaml =
      storm("{ transport: [udp, tcp], seconds: [10, 20], exclude: [{ transport: tcp, seconds: 10 }] }");
  EXPECT_THAT(case_names(yaml),
              ElementsAre("[transport=udp,seconds=10]", "[transport=udp,seconds=20]", "[transport=tcp,seconds=20]"));
  const ScenarioCasesResult cases = read_scenario_cases(yaml, "s.yaml");
  ASSERT_TRUE(cases.ok());
  EXPECT_EQ((*cases)[0].scenario.fleet[0].transport, Transport::kUdp);
  EXPECT_EQ((*cases)[2].scenario.fleet[0].transport, Transport::kTcp);
  EXPECT_EQ((*cases)[2].scenario.name, "storm[transport=tcp,seconds=20]");
  EXPECT_THAT((*cases)[2].choice, ElementsAre("transport=tcp", "seconds=20"));
}

TEST(Matrix, HasListsOfWordsForValues) {
  const std::string yaml =
      "scenario: storm\nmatrix: { offered: [\"MD5,SHA-256\", \"SHA-256,MD5\"] }\n"
      "fleet: { homes: { count: 1 } }\nservers: { call_agent: { digest_algorithms: \"${offered}\" } }\n";
  EXPECT_THAT(case_names(yaml), ElementsAre("[offered=MD5,SHA-256]", "[offered=SHA-256,MD5]"));
  const ScenarioResult one = read_scenario(yaml, "s.yaml", {"offered=SHA-256,MD5"});
  ASSERT_TRUE(one.ok()) << to_text(one.error());
  EXPECT_EQ(one->call_agent.digest_algorithms, (std::vector{digest::Algorithm::kSha256, digest::Algorithm::kMd5}));
}

TEST(Matrix, OfOneCaseLeftIsReadAndItsPlanKeepsItsName) {
  const std::string yaml = storm("{ transport: [udp, tcp] }");
  const ScenarioResult one = read_scenario(yaml, "s.yaml", {"transport=tcp"});
  ASSERT_TRUE(one.ok()) << to_text(one.error());
  EXPECT_EQ(one->name, "storm[transport=tcp]");
  const ScenarioResult again = read_scenario(write_scenario(*one), "plan.yaml");
  ASSERT_TRUE(again.ok()) << to_text(again.error());
  EXPECT_EQ(again->name, one->name);
  EXPECT_THAT(case_names(yaml, {"transport=tcp"}), ElementsAre("[transport=tcp]"));
}

TEST(Matrix, OfSeveralCasesSaysHowToChooseOne) {
  const ScenarioResult all = read_scenario(storm("{ transport: [udp, tcp], again: [1, 2, 3] }"), "s.yaml");
  ASSERT_FALSE(all.ok());
  EXPECT_EQ(
      to_text(all.error()),
      "s.yaml:2:9: a matrix of 6 cases: choose one (--set transport=udp --set again=1), or carry all out: dialtone "
      "suite s.yaml\n");
}

TEST(Matrix, SetsAParameterThatIsDeclared) {
  const std::string yaml = storm("{ transport: [udp, tcp] }") + "parameters: { transport: sctp }\n";
  EXPECT_THAT(case_names(yaml), ElementsAre("[transport=udp]", "[transport=tcp]"));
}

TEST(Matrix, TellsAFaultOfAllItsCasesOnce) {
  EXPECT_THAT(case_names(storm("{ again: [1, 2, 3] }", "sctp")),
              ElementsAre("s.yaml:4:33: 'transport' must be one of udp, tcp, not 'sctp'\n"));
}

TEST(Matrix, RefusesWhatMakesNoCases) {
  struct Wrong {
    std::string matrix;
    std::string fault;
    std::vector<std::string> overrides;
  };
  const std::vector<Wrong> wrongs{
      {"3", "s.yaml:2:9: 'matrix' must be a map of names and lists of values\n", {}},
      {"{ transport: udp }", "s.yaml:2:22: 'transport' must be a list of values: [udp, tcp]\n", {}},
      {"{ transport: [] }", "s.yaml:2:22: 'transport' must be a list of values: [udp, tcp]\n", {}},
      {"{ transport: [udp, udp] }", "s.yaml:2:28: 'udp' is there already\n", {}},
      {"{ transport: [udp, { a: b }] }", "s.yaml:2:28: a value of a matrix is a word or a number", {}},
      {"{ transport: [udp], exclude: [{ transprot: udp }] }",
       "s.yaml:2:41: the matrix has no 'transprot'; did you mean 'transport'?\n",
       {}},
      {"{ transport: [udp, tcp], exclude: [{ transport: sctp }] }",
       "s.yaml:2:57: the matrix has no 'transport' of 'sctp', only udp, tcp\n",
       {}},
      {"{ transport: [udp, tcp], exclude: [{}] }", "s.yaml:2:44: 'exclude' must be a list of maps", {}},
      {"{ transport: [udp], exclude: [{ transport: udp }] }", "s.yaml:2:9: the matrix leaves no case\n", {}},
      {"{ transport: [udp], seed: [1, 2] }", "s.yaml:2:29: a parameter may not be called 'seed'", {}},
      {"{ transport: [udp, tcp] }",
       "--set transport: the matrix has no 'transport' of 'sctp', only udp, tcp\n",
       {"transport=sctp"}},
  };
  for (const Wrong& wrong : wrongs) {
    const std::vector<std::string> told = case_names(storm(wrong.matrix), wrong.overrides);
    EXPECT_THAT(told.front(), testing::StartsWith(wrong.fault));
  }
}

TEST(Matrix, HasAThousandCasesAtMost) {
  std::string ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
  const std::string thousand = "a: " + ten + ", b: " + ten + ", c: " + ten;
  EXPECT_EQ(case_names(storm("{ " + thousand + " }", "udp")).size(), 1'000U);
  EXPECT_THAT(case_names(storm("{ " + thousand + ", d: [1, 2] }", "udp")).front(), HasSubstr("more than 1000 cases\n"));
}

}  // namespace
}  // namespace dialtone
