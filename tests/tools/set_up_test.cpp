// The tools when nothing can be installed: their messages and exit codes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/build_paths.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

using testing::AllOf;
using testing::HasSubstr;

namespace fs = std::filesystem;

// A folder that is the whole PATH: the programs that the scripts need, and stand-ins for others. There is no sudo.
class SetUp : public testing::Test {
 protected:
  SetUp() {
    fs::create_directory(bin());
    for (const std::string name : {"bash", "awk", "grep", "dirname", "realpath", "nproc"}) {
      for (const std::string folder : {"/usr/bin/", "/bin/"}) {
        if (!fs::exists(folder + name) || fs::exists(bin() / name)) continue;
        fs::create_symlink(folder + name, bin() / name);
      }
    }
    stand_in("id", "echo 1000");
    stand_in("dpkg-query", "exit 1");
    stand_in("apt-get", "touch " + folder_.file("installed"));
    stand_in("cmake", "touch " + folder_.file("built"));
  }

  fs::path bin() const { return folder_.path() / "bin"; }
  void stand_in(const std::string& name, const std::string& script) {
    folder_.write("bin/" + name, "#!/bin/sh\n" + script + "\n");
    fs::permissions(bin() / name, fs::perms::owner_all);
  }

  const Folder folder_;
};

TEST_F(SetUp, WithoutRootAndSudoTellsTheLineToTypeAndEndsWithThree) {
  for (const std::string script : {"run", "test", "lint", "coverage"}) {
    Command command("/usr/bin/env", {"PATH=" + bin().string(), "bash", DIALTONE_SOURCE_DIR "/tools/" + script},
                    folder_.path());
    EXPECT_EQ(command.wait(), 3) << script;
    EXPECT_EQ(line_count(command.err()), 1U) << command.err();
    EXPECT_THAT(command.err(), AllOf(HasSubstr("apt-get install -y clang-19 "), HasSubstr(" libsqlite3-dev")));
    // Only the tests install the peers.
    EXPECT_EQ(command.err().find(" curl") != std::string::npos, script != "run");
    EXPECT_FALSE(fs::exists(folder_.file("installed")));
    EXPECT_FALSE(fs::exists(folder_.file("built")));
  }
}

// What ctest prints for tests that end in each possible way.
constexpr const char* kCtest =
    "  1/5 Test #11: Story.Passes ..............   Passed    0.25 sec\n"
    "  2/5 Test  #2: Worlds/Story.Fails/real ...***Failed   12.63 sec\n"
    "  3/5 Test  #3: scenario/slow .............***Timeout  300.01 sec\n"
    "  4/5 Test  #4: Streams.Crash<dialtone::RealArm> ...***Exception: SegFault  1.50 sec\n"
    "  5/5 Test  #5: same_work/instructions ....***Not Run   0.00 sec\n";

TEST_F(SetUp, TheSlowestTestsAreToldHoweverTheyEnded) {
  Command command("/bin/bash", {"-c", "source '" DIALTONE_SOURCE_DIR "/tools/set_up.sh'; slowest"}, folder_.path(),
                  kCtest);
  EXPECT_EQ(command.wait(), 0) << command.err();
  EXPECT_EQ(command.out(),
            "  300.01 scenario/slow\n  12.63 Worlds/Story.Fails/real\n  1.50 Streams.Crash<dialtone::RealArm>\n"
            "  0.25 Story.Passes\n  0.00 same_work/instructions\n");
}

TEST_F(SetUp, ATestThatFailedIsToldWithTheCommandThatRepeatsIt) {
  Command command("/bin/bash", {"-c", "source '" DIALTONE_SOURCE_DIR "/tools/set_up.sh'; failed_commands asan"},
                  folder_.path(), kCtest);
  EXPECT_EQ(command.wait(), 0) << command.err();
  EXPECT_EQ(command.out(),
            "repeat Worlds/Story.Fails/real: ctest --preset asan -I 2,2 -V\n"
            "repeat scenario/slow: ctest --preset asan -I 3,3 -V\n"
            "repeat Streams.Crash<dialtone::RealArm>: ctest --preset asan -I 4,4 -V\n"
            "repeat same_work/instructions: ctest --preset asan -I 5,5 -V\n");
}

}  // namespace
}  // namespace dialtone
