// `--repeat N`: one scenario with many seeds, for `run` and for `suite`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

class DialtoneRepeat : public testing::Test {
 protected:
  // One packet in five is lost, so that some seeds pass and some fail.
  DialtoneRepeat() {
    file_ = folder_.write("lucky.yaml",
                          "scenario: lucky\nseed: 3\nduration: 20s\nliveness: none\n"
                          "fleet: { homes: { count: 1 } }\nnetwork: { homes: { loss: 20% } }\n"
                          "expect:\n  - eventually: { all: homes, are: registered, within: 4s }\n");
  }
  std::size_t entries(const std::string& name) const {
    std::size_t count = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path() / name)) {
      if (entry.is_directory()) ++count;
    }
    return count;
  }

  Folder folder_;
  std::string file_;
};

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

// 10 A7
TEST_F(DialtoneRepeat, TellsTheShareThatPassedAndEachSeedThatDidNot) {
  Command command("dialtone", {"run", file_, "--repeat", "12", "--jobs", "2", "--out", "out"}, folder_.path());
  EXPECT_EQ(command.wait(), 1) << command.out() << command.err();
  const std::size_t failed = times(command.out(), "  failed  lucky[seed=");
  ASSERT_GT(failed, 0U);
  ASSERT_LT(failed, 12U);
  EXPECT_THAT(command.out(), HasSubstr("lucky: " + std::to_string(12 - failed) + " of 12 runs passed ("));
  EXPECT_THAT(command.out(), HasSubstr("), seeds 3 to 14\n"));
  EXPECT_THAT(command.out(), HasSubstr("    eventually all homes are registered within 4s: 0 of 1 at 4 s\n"));
  EXPECT_EQ(times(command.out(), "repeat with  dialtone run " + file_ + " --world virtual --seed "), failed);
  EXPECT_THAT(command.out(), ContainsRegex("lifecycle.duration +" + std::to_string(12 - failed) + " "));
  EXPECT_EQ(entries("out"), failed) << "only what did not pass is kept";
  const std::string junit = read_file(folder_.path() / "out" / "junit.xml");
  EXPECT_EQ(times(junit, "<testsuite "), 12U);
  EXPECT_EQ(times(junit, "<failure "), failed);
}

// 10 A7
TEST_F(DialtoneRepeat, TheCommandThatIsToldRepeatsWhatWasSeen) {
  Command many("dialtone", {"run", file_, "--repeat", "12", "--out", "out"}, folder_.path());
  EXPECT_EQ(many.wait(), 1);
  const std::size_t at = many.out().find("lucky[seed=");
  ASSERT_NE(at, std::string::npos);
  const std::string name = many.out().substr(at, many.out().find(']', at) + 1 - at);
  const std::string seed = name.substr(11, name.size() - 12);
  Command one("dialtone", {"run", file_, "--seed", seed, "--out", "one"}, folder_.path());
  EXPECT_EQ(one.wait(), 1);
  EXPECT_EQ(read_file(folder_.path() / "one" / "events.jsonl"),
            read_file(folder_.path() / "out" / name / "events.jsonl"));
}

// 10 A7
TEST_F(DialtoneRepeat, IsQuietWhereAllPassedAndVerifiesEach) {
  Command command("dialtone", {"run", catalog("first-light"), "--repeat", "3", "--quiet", "--verify", "--out", "out"},
                  folder_.path());
  EXPECT_EQ(command.wait(), 0) << command.err();
  EXPECT_EQ(command.out() + command.err(), "");
  EXPECT_EQ(entries("out"), 0U);
  EXPECT_EQ(times(read_file(folder_.path() / "out" / "junit.xml"), "name=\"repeatable\""), 3U);
}

// 10 A7
TEST_F(DialtoneRepeat, ASuiteRepeatsEachOfItsCases) {
  fs::create_directory(folder_.path() / "all");
  fs::copy_file(catalog("first-light"), folder_.path() / "all" / "first-light.yaml");
  fs::copy_file(file_, folder_.path() / "all" / "lucky.yaml");
  Command suite("dialtone", {"suite", "all", "--repeat", "4", "--set", "seed=5", "--out", "out"}, folder_.path(), "",
                {"DIALTONE_REPEAT=9"});
  EXPECT_EQ(suite.wait(), 1) << suite.out();
  EXPECT_THAT(suite.out(), HasSubstr("first-light: 4 of 4 runs passed (100 %), seeds 5 to 8\n"));
  EXPECT_THAT(suite.out(), HasSubstr(" of 4 runs passed ("));
  EXPECT_THAT(suite.out(), HasSubstr("8 runs: "));
  EXPECT_FALSE(fs::exists(folder_.path() / "out" / "first-light[seed=5]"));
  // Seeds with which both runs of `lucky` pass.
  Command again("dialtone", {"suite", "all", "--repeat", "2", "--set", "seed=17", "--out", "out"}, folder_.path());
  EXPECT_EQ(again.wait(), 0) << again.out() << again.err();
  std::vector<std::string> left;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_.path() / "out")) {
    left.push_back(entry.path().filename().string());
  }
  EXPECT_THAT(left, UnorderedElementsAre(".dialtone-run", "junit.xml"));
}

// 10 A7
TEST_F(DialtoneRepeat, RefusesMoreSeedsThanThereAreAndTouchesNothing) {
  for (const std::string command : {"run", "suite"}) {
    Command beyond("dialtone", {command, file_, "--set", "seed=18446744073709551615", "--repeat", "2", "--out", "out"},
                   folder_.path());
    EXPECT_EQ(beyond.wait(), 2) << beyond.out();
    EXPECT_THAT(beyond.err(), HasSubstr("--repeat 2: lucky begins with seed 18446744073709551615, and the last seed is "
                                        "18446744073709551615\n"));
    EXPECT_FALSE(fs::exists(folder_.path() / "out"));
  }
  Command last("dialtone", {"run", catalog("first-light"), "--seed", "18446744073709551614", "--repeat", "2"},
               folder_.path());
  EXPECT_EQ(last.wait(), 0) << last.err();
  EXPECT_THAT(last.out(), HasSubstr("seeds 18446744073709551614 to 18446744073709551615\n"));
}

// 10 A7
TEST_F(DialtoneRepeat, JobsGoWithRepeat) {
  Command alone("dialtone", {"run", file_, "--jobs=2"}, folder_.path());
  EXPECT_EQ(alone.wait(), 2);
  EXPECT_THAT(alone.err(), HasSubstr("--jobs says how many of --repeat's runs go at once; it goes with --repeat"));
  Command meant_for_suites("dialtone", {"run", catalog("first-light"), "--quiet"}, folder_.path(), "",
                           {"DIALTONE_JOBS=2"});
  EXPECT_EQ(meant_for_suites.wait(), 0) << meant_for_suites.err();
}

// 10 A7: invalid outranks failed, and runs that did not start are reported.
TEST_F(DialtoneRepeat, EndsAsItsWorstRunAndIsInterrupted) {
  Command limited("dialtone",
                  {"run", catalog("first-light"), "--set", "fleet.homes.count=20000", "--repeat", "2", "--time-limit",
                   "20ms", "--out", "limited"},
                  folder_.path());
  EXPECT_EQ(limited.wait(), 3) << limited.out();
  EXPECT_THAT(limited.out(), HasSubstr("the time limit of 20 ms passed"));
  Command interrupted("dialtone",
                      {"run", catalog("first-light"), "--world", "real", "--repeat", "5", "--out", "interrupted"},
                      folder_.path());
  const fs::path first = folder_.path() / "interrupted" / "first-light[seed=1]" / "events.jsonl";
  ASSERT_TRUE(interrupted.wait_until([&] { return fs::exists(first); })) << interrupted.err();
  interrupted.signal(SIGINT);
  EXPECT_EQ(interrupted.wait(), 130);
  EXPECT_THAT(interrupted.out(), HasSubstr("one run after the other"));
  EXPECT_THAT(interrupted.out(), HasSubstr("4 not begun"));
  EXPECT_EQ(times(read_file(folder_.path() / "interrupted" / "junit.xml"), "the suite ended before it began"), 4U);
}

// 10 A7
TEST_F(DialtoneRepeat, RefusesWhatIsNoNumber) {
  for (const char* number : {"0", "-1", "x", "100001"}) {
    Command command("dialtone", {"run", file_, "--repeat", number}, folder_.path());
    EXPECT_EQ(command.wait(), 2);
    EXPECT_THAT(command.err(), HasSubstr("--repeat " + std::string(number) + ": it is a number from 1 to 100000"));
  }
}

}  // namespace
}  // namespace dialtone
