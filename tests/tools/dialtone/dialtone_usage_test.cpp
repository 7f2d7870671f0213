// What dialtone refuses before it runs anything: exit code 2, and one clear line for each error.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(DialtoneUsage, IsRefusedInOneLineThatSaysWhatIsWrong) {
  const Folder folder;
  const std::string first_light = catalog("first-light");
  const struct {
    std::vector<std::string> arguments;
    std::string reason;
  } bad[] = {
      {{"run"}, "run takes one scenario"},
      {{"run", first_light, first_light}, "run takes one scenario"},
      {{"run", "--bogus", first_light}, "unknown option '--bogus'"},
      {{"run", first_light, "--seed"}, "'--seed' lacks its value"},
      {{"run", first_light, "--seed", "-1"}, "--seed -1"},
      {{"run", first_light, "--seed", "7x"}, "--seed 7x"},
      {{"run", first_light, "--world", "flat"}, "--world flat"},
      {{"run", first_light, "--world", "real", "--verify"}, "--verify"},
      {{"run", first_light, "--time-limit", "soon"}, "--time-limit"},
      {{"run", first_light, "--time-limit", "0s"}, "--time-limit"},
      {{"run", first_light, "--set", "fleet.homes.colour=red"}, "colour"},
      {{"run", first_light, "--set", "fleet.homes.count"}, "fleet.homes.count"},
      {{"run", "nothing.yaml"}, "nothing.yaml: cannot be read: No such file or directory"},
      {{"validate", folder.path().string()}, "no scenario there"},
      {{"validate", "nothing.yaml"}, "nothing.yaml: cannot be read"},
  };
  for (const auto& [arguments, reason] : bad) {
    Command command("dialtone", arguments, folder.path());
    EXPECT_EQ(command.wait(), 2) << reason;
    EXPECT_EQ(command.out(), "") << reason;
    EXPECT_THAT(command.err(), HasSubstr(reason));
    EXPECT_EQ(line_count(command.err()), 1U) << command.err();
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(DialtoneUsage, IsShownWhereNoCommandIsGiven) {
  const Folder folder;
  Command nothing("dialtone", {}, folder.path());
  EXPECT_EQ(nothing.wait(), 2);
  EXPECT_THAT(nothing.err(), HasSubstr("usage: dialtone run SCENARIO"));
  Command unknown("dialtone", {"dance"}, folder.path());
  EXPECT_EQ(unknown.wait(), 2);
  EXPECT_EQ(unknown.err(), "dialtone: there is no command 'dance' (dialtone --help)\n");
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"}, {"run", "--help"}}) {
    Command help("dialtone", arguments, folder.path());
    EXPECT_EQ(help.wait(), 0);
    EXPECT_THAT(help.out(), StartsWith("usage: dialtone run SCENARIO"));
  }
}

TEST(DialtoneUsage, TakesAnOptionFromTheEnvironment) {
  const Folder folder;
  Command command("dialtone", {"run", catalog("first-light")}, folder.path(), "", {"DIALTONE_WORLD=flat"});
  EXPECT_EQ(command.wait(), 2);
  EXPECT_THAT(command.err(), HasSubstr("--world flat"));
}

TEST(DialtoneUsage, AScenarioWithAThousandErrorsNamesTheFirstAndCountsTheRest) {
  const Folder folder;
  std::string text = "scenario: wrong\nfleet: { homes: { count: 1 } }\n";
  for (int i = 0; i < 1000; ++i) text += "mistake-" + std::to_string(i) + ": 1\n";
  const std::string file = folder.write("wrong.yaml", text);
  for (const char* verb : {"run", "validate"}) {
    Command command("dialtone", {verb, file}, folder.path());
    EXPECT_EQ(command.wait(), 2);
    EXPECT_THAT(command.err(), HasSubstr(file + ":3:1: unknown key 'mistake-0'"));
    EXPECT_THAT(command.err(), HasSubstr(" more\n"));
    EXPECT_LE(line_count(command.err()), 25U);
  }
}

TEST(DialtoneUsage, ALinkIsRefusedWhereSocketsAreReal) {
  const Folder folder;
  const std::string file = folder.write("far.yaml",
                                        "scenario: far\n"
                                        "duration: 10s\n"
                                        "fleet: { homes: { count: 1 } }\n"
                                        "network:\n"
                                        "  homes: { latency: 20ms }\n"
                                        "expect:\n"
                                        "  - eventually: { all: homes, are: registered, within: 10s }\n");
  for (const char* world : {"real", "processes"}) {
    for (const char* verb : {"run", "validate"}) {
      Command command("dialtone", {verb, file, "--world", world}, folder.path());
      EXPECT_EQ(command.wait(), 2);
      EXPECT_THAT(command.err(), StartsWith(file + ":4:1: network: "));
      EXPECT_EQ(line_count(command.err()), 1U);
    }
  }
}

TEST(DialtoneUsage, ValidateReadsEveryFileBelowAFolder) {
  const Folder folder;
  std::filesystem::create_directory(folder.path() / "below");
  std::filesystem::copy_file(catalog("first-light"), folder.path() / "below" / "fine.yaml");
  Command good("dialtone", {"validate", folder.path().string()}, folder.path());
  EXPECT_EQ(good.wait(), 0) << good.err();
  EXPECT_EQ(good.out(), folder.file("below/fine.yaml") + ": fine\n");
  const std::string wrong = folder.write("wrong.yaml", "fleet: [\n");
  Command bad("dialtone", {"validate", folder.path().string()}, folder.path());
  EXPECT_EQ(bad.wait(), 2);
  EXPECT_THAT(bad.err(), StartsWith(wrong + ":"));
  EXPECT_THAT(bad.out(), HasSubstr("fine.yaml: fine\n"));
}

}  // namespace
}  // namespace dialtone
