#include "scenarios/engine/suite.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dialtone {
namespace {

using testing::ElementsAre;

std::vector<std::string> case_names_of(const std::vector<SuiteCase>& cases) {
  std::vector<std::string> names;
  for (const SuiteCase& each : cases) names.push_back(each.directory);
  return names;
}

std::vector<SuiteCase> cases_of(const std::vector<std::filesystem::path>& files) {
  std::vector<SuiteCase> cases;
  for (const std::filesystem::path& file : files) cases.push_back({file.stem().string(), file, {}, {}});
  return cases;
}

int code_of(std::vector<RunResult> results, bool interrupted = false) {
  std::vector<SuiteCaseResult> cases;
  for (const RunResult result : results) cases.emplace_back().result = result;
  return suite_exit_code(cases, interrupted);
}

TEST(Suite, ChoosesCasesByNameOrPath) {
  const std::vector<SuiteCase> files = cases_of({"a/storm.yaml", "a/calm.yaml", "b/storm.yaml"});
  EXPECT_THAT(case_names_of(suite_cases(files, {}, {})), ElementsAre("storm", "calm", "storm-2"));
  EXPECT_THAT(case_names_of(suite_cases(files, {"s*"}, {})), ElementsAre("storm", "storm-2"));
  EXPECT_THAT(case_names_of(suite_cases(cases_of({"a-2.yaml", "a.yaml", "x/a.yaml"}), {}, {})),
              ElementsAre("a-2", "a", "a-3"));
  EXPECT_THAT(case_names_of(suite_cases(files, {"s*"}, {"b/*"})), ElementsAre("storm"));
  EXPECT_THAT(case_names_of(suite_cases(files, {"b/storm.yaml", "calm"}, {})), ElementsAre("calm", "storm"));
  EXPECT_THAT(case_names_of(suite_cases(files, {"x"}, {})), ElementsAre());
}

TEST(Suite, ChoosesAMatrixsCasesByNameDirectoryOrPattern) {
  std::vector<SuiteCase> cases;
  for (const std::string name :
       {"storm[transport=udp,loss=5%]", "storm[transport=tcp,loss=5%]", "storm[transport=tcp,loss=5]"}) {
    cases.push_back({name, "a/storm.yaml", {}, {}});
  }
  EXPECT_THAT(
      case_names_of(suite_cases(cases, {}, {})),
      ElementsAre("storm[transport=udp,loss=5%]", "storm[transport=tcp,loss=5%]", "storm[transport=tcp,loss=5]"));
  EXPECT_THAT(case_names_of(suite_cases(cases, {"*udp*"}, {})), ElementsAre("storm[transport=udp,loss=5%]"));
  EXPECT_THAT(case_names_of(suite_cases(cases, {cases[1].name}, {})), ElementsAre("storm[transport=tcp,loss=5%]"));
  EXPECT_THAT(case_names_of(suite_cases(cases, {"a/*"}, {"storm?transport=tcp*"})),
              ElementsAre("storm[transport=udp,loss=5%]"));
}

// 10 D20
TEST(Suite, ACaseHasOneNameAlsoAsADirectory) {
  std::vector<SuiteCase> cases = cases_of({"a/storm.yaml", "b/storm.yaml"});
  cases.push_back({"proxy[path=a/b]", "c.yaml", {}, {}});
  const std::vector<SuiteCase> named = suite_cases(std::move(cases), {}, {});
  EXPECT_EQ(named[1].name, "storm-2");
  EXPECT_EQ(named[1].directory, "storm-2");
  EXPECT_EQ(named[2].name, "proxy[path=a/b]");
  EXPECT_EQ(named[2].directory, "proxy[path=a-b]");
  EXPECT_EQ(directory_name("..").front(), '-');
  EXPECT_EQ(directory_name("earlier"), "earlier-");
  EXPECT_EQ(directory_name(std::string(1'000, 'x')).size(), 160U);
}

TEST(Suite, ANameWithoutItsSeedIsTheCases) {
  EXPECT_EQ(without_seed("storm[seed=7]"), "storm");
  EXPECT_EQ(without_seed("storm[transport=udp,seed=7]"), "storm[transport=udp]");
  for (const std::string name :
       {"storm", "storm[seed=]", "storm[seed=x]", "storm[reseed=7]", "seed=7]", "storm[seed=7"}) {
    EXPECT_EQ(without_seed(name), name);
  }
}

TEST(Suite, EndsAsItsWorstRun) {
  using enum RunResult;
  EXPECT_EQ(code_of({kPassed, kPassed}), 0);
  EXPECT_EQ(code_of({kPassed, kFailed}), 1);
  EXPECT_EQ(code_of({kInvalid, kFailed}), 3);
  EXPECT_EQ(code_of({kFailed, kInvalid, kPassed}), 3);
  EXPECT_EQ(code_of({kInvalid, kInterrupted}), 130);
  EXPECT_EQ(code_of({kPassed}, true), 130);
}

}  // namespace
}  // namespace dialtone
