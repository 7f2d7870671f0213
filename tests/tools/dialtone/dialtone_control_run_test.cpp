// `dialtone run --without FAULT` and the warnings of `dialtone validate`, run as processes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/tools/command.h"
#include "tests/tools/dialtone/run_summary_file.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kStory =
    "scenario: story\nduration: 2m\nfleet: { homes: { count: 5 } }\n"
    "faults:\n"
    "  deaf: { target: homes, until: 1m, match: { share: 10% }, do: { drop: all } }\n"
    "  cut: { target: homes, at: 30s, spread: 5s, do: { power_cut: { off_for: 10s } } }\n"
    "expect:\n"
    "  - eventually: { all: homes, are: registered, after: cut, within: 1m }\n"
    "  - never: { event: device.power_cut }\n";

// 10 D23
TEST(DialtoneControlRun, IsWithoutTheFaultSaysSoAndIsRepeatedByItsCommandAndItsPlan) {
  const Folder folder;
  std::ofstream(folder.path() / "story.yaml") << kStory;
  Command whole("dialtone", {"run", "story.yaml", "--out", "whole"}, folder.path());
  EXPECT_EQ(whole.wait(), 1) << whole.err();
  EXPECT_THAT(whole.out(), Not(HasSubstr("without")));
  Command control("dialtone", {"run", "story.yaml", "--without", "cut", "--out", "control"}, folder.path());
  EXPECT_EQ(control.wait(), 0) << control.out() << control.err();
  EXPECT_THAT(control.out(), HasSubstr("  without      cut\n"
                                       "  left out     eventually all homes are registered within 1m after cut\n"));
  EXPECT_THAT(control.out(),
              HasSubstr("repeat with  dialtone run story.yaml --world virtual --without cut --seed 1\n"));
  const Poco::JSON::Object::Ptr summary = read_summary(folder.path() / "control");
  EXPECT_EQ(summary->getArray("without")->getElement<std::string>(0), "cut");
  EXPECT_EQ(summary->getArray("left_out")->getElement<std::string>(0),
            "eventually all homes are registered within 1m after cut");
  Command again("dialtone", {"run", "control/plan.yaml", "--quiet", "--out", "again"}, folder.path());
  EXPECT_EQ(again.wait(), 0) << again.err();
  EXPECT_EQ(read_summary(folder.path() / "again")->getValue<std::string>("fingerprint"),
            summary->getValue<std::string>("fingerprint"));
  Command variable("dialtone", {"run", "story.yaml", "--out", "variable"}, folder.path(), "", {"DIALTONE_WITHOUT=cut"});
  EXPECT_EQ(variable.wait(), 0) << variable.err();
  EXPECT_EQ(read_summary(folder.path() / "variable")->getValue<std::string>("fingerprint"),
            summary->getValue<std::string>("fingerprint"));
  EXPECT_THAT(variable.out(), HasSubstr("--without cut"));
}

// 10 D23
TEST(DialtoneControlRun, CanBeRepeatedWithManySeeds) {
  const Folder folder;
  std::ofstream(folder.path() / "story.yaml") << kStory;
  Command whole("dialtone", {"run", "story.yaml", "--repeat", "2", "--out", "whole"}, folder.path());
  EXPECT_EQ(whole.wait(), 1) << whole.err();
  Command control("dialtone", {"run", "story.yaml", "--repeat", "2", "--without", "cut", "--out", "control"},
                  folder.path());
  EXPECT_EQ(control.wait(), 0) << control.out() << control.err();
}

// 10 D23
TEST(DialtoneControlRun, OfAFaultThatIsNotThereIsRefused) {
  const Folder folder;
  std::ofstream(folder.path() / "story.yaml") << kStory;
  Command command("dialtone", {"run", "story.yaml", "--without", "deaf", "--without", "ctu"}, folder.path());
  EXPECT_EQ(command.wait(), 2);
  EXPECT_EQ(command.err(), "dialtone: --without: there is no fault 'ctu'; did you mean 'cut'?\n");
}

// 10 A5
TEST(DialtoneValidate, WarnsOfAWaitForWhichLivenessHasNoTimeAndSaysFine) {
  const Folder folder;
  std::ofstream(folder.path() / "story.yaml")
      << "scenario: story\nduration: 20m\nfleet: { homes: { count: 5 } }\n"
         "faults:\n  ill: { target: call_agent, until: 1m, do: { answer: { status: 503, headers: { Retry-After: "
         "1800 } } } }\n";
  Command command("dialtone", {"validate", "story.yaml"}, folder.path());
  EXPECT_EQ(command.wait(), 0);
  EXPECT_EQ(command.out(), "story.yaml: fine\n");
  EXPECT_EQ(
      command.err(),
      "story.yaml:5:3: warning: 'ill' can make a device of 'homes' wait for 33m as Retry-After asks, and liveness "
      "wants it registered within 10m\n");
}

}  // namespace
}  // namespace dialtone
