// `dialtone suite` as CI uses it: many scenarios, one exit code, one JUnit file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <sstream>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

// Writes a scenario that passes, or that fails because no device powers on in time.
void write_scenario(const fs::path& file, bool passes, std::string_view duration = "10s") {
  fs::create_directories(file.parent_path());
  std::ofstream(file)
      << "scenario: " << file.stem().string() << "\nduration: " << duration
      << "\nfleet: { homes: { count: 3 } }\nexpect:\n  - eventually: { all: homes, are: registered, within: "
      << (passes ? duration : "10ms") << " }\n";
}

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(DialtoneSuite, RunsEveryScenarioBelowAFolderAndTellsWhatTheyCameTo) {
  const Folder folder;
  write_scenario(folder.path() / "all" / "one.yaml", true);
  write_scenario(folder.path() / "all" / "deeper" / "two.yml", true);
  Command suite("dialtone", {"suite", "all", "--jobs", "2", "--out", "out", "--junit-xml", "ci.xml"}, folder.path());
  EXPECT_EQ(suite.wait(), 0) << suite.err();
  EXPECT_THAT(suite.out(), HasSubstr("2 scenarios: 2 passed"));
  for (const std::string name : {"one", "two"}) {
    EXPECT_TRUE(fs::exists(folder.path() / "out" / name / "summary.json")) << name;
    EXPECT_THAT(text_of(folder.path() / "ci.xml"), HasSubstr("name=\"" + name + "\""));
  }
  EXPECT_EQ(text_of(folder.path() / "ci.xml"), text_of(folder.path() / "out" / "junit.xml"));
}

TEST(DialtoneSuite, FailsWithTheWorstAndShowsHowToRepeatIt) {
  const Folder folder;
  write_scenario(folder.path() / "good.yaml", true);
  write_scenario(folder.path() / "bad.yaml", false);
  Command suite("dialtone", {"suite", "."}, folder.path());
  EXPECT_EQ(suite.wait(), 1);
  EXPECT_THAT(suite.out(), HasSubstr("2 scenarios: 1 passed, 1 failed"));
  EXPECT_THAT(suite.out(), HasSubstr("repeat with  dialtone run ./bad.yaml"));
  EXPECT_THAT(text_of(folder.path() / "runs" / "latest" / "junit.xml"), HasSubstr("<failure message=\"0 of 3"));
  EXPECT_THAT(text_of(folder.path() / "runs" / "latest" / "junit.xml"),
              Not(HasSubstr("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite ")));
}

TEST(DialtoneSuite, ChoosesByPatternAndMatchesNothingWithTwo) {
  const Folder folder;
  write_scenario(folder.path() / "storm.yaml", true);
  write_scenario(folder.path() / "calm.yaml", true);
  Command some("dialtone", {"suite", ".", "--include", "st*", "--include", "ca*", "--exclude", "*/calm.yaml"},
               folder.path());
  EXPECT_EQ(some.wait(), 0);
  EXPECT_THAT(some.out(), HasSubstr("1 scenario: 1 passed"));
  EXPECT_THAT(some.out(), HasSubstr("storm"));
  Command none("dialtone", {"suite", ".", "--include", "x*"}, folder.path());
  EXPECT_EQ(none.wait(), 2);
  EXPECT_THAT(none.err(), HasSubstr("no scenario matches"));
}

// 10 D20
TEST(DialtoneSuite, AScenarioThatCannotBeReadIsAnErrorAndTheOthersRun) {
  const Folder folder;
  write_scenario(folder.path() / "good.yaml", true);
  write_scenario(folder.path() / "bad.yaml", false);
  std::ofstream(folder.path() / "wrong.yaml") << "scenario: wrong\nflet: {}\n";
  Command suite("dialtone", {"suite", ".", "--out", "out"}, folder.path());
  EXPECT_EQ(suite.wait(), 2);
  EXPECT_THAT(suite.err(), HasSubstr("wrong.yaml:2:1: unknown key 'flet'"));
  EXPECT_THAT(suite.out(), HasSubstr("3 scenarios: 1 passed, 1 failed, 1 refused"));
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "good" / "summary.json"));
  const std::string junit = text_of(folder.path() / "out" / "junit.xml");
  EXPECT_THAT(junit, HasSubstr("<error message=\"the scenario cannot be run\""));
  EXPECT_THAT(junit, HasSubstr("wrong.yaml:2:1: unknown key 'flet'"));
  EXPECT_THAT(junit, HasSubstr("<testsuites name=\"dialtone\" tests="));
}

// 10 D20
TEST(DialtoneSuite, ACaseHasOneNameInConsoleDirectoryAndJunit) {
  const Folder folder;
  write_scenario(folder.path() / "a" / "same.yaml", true);
  write_scenario(folder.path() / "b" / "same.yaml", true);
  Command suite("dialtone", {"suite", "a", "b", "--out", "out"}, folder.path());
  EXPECT_EQ(suite.wait(), 0);
  for (const std::string name : {"same", "same-2"}) {
    EXPECT_THAT(suite.out(), HasSubstr("passed      " + name + "  "));
    EXPECT_TRUE(fs::exists(folder.path() / "out" / name / "summary.json"));
    EXPECT_THAT(text_of(folder.path() / "out" / "junit.xml"), HasSubstr(" name=\"" + name + "\""));
  }
}

// 10 D20
TEST(DialtoneSuite, ATimeLimitIsThatOfEachRun) {
  const Folder folder;
  write_scenario(folder.path() / "quick.yaml", true);
  std::ofstream(folder.path() / "slow.yaml")
      << "scenario: slow\nduration: 10s\nfleet: { homes: { count: 40000 } }\n"
         "expect:\n  - eventually: { all: homes, are: registered, within: 10s }\n";
  Command suite("dialtone", {"suite", ".", "--out", "out", "--time-limit", "1s", "--jobs", "1"}, folder.path());
  EXPECT_EQ(suite.wait(), 3) << suite.out();
  EXPECT_THAT(suite.out(), HasSubstr("the time limit of 1 s passed"));
  EXPECT_THAT(suite.out(), HasSubstr("passed      quick"));
  EXPECT_THAT(text_of(folder.path() / "out" / "junit.xml"), HasSubstr("<error message=\"invalid\""));
  Command wrong("dialtone", {"suite", ".", "--time-limit", "soon"}, folder.path());
  EXPECT_EQ(wrong.wait(), 2);
}

TEST(DialtoneSuite, NumbersCasesOfTheSameName) {
  const Folder folder;
  write_scenario(folder.path() / "a" / "same.yaml", true);
  write_scenario(folder.path() / "b" / "same.yaml", true);
  Command suite("dialtone", {"suite", "a", "b", "--out", "out"}, folder.path());
  EXPECT_EQ(suite.wait(), 0);
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "same" / "events.jsonl"));
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "same-2" / "events.jsonl"));
}

TEST(DialtoneSuite, IsInterruptedWithItsFilesWritten) {
  const Folder folder;
  write_scenario(folder.path() / "long.yaml", true, "50s");
  std::ofstream(folder.path() / "long.yaml", std::ios::app) << "  - never: { any: homes, are: powered-off }\n";
  std::ofstream(folder.path() / "long.yaml", std::ios::app)
      << "  - eventually: { all: homes, are: powered-off, within: 50s }\n";
  Command suite("dialtone", {"suite", "long.yaml", "--out", "out"}, folder.path(), "", {"DIALTONE_WORLD=real"});
  ASSERT_TRUE(suite.wait_until([&] { return fs::exists(folder.path() / "out" / "long" / "events.jsonl"); }));
  suite.signal(SIGINT);
  EXPECT_EQ(suite.wait(), 130);
  EXPECT_THAT(text_of(folder.path() / "out" / "junit.xml"), HasSubstr("interrupted"));
  EXPECT_THAT(suite.out(), HasSubstr("1 scenario: 0 passed, 1 interrupted"));
}

TEST(DialtoneSuite, RefusesAFolderWithAnothersFiles) {
  const Folder folder;
  write_scenario(folder.path() / "good.yaml", true);
  for (int again = 0; again < 2; ++again) {
    Command suite("dialtone", {"suite", "good.yaml", "--out", "out"}, folder.path());
    EXPECT_EQ(suite.wait(), 0) << "its own files may be there";
  }
  std::ofstream(folder.path() / "out" / "letter.txt") << "dear";
  Command suite("dialtone", {"suite", "good.yaml", "--out", "out"}, folder.path());
  EXPECT_EQ(suite.wait(), 2);
  EXPECT_TRUE(fs::exists(folder.path() / "out" / "letter.txt"));
}

}  // namespace
}  // namespace dialtone
