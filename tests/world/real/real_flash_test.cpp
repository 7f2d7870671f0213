// Flash of a real host in a folder: permissions, survival of the process, and power cuts.
#include "world/real/real_flash.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "world/host_script.h"
#include "world/real/real_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

HostConfig host_with_flash(std::string name, Host::Main main) {
  HostConfig config;
  config.name = std::move(name);
  config.addresses = {IpAddress::loopback_v4()};
  config.main = std::move(main);
  return config;
}

// Runs one host until its main returns.
void run_flash_party(RealWorld& world, Host::Main main) {
  Host& host = world.add_host(host_with_flash("party", [&world, main = std::move(main)](Host& self) -> Task<void> {
    co_await main(self);
    world.stop();
  }));
  world.power_on(host);
  ASSERT_EQ(world.run(world.now() + seconds(20)), RunEnd::kStopped);
}

class FlashFolder : public testing::Test {
 protected:
  FlashFolder() {
    std::string path = testing::TempDir() + "dialtone-flash-XXXXXX";
    folder_ = mkdtemp(path.data());
  }
  ~FlashFolder() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
};

TEST_F(FlashFolder, KeepsTheBytesForAnotherWorldAndFromOtherUsers) {
  const std::string bytes = std::string(1000, 'x') + '\0' + "\r\n";
  {
    RealWorld world({.flash_folder = folder_});
    run_flash_party(world, [&](Host& host) -> Task<void> {
      EXPECT_TRUE(co_await host.flash().write("settings", "the old ones, which were longer" + bytes));
      EXPECT_TRUE(co_await host.flash().write("settings", bytes));
      EXPECT_TRUE(co_await host.flash().write("empty", ""));
      EXPECT_TRUE(co_await host.flash().write("gone", "x"));
      EXPECT_TRUE(host.flash().remove("gone"));
      EXPECT_TRUE(host.flash().remove("gone"));
    });
  }
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder_ / "party").permissions(), perms::owner_all);
  EXPECT_EQ(std::filesystem::status(folder_ / "party" / "settings").permissions(),
            perms::owner_read | perms::owner_write);
  RealWorld world({.flash_folder = folder_});
  std::vector<std::string> found;
  run_flash_party(world, [&](Host& host) -> Task<void> {
    for (const char* file : {"settings", "empty", "gone"}) {
      const auto read = host.flash().read(file);
      found.push_back(read ? *read : read.error() == FlashError::kMissing ? "missing" : "failed");
    }
    co_return;
  });
  EXPECT_EQ(found, (std::vector<std::string>{bytes, "", "missing"}));
}

TEST_F(FlashFolder, LeavesWhatItsScriptLetThroughWhenThePowerIsCut) {
  struct StopsTheSecond : HostScript {
    FlashAct on_write(const Host&, std::string_view file, std::size_t) override {
      FlashAct act;
      if (file == "full") act.fails = true;
      if (file == "settings" && ++writes == 2) act.stops_at_byte = 100;
      return act;
    }
    int writes = 0;
  } script;
  const std::string bytes = std::string(64, 'a') + std::string(64, 'b');
  RealWorld world({.flash_folder = folder_, .longest_step = milliseconds(5)});
  HostConfig config = host_with_flash("party", [&](Host& host) -> Task<void> {
    EXPECT_FALSE(co_await host.flash().write("full", bytes));
    EXPECT_TRUE(co_await host.flash().write("settings", "the old ones"));
    static_cast<void>(co_await host.flash().write("settings", bytes));
    ADD_FAILURE() << "the write was to stop";
  });
  config.script = &script;
  Host& host = world.add_host(std::move(config));
  world.power_on(host);
  world.run(world.now() + milliseconds(100));
  ASSERT_TRUE(host.powered());
  world.power_cut(host);
  const auto left = host.flash().read("settings");
  ASSERT_TRUE(left);
  EXPECT_EQ(*left, bytes.substr(0, 100));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "party" / "full"));
}

TEST_F(FlashFolder, LeavesAPrefixOfTheNewBytesWhenThePowerIsCut) {
  RealWorld world({.flash_folder = folder_});
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes += static_cast<char>('a' + i % 26);
  bool began = false;
  Host& host = world.add_host(host_with_flash("party", [&](Host& self) -> Task<void> {
    EXPECT_TRUE(co_await self.flash().write("file", std::string(200, '#')));
    began = true;
    static_cast<void>(co_await self.flash().write("file", bytes));
    ADD_FAILURE() << "the write was to be cut";
  }));
  world.power_on(host);
  const Moment limit = world.now() + std::chrono::seconds(20);
  while (!began && world.now() < limit) world.run(world.now());
  ASSERT_TRUE(began);
  world.power_cut(host);
  const auto left = host.flash().read("file");
  ASSERT_TRUE(left);
  EXPECT_LT(left->size(), bytes.size());
  EXPECT_GT(left->size(), 0U);
  EXPECT_EQ(*left, bytes.substr(0, left->size()));
}

TEST_F(FlashFolder, FailsWhereItCannotBeWritten) {
  // A folder cannot be created in place of a file.
  RealWorld world({.flash_folder = folder_ / "party"});
  std::optional<FlashError> error;
  RealWorld first({.flash_folder = folder_});
  run_flash_party(first, [](Host& host) -> Task<void> { EXPECT_TRUE(co_await host.flash().write("party", "x")); });
  run_flash_party(world, [&](Host& host) -> Task<void> {
    const auto written = co_await host.flash().write("file", "x");
    if (!written) error = written.error();
  });
  EXPECT_EQ(error, FlashError::kFailed);
  run_flash_party(world, [&](Host& host) -> Task<void> {
    const auto appended = co_await host.flash().append("file", "x");
    EXPECT_EQ(appended.ok() ? FlashError::kMissing : appended.error(), FlashError::kFailed);
  });
}

// A file that exists but cannot be read must not be reported as missing: its owner would begin anew and overwrite it.
TEST_F(FlashFolder, FailsWhereAFileCannotBeRead) {
  std::filesystem::create_directories(folder_ / "party" / "folder");
  std::filesystem::create_symlink("loop", folder_ / "party" / "loop");
  RealWorld world({.flash_folder = folder_});
  std::vector<std::string> found;
  const auto note = [&](const auto& result) {
    found.push_back(result ? "read" : result.error() == FlashError::kMissing ? "missing" : "failed");
  };
  run_flash_party(world, [&](Host& host) -> Task<void> {
    std::array<char, 8> buffer{};
    for (const char* file : {"loop", "folder", "nothing"}) {
      note(host.flash().read(file));
      note(host.flash().read_range(file, 0, buffer));
      note(host.flash().size(file));
    }
    co_return;
  });
  const std::string failed = "failed";
  const std::string missing = "missing";
  EXPECT_EQ(found, (std::vector{failed, failed, failed, failed, failed, failed, missing, missing, missing}));
}

TEST_F(FlashFolder, KeepsWhatWasAppendedFromOtherUsersAndAfterTheProcessWasKilled) {
  const pid_t child = fork();
  if (child == 0) {
    RealWorld world({.flash_folder = folder_});
    run_flash_party(world, [](Host& host) -> Task<void> {
      for (const char* line : {"one\n", "two\n", "three\n"})
        static_cast<void>(co_await host.flash().append("log", line));
      kill(getpid(), SIGKILL);
    });
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  RealWorld world({.flash_folder = folder_});
  std::string found;
  run_flash_party(world, [&](Host& host) -> Task<void> {
    EXPECT_TRUE(co_await host.flash().append("log", "four\n"));
    found = *host.flash().read("log");
  });
  EXPECT_EQ(found, "one\ntwo\nthree\nfour\n");
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(folder_ / "party").permissions(), perms::owner_all);
  EXPECT_EQ(std::filesystem::status(folder_ / "party" / "log").permissions(), perms::owner_read | perms::owner_write);
}

TEST_F(FlashFolder, DoesNotOpenAFileAnewForEachLineAppended) {
  const auto open_files = [] {
    using std::filesystem::directory_iterator;
    return std::distance(directory_iterator("/proc/self/fd"), directory_iterator());
  };
  RealWorld world({.flash_folder = folder_});
  run_flash_party(world, [&](Host& host) -> Task<void> {
    EXPECT_TRUE(co_await host.flash().append("log", "first\n"));
    const auto before = open_files();
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(co_await host.flash().append("log", "more\n"));
    EXPECT_EQ(open_files(), before);
    EXPECT_TRUE(host.flash().remove("log"));
    EXPECT_EQ(open_files(), before - 1);
  });
}

}  // namespace
}  // namespace dialtone
