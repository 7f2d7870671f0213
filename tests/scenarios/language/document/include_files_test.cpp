#include "scenarios/language/document/include_files.h"

#include <gtest/gtest.h>

#include <map>

#include "scenarios/engine/run.h"
#include "scenarios/language/plan/scenario_reader.h"
#include "scenarios/language/plan/scenario_writer.h"

namespace dialtone {
namespace {

// Files that include each other; the scenario is `/s/storm.yaml`.
class Includes : public testing::Test {
 public:
  void file(const std::string& path, std::string text) { files_["/s/" + path] = std::move(text); }

  ScenarioResult read(const std::vector<std::string>& overrides = {}) {
    const ReadFile read = [this](const std::string& path, std::size_t) -> Result<std::string> {
      const auto found = files_.find(path);
      if (found == files_.end()) return Failure{"cannot be read: gone"};
      return found->second;
    };
    return read_scenario(files_.at("/s/storm.yaml"), "/s/storm.yaml", overrides, read);
  }
  std::string said() {
    const ScenarioResult scenario = read();
    return scenario ? "" : to_text(scenario.error());
  }

 private:
  std::map<std::string, std::string> files_;
};

constexpr const char* kFleetOfPhones = "fleet: { homes: { count: 3, profile: phone } }\n";

TEST_F(Includes, AreMergedAndTheIncludingFileWins) {
  file("models/phones.yaml",
       "duration: 1m\n"
       "domain: phones.example\n"
       "parameters: { boot: 3s, agent: Phone }\n"
       "servers: { call_agent: { cores: 4, probe: 30s } }\n"
       "profiles: { phone: { boot_time: \"${boot}\", user_agent: \"${agent}\" } }\n"
       "expect: [{ eventually: { all: homes, are: provisioned, within: 30s } }]\n");
  file("storm.yaml", std::string("include: models/phones.yaml\nscenario: storm\nduration: 2m\n") +
                         "parameters: { boot: 5s }\n"
                         "servers: { call_agent: { cores: 8 } }\n"
                         "profiles: { soft: { boot_time: 1s } }\n"
                         "expect: [{ eventually: { all: homes, are: registered, within: 30s } }]\n" +
                         kFleetOfPhones);
  const ScenarioResult scenario = read();
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  EXPECT_EQ(scenario->duration, std::chrono::minutes(2));
  EXPECT_EQ(scenario->domain, "phones.example");
  EXPECT_EQ(scenario->call_agent.cores, 8);
  EXPECT_EQ(scenario->call_agent.probe, std::chrono::seconds(30));
  ASSERT_EQ(scenario->profiles.size(), 2U);
  EXPECT_EQ(scenario->profiles[0].habits.boot_time, std::chrono::seconds(5));
  EXPECT_EQ(scenario->profiles[0].habits.user_agent, "Phone");
  ASSERT_EQ(scenario->expectations.size(), 2U);
  EXPECT_NE(write_scenario(*scenario).find("provisioned"), std::string::npos);
  EXPECT_LT(write_scenario(*scenario).find("provisioned"), write_scenario(*scenario).find("are: registered"));
  EXPECT_EQ(write_scenario(*scenario).find("include"), std::string::npos) << "a plan is whole";
  const ScenarioResult changed = read({"boot=7s"});
  ASSERT_TRUE(changed.ok()) << to_text(changed.error());
  EXPECT_EQ(changed->profiles[0].habits.boot_time, std::chrono::seconds(7));
}

TEST_F(Includes, MayIncludeFurtherOnesBesideThemEachReadOnce) {
  file("storm.yaml", std::string("include: [models/a.yaml, models/b.yaml]\nscenario: storm\n") + kFleetOfPhones);
  file("models/a.yaml", "include: deeper/c.yaml\nduration: 1m\n");
  file("models/b.yaml", "include: [deeper/c.yaml]\nduration: 3m\n");
  file("models/deeper/c.yaml", "profiles: { phone: {} }\nduration: 2m\n");
  const ScenarioResult scenario = read();
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  EXPECT_EQ(scenario->profiles.size(), 1U);
  EXPECT_EQ(scenario->duration, std::chrono::minutes(3)) << "the later one's";
}

TEST_F(Includes, AreNamedWhereSomethingInThemIsWrong) {
  file("storm.yaml", std::string("include: phones.yaml\nscenario: storm\nduratoin: 2m\n") + kFleetOfPhones);
  file("phones.yaml", "profiles:\n  phone: { boot_time: soon, user_agent: \"${agent}\" }\n");
  EXPECT_EQ(said(),
            "/s/storm.yaml:3:1: unknown key 'duratoin' in the scenario; did you mean 'duration'?\n"
            "/s/phones.yaml:2:23: 'boot_time' must be a duration such as 250ms, 90s, 15m or 1h, not 'soon'\n"
            "/s/phones.yaml:2:41: there is no parameter 'agent'\n");
  file("phones.yaml", "profiles: { phone: {} }\nnats: { office: {} }\n");
  file("storm.yaml", std::string("include: phones.yaml\nscenario: storm\n") + kFleetOfPhones);
  const ScenarioResult scenario = read();
  ASSERT_TRUE(scenario.ok()) << to_text(scenario.error());
  const std::vector<std::string> obstacles = cannot_exist_in(*scenario, WorldKind::kReal);
  ASSERT_EQ(obstacles.size(), 1U);
  EXPECT_TRUE(obstacles[0].starts_with("/s/phones.yaml:2:9: office")) << obstacles[0];
}

TEST_F(Includes, MayNotNameTheSameThingTwice) {
  file("storm.yaml", std::string("include: [a.yaml, b.yaml]\nscenario: storm\n") + kFleetOfPhones);
  file("a.yaml", "profiles: { phone: {} }\n");
  file("b.yaml", "profiles:\n  phone: {}\n");
  EXPECT_EQ(said(), "/s/b.yaml:2:3: 'phone' is in 'profiles' already, at /s/a.yaml:1:13\n");
}

TEST_F(Includes, AreRefusedWhereTheyCannotBeHad) {
  const auto including = [&](const std::string& what) {
    file("storm.yaml", "include: " + what + "\nscenario: storm\n" + kFleetOfPhones);
    return said();
  };
  file("circle.yaml", "include: ./storm.yaml\n");
  file("list.yaml", "- a\n");
  file("wrong.yaml", "a: [\n");
  file("empty.yaml", "");
  EXPECT_EQ(including("storm.yaml"), "/s/storm.yaml:1:10: 'storm.yaml' includes itself\n");
  EXPECT_EQ(including("circle.yaml"), "/s/circle.yaml:1:10: './storm.yaml' includes itself\n");
  EXPECT_EQ(including("nowhere.yaml"), "/s/storm.yaml:1:10: /s/nowhere.yaml cannot be read: gone\n");
  EXPECT_EQ(including("list.yaml"), "/s/list.yaml:1:1: what is included must be a map\n");
  EXPECT_EQ(including("wrong.yaml").substr(0, 14), "/s/wrong.yaml:");
  EXPECT_EQ(including("[{}]"), "/s/storm.yaml:1:11: the name of a file is wanted\n");
  EXPECT_TRUE(including("{ a: b }").starts_with("/s/storm.yaml:1:10: 'include' must be the name of a file"));
  EXPECT_TRUE(including("empty.yaml").ends_with("there is no profile 'phone'\n")) << including("empty.yaml");
}

TEST_F(Includes, AreSixteenAndFourMegabytesAtMost) {
  std::string names;
  for (int number = 0; number < 17; ++number) {
    const std::string name = "f" + std::to_string(number) + ".yaml";
    file(name, "duration: 1m\n");
    names += (names.empty() ? "" : ", ") + name;
  }
  file("storm.yaml", "include: [" + names + "]\nscenario: storm\n" + kFleetOfPhones);
  EXPECT_NE(said().find("more than 16 included files"), std::string::npos) << said();
  file("storm.yaml", std::string("include: [f0.yaml, f1.yaml]\nscenario: storm\n") + kFleetOfPhones);
  for (const char* name : {"f0.yaml", "f1.yaml"}) file(name, "# " + std::string(3 * 1024 * 1024, 'x') + "\n");
  EXPECT_EQ(said(), "/s/storm.yaml:1:20: with 'f1.yaml' the files are larger than 4 MB together\n");
}

TEST_F(Includes, AreNoScenariosThemselves) {
  file("storm.yaml", "profiles: { phone: { boot_tmie: 3s } }\n");
  EXPECT_EQ(said(),
            "/s/storm.yaml:1:1: neither 'scenario: NAME' nor 'fleet': it is for scenarios to include\n"
            "/s/storm.yaml:1:22: unknown key 'boot_tmie' in the profile 'phone'; did you mean 'boot_time'?\n");
}

}  // namespace
}  // namespace dialtone
