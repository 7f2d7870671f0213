// A misspelt name is reported with the name that was probably meant.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/scenarios/language/plan/scenario_samples.h"

namespace dialtone {
namespace {

const std::string kFleet = "scenario: s\nfleet: { homes: { count: 1 } }\n";

// 10 D22
TEST(NearMisses, OfActsAndTheirParametersAreTold) {
  struct Case {
    std::string fault;
    std::string said;
  };
  for (const Case& each : std::vector<Case>{
           {"{ target: call_agent, do: { anwser: { status: 503 } } }",
            "unknown key 'anwser' in 'do'; did you mean 'answer'?"},
           {"{ target: homes, at: 1m, do: { power_cutt: { off_for: 1s } } }",
            "unknown key 'power_cutt' in 'do'; did you mean 'power_cut'?"},
           {"{ target: provisioning, do: { dealy: 2s } }", "unknown key 'dealy' in 'do'; did you mean 'delay'?"},
           {"{ target: call_agent, do: { answer: { status: 503 }, deley: 1s } }",
            "unknown key 'deley' in 'do'; did you mean 'delay'?"},
           {"{ target: call_agent, do: { answer: { satus: 503 } } }",
            "unknown key 'satus' in 'answer'; did you mean 'status'?"},
           {"{ target: homes, at: 1m, do: { power_cut: { of_for: 1s } } }",
            "unknown key 'of_for' in 'power_cut'; did you mean 'off_for'?"},
           {"{ target: call_agent, do: { registrar: { stael: omitted } } }",
            "unknown key 'stael' in 'registrar'; did you mean 'stale'?"},
           {"{ target: call_agent, match: { mehtod: REGISTER }, do: { drop: requests } }",
            "unknown key 'mehtod' in 'match'; did you mean 'method'?"},
           {"{ target: homes, when: { evnet: device.boot }, do: { reset: tcp } }",
            "unknown key 'evnet' in 'when'; did you mean 'event'?"},
           {"{ target: homes, when: { event: device.boto }, do: { reset: tcp } }",
            "there is no event 'device.boto'; did you mean 'device.boot'?"},
           {"{ target: hoems, at: 1m, do: { reset: tcp } }", "'hoems'; did you mean 'homes'?"},
       }) {
    const std::string faults = faults_of(kFleet + "faults: { f: " + each.fault + " }\n");
    EXPECT_NE(faults.find(each.said), std::string::npos) << faults;
    EXPECT_EQ(faults.find("'do' is one of"), std::string::npos) << faults;
  }
}

// 10 D22
TEST(NearMisses, OfParametersAndOfAMatrixAreTold) {
  const std::string scenario =
      "scenario: s\nparameters: { devices: 3, deadline: 1m }\nmatrix: { transport: [udp, tcp] }\n"
      "fleet: { homes: { count: \"${devices}\", transport: \"${transport}\" } }\n"
      "liveness: { within: \"${deadline}\" }\n";
  const std::vector<std::string> one{"transport=udp"};
  EXPECT_EQ(faults_of(scenario, one), "");
  const auto said = [&](const std::string& change) { return faults_of(scenario, {"transport=udp", change}); };
  EXPECT_EQ(said("devcies=5"), "--set devcies: unknown key 'devcies' in the scenario; did you mean 'devices'?\n");
  EXPECT_EQ(said("trnasport=udp"),
            "--set trnasport: unknown key 'trnasport' in the scenario; did you mean 'transport'?\n");
  EXPECT_EQ(said("sede=5"), "--set sede: unknown key 'sede' in the scenario; did you mean 'seed'?\n");
  EXPECT_EQ(said("parameters.deadlien=5m"),
            "--set parameters.deadlien: there is no 'deadlien' in 'parameters'; did you mean 'deadline'?\n");
  EXPECT_EQ(said("flete.homes.count=5"),
            "--set flete.homes.count: unknown key 'flete' in the scenario; did you mean 'fleet'?\n");
  EXPECT_EQ(said("network.hoems.loss=5%"),
            "--set network.hoems.loss: there is no group 'hoems'; did you mean 'homes'?\n");
  std::string misspelt = scenario;
  misspelt.replace(misspelt.find("${devices}"), 10, "${devcies}");
  EXPECT_NE(faults_of(misspelt, one).find("there is no parameter 'devcies'; did you mean 'devices'?"),
            std::string::npos);
  EXPECT_NE(faults_of("scenario: s\nmatrix: { transport: [udp], exclude: [{ trasnport: udp }] }\n" + kFleet.substr(12))
                .find("the matrix has no 'trasnport'; did you mean 'transport'?"),
            std::string::npos);
}

// 10 D22
TEST(NearMisses, OfParametersForIncludedFilesAreTold) {
  const ReadFile read = [](const std::string&, std::size_t) -> Result<std::string> {
    return std::string("parameters: { boot: 2s }\nprofiles: { phone: { boot_time: \"${boot}\" } }\n");
  };
  const auto said = [&](const std::string& parameters) {
    const ScenarioResult scenario =
        read_scenario("include: phones.yaml\nparameters: " + parameters + "\n" + kFleet, "s.yaml", {}, read);
    return scenario ? "" : to_text(scenario.error());
  };
  EXPECT_EQ(said("{ boot: 20s }"), "");
  EXPECT_EQ(said("{ other: 20s }"), "") << "one that nothing uses, and that is none of the others";
  EXPECT_EQ(said("{ boto: 20s }"), "s.yaml:2:15: nothing uses the parameter 'boto'; did you mean 'boot'?\n");
}

// 10 D22
TEST(NearMisses, OfParametersOfOneFileAreNoMistake) {
  const std::string fleet = "fleet: { homes: { count: \"${homes}\" } }\n";
  for (const std::string parameters : {"{ homes: 1, home: 2 }", "{ homes: \"${loss-1}\", loss-1: 1, loss-2: 2 }",
                                       "{ tcp-timeout: 2m, udp-timeout: 1, homes: \"${udp-timeout}\" }"}) {
    EXPECT_EQ(faults_of("scenario: s\nparameters: " + parameters + "\n" + fleet), "") << parameters;
  }
  // An included file declares a parameter that nothing uses, and the scenario declares another.
  const ReadFile read = [](const std::string&, std::size_t) -> Result<std::string> {
    return std::string(
        "parameters: { home: 2, boot-1: 1s, boot-2: 2s }\n"
        "profiles: { phone: { boot_time: \"${boot-1}\" } }\n");
  };
  const ScenarioResult scenario =
      read_scenario("include: phones.yaml\nscenario: s\nparameters: { homes: 1 }\n" + fleet, "s.yaml", {}, read);
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
}

}  // namespace
}  // namespace dialtone
