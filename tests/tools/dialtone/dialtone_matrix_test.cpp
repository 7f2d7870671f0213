// One file with many cases, and files that include others, as a person and CI use them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;

namespace fs = std::filesystem;

class DialtoneMatrix : public testing::Test {
 protected:
  DialtoneMatrix() {
    fs::create_directories(folder_.path() / "models");
    std::ofstream(folder_.path() / "models" / "phones.yaml") << "profiles: { phone: { boot_time: 1s } }\n";
    write("10s");
  }

  void write(const std::string& within) {
    std::ofstream(folder_.path() / "storm.yaml")
        << "scenario: storm\ninclude: models/phones.yaml\nduration: 10s\nparameters: { within: " << within
        << " }\nmatrix: { transport: [udp, tcp], devices: [2, 3] }\n"
           "fleet: { homes: { count: \"${devices}\", transport: \"${transport}\", profile: phone } }\n"
           "expect:\n  - eventually: { all: homes, are: registered, within: \"${within}\" }\n";
  }
  std::string text_of(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(folder_.path() / file).rdbuf();
    return text.str();
  }

  Folder folder_;
};

TEST_F(DialtoneMatrix, IsCarriedOutCaseByCase) {
  Command suite("dialtone", {"suite", ".", "--jobs", "2", "--out", "out", "--verify"}, folder_.path());
  EXPECT_EQ(suite.wait(), 0) << suite.err() << suite.out();
  EXPECT_THAT(suite.out(), HasSubstr("4 scenarios: 4 passed")) << "models/phones.yaml is none";
  EXPECT_THAT(suite.out(), HasSubstr("storm[transport=tcp,devices=3]"));
  EXPECT_TRUE(fs::exists(folder_.path() / "out" / "storm[transport=tcp,devices=3]" / "verify"));
  EXPECT_THAT(text_of("out/junit.xml"), HasSubstr(" name=\"storm[transport=udp,devices=2]\" "));
  EXPECT_THAT(text_of("out/storm[transport=tcp,devices=3]/plan.yaml"), Not(HasSubstr("include")));
}

TEST_F(DialtoneMatrix, SaysHowToRepeatOneCase) {
  write("10ms");
  Command suite("dialtone", {"suite", "storm.yaml", "--set", "transport=tcp", "--include", "*devices=3*"},
                folder_.path());
  EXPECT_EQ(suite.wait(), 1);
  EXPECT_THAT(suite.out(), HasSubstr("1 scenario: 0 passed, 1 failed"));
  EXPECT_THAT(suite.out(), HasSubstr("dialtone run storm.yaml --world virtual --set transport=tcp --set devices=3 "
                                     "--seed 1"));
}

TEST_F(DialtoneMatrix, IsRunOnlyWhereOneCaseIsLeft) {
  Command all("dialtone", {"run", "storm.yaml"}, folder_.path());
  EXPECT_EQ(all.wait(), 2);
  EXPECT_EQ(all.err(),
            "storm.yaml:5:9: a matrix of 4 cases: choose one (--set transport=udp --set devices=2), or carry all out: "
            "dialtone suite storm.yaml\n");
  Command one("dialtone", {"run", "storm.yaml", "--set", "transport=tcp", "--set", "devices=2"}, folder_.path());
  EXPECT_EQ(one.wait(), 0) << one.err();
  Command plan("dialtone", {"run", "runs/latest/plan.yaml", "--out", "again"}, folder_.path());
  EXPECT_EQ(plan.wait(), 0) << plan.err();
  EXPECT_THAT(text_of("again/summary.json"), HasSubstr("storm[transport=tcp,devices=2]"));
}

TEST_F(DialtoneMatrix, IsValidatedWhole) {
  Command good("dialtone", {"validate", "."}, folder_.path());
  EXPECT_EQ(good.wait(), 0) << good.err();
  EXPECT_EQ(good.out(), "./storm.yaml: fine, 4 cases\n");
  write("never");
  Command wrong("dialtone", {"validate", "storm.yaml"}, folder_.path());
  EXPECT_EQ(wrong.wait(), 2);
  EXPECT_THAT(wrong.err(), HasSubstr("(the value of ${within})"));
  EXPECT_EQ(std::count(wrong.err().begin(), wrong.err().end(), '\n'), 1) << wrong.err();
  Command part("dialtone", {"validate", "models/phones.yaml"}, folder_.path());
  EXPECT_EQ(part.wait(), 2);
  EXPECT_THAT(part.err(), HasSubstr("it is for scenarios to include"));
}

}  // namespace
}  // namespace dialtone
