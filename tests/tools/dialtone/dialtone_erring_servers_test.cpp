// Servers with quirks behave the same in every world.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/build_paths.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

class ServersThatErrInEveryWorld : public testing::TestWithParam<std::string> {
 protected:
  // Runs a scenario whose servers have those quirks; returns its exit code.
  int run(const std::string& of_provisioning, const std::string& of_call_agent) {
    const Folder folder;
    folder.write("s.yaml",
                 "scenario: s\nduration: 4s\nprofiles: { quick: { boot_time: 500ms, boot_spread: 10ms } }\n"
                 "fleet:\n  homes: { count: 3, profile: quick }\n"
                 "  swapped: { count: 2, profile: quick, identity: wrong-mac }\n"
                 "servers: { provisioning: { quirks: [" +
                     of_provisioning + "] }, call_agent: { quirks: [" + of_call_agent +
                     "] } }\n"
                     "expect:\n  - eventually: { event: registration.challenged, of_each: homes, within: 3s }\n");
    Command run(DIALTONE_SOURCE_DIR "/tests/tools/in_real_time",
                {program("dialtone"), "run", "s.yaml", "--world", GetParam(), "--out", "out", "--quiet"},
                folder.path());
    const int code = run.wait(Command::kPatienceInRealTime);
    said_ = run.err();
    return code;
  }

  std::string said_;
};

// 12 8
TEST_P(ServersThatErrInEveryWorld, AreNoticed) {
  EXPECT_EQ(run("ignores-mac-address", "never-challenges"), 1) << said_;
  EXPECT_THAT(said_, testing::ContainsRegex("FAILED +eventually registration.challenged of each of homes within 3s"));
  EXPECT_THAT(said_, testing::ContainsRegex("FAILED +safety: no refused identity gets settings"));
  EXPECT_EQ(run("", ""), 0) << said_;
}

INSTANTIATE_TEST_SUITE_P(Worlds, ServersThatErrInEveryWorld, testing::Values("virtual", "real", "processes"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace dialtone
