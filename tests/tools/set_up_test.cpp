// tools/run and tools/test where nothing may be installed: what is told, and the exit code.
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

// A folder of programs that is all of PATH: those that the scripts need, and stand-ins for the others. There is no
// sudo.
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
  for (const std::string script : {"run", "test"}) {
    Command command("/usr/bin/env", {"PATH=" + bin().string(), "bash", DIALTONE_SOURCE_DIR "/tools/" + script},
                    folder_.path());
    EXPECT_EQ(command.wait(), 3) << script;
    EXPECT_EQ(line_count(command.err()), 1U) << command.err();
    EXPECT_THAT(command.err(), AllOf(HasSubstr("apt-get install -y clang-19 "), HasSubstr(" libsqlite3-dev")));
    // Only the tests install the peers.
    EXPECT_EQ(command.err().find(" curl") != std::string::npos, script == "test");
    EXPECT_FALSE(fs::exists(folder_.file("installed")));
    EXPECT_FALSE(fs::exists(folder_.file("built")));
  }
}

}  // namespace
}  // namespace dialtone
