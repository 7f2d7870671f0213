#include "scenarios/language/document/parameters.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenarios/language/plan/scenario_reader.h"

namespace dialtone {
namespace {

std::string scenario_with(const std::string& parameters, const std::string& rest = "") {
  return "scenario: storm\n"
         "parameters: " +
         parameters +
         "\n"
         "fleet:\n"
         "  homes: { count: \"${devices}\", power_on: { at: 0s } }\n" +
         rest;
}

std::string faults_of_parameters(const std::string& yaml, const std::vector<std::string>& overrides = {}) {
  const ScenarioResult scenario = read_scenario(yaml, "s.yaml", overrides);
  return scenario ? "" : to_text(scenario.error());
}

TEST(Parameters, StandForTheirValuesWholeAndWithinATextAndThroughEachOther) {
  const ScenarioResult scenario = read_scenario(
      scenario_with("{ devices: \"${few}\", few: 7 }", "description: ${devices} of $${devices}, $5\n"), "s.yaml");
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  EXPECT_EQ(scenario->fleet[0].count, 7U);
  EXPECT_EQ(scenario->description, "7 of ${devices}, $5");
}

TEST(Parameters, AreSetByTheirBareNameOrTheirPath) {
  for (const std::string change : {"devices=500", "parameters.devices=500", "fleet.homes.count=500"}) {
    const ScenarioResult scenario = read_scenario(scenario_with("{ devices: 7 }"), "s.yaml", {change});
    ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
    EXPECT_EQ(scenario->fleet[0].count, 500U) << change;
  }
}

TEST(Parameters, AreRefusedWithThePlaceAndTheParameterThatIsWrong) {
  struct Case {
    std::string yaml;
    std::string faults;
  };
  const std::vector<Case> cases{
      {scenario_with("{ device: 7 }"), "s.yaml:4:19: there is no parameter 'devices'; did you mean 'device'?\n"},
      {scenario_with("{ devices: \"${more}\", more: \"${devices}\" }"),
       "s.yaml:2:41: the parameter 'devices' is defined through itself\n"},
      {scenario_with("{ devices: 7, seed: 4 }"),
       "s.yaml:2:27: a parameter may not be called 'seed', which is a key of the scenario\n"},
      {scenario_with("{ devices: 7 }", "description: a ${devices\n"),
       "s.yaml:5:14: '${' without its '}'; '$${' stands for the text '${'\n"},
      {scenario_with("3"),
       "s.yaml:2:13: 'parameters' must be a map of names and values\n"
       "s.yaml:4:19: there is no parameter 'devices'\n"},
  };
  for (const Case& wrong : cases) {
    const std::string told = faults_of_parameters(wrong.yaml);
    EXPECT_EQ(told, wrong.faults) << "nothing else follows from it";
  }
  const std::string told = faults_of_parameters(scenario_with("{ devices: many }"));
  EXPECT_TRUE(told.starts_with("s.yaml:4:19: 'count' must be")) << told;
  EXPECT_TRUE(told.ends_with("not 'many' (the value of ${devices})\n")) << told;
}

}  // namespace
}  // namespace dialtone
