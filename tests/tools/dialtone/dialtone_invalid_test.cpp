// Runs that become invalid while they run: exit code 3 and the reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/tools/command.h"
#include "tests/tools/dialtone/run_summary_file.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::HasSubstr;

class InvalidWhileItGoesOn : public testing::TestWithParam<const char*> {};

// 12.1: each column alone may be changed in this way, but the row would then have Digest and no name.
TEST_P(InvalidWhileItGoesOn, IsARunInWhichAChangeCannotBeMade) {
  for (const std::string when : {"at: 100ms", "when: { event: device.boot }"}) {
    const Folder folder;
    folder.write("s.yaml",
                 "scenario: s\nduration: 9s\nliveness: none\n"
                 "profiles: { quick: { boot_time: 10ms, boot_spread: 0s } }\n"
                 "fleet: { homes: { count: 1, profile: quick } }\nfaults:\n  half: { target: provisioning, " +
                     when + ", do: { change: { of: homes, provision_authentication: digest } } }\n");
    Command command("dialtone", {"run", "s.yaml", "--world", GetParam(), "--out", "run"}, folder.path());
    EXPECT_EQ(command.wait(), 3) << command.out() << command.err();
    EXPECT_THAT(command.out(), HasSubstr("half: provision_username is wanted with digest\n"));
    EXPECT_EQ(read_summary(folder.path() / "run")->getValue<std::string>("result"), "invalid");
  }
}

INSTANTIATE_TEST_SUITE_P(Worlds, InvalidWhileItGoesOn, testing::Values("virtual", "real", "processes"),
                         [](const auto& each) { return std::string(each.param); });

}  // namespace
}  // namespace dialtone
