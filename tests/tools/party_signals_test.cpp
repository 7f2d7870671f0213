// The signals that end the parties' programs, and the files that remain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

const std::vector<std::string> kAnyPort = {"DIALTONE_LISTEN=127.0.0.1:0", "DIALTONE_SIP=127.0.0.1:0"};

// 10 D22
TEST(PartySignals, AHangUpEndsAServerAsATerminationDoes) {
  for (const char* name : {"prov_server", "call_agent_sim"}) {
    for (const int signal : {SIGHUP, SIGTERM}) {
      const Folder folder;
      Command server(name, {"serve", "--database", make_user_database(folder), "--events", "events"}, folder.path(), "",
                     kAnyPort);
      EXPECT_NE(server.wait_for_line("listening "), "") << server.err();
      server.signal(signal);
      EXPECT_EQ(server.wait(), 0) << server.err();
      EXPECT_THAT(read_file(folder.path() / "events"), testing::HasSubstr("server.started"));
    }
  }
}

// 10 D22
TEST(PartySignals, ASignalBeforeAServerIsReadyEndsItWithItsFilesWritten) {
  for (const char* name : {"prov_server", "call_agent_sim"}) {
    const Folder folder;
    Command server(name, {"serve", "--database", make_user_database(folder), "--events", "events"}, folder.path(), "",
                   kAnyPort);
    ASSERT_TRUE(server.wait_until([&] { return catches(server.pid(), SIGINT); }));
    server.signal(SIGINT);
    EXPECT_EQ(server.wait(), 130) << server.err();
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "events"));
  }
}

// 10 D22
TEST(PartySignals, ASignalWhileDeviceSimReadsItsSubscribersIsNoted) {
  const Folder folder;
  ASSERT_EQ(::mkfifo(folder.file("pipe").c_str(), 0600), 0);
  Command devices("device_sim", {"--provisioning-url", "http://127.0.0.1:1/", "--subscribers", "pipe"}, folder.path());
  ASSERT_TRUE(devices.wait_until([&] { return catches(devices.pid(), SIGTERM); }));
  devices.signal(SIGTERM);
  EXPECT_EQ(devices.wait(), 130) << devices.err();
}

// 10 D22
TEST(PartySignals, AnInterruptedDeviceSimLeavesItsSummaryAndEvents) {
  const Folder folder;
  Command exported("prov_server", {"subscribers", "export", "--database", make_user_database(folder), "users.csv"},
                   folder.path());
  ASSERT_EQ(exported.wait(), 0) << exported.err();
  for (const int signal : {SIGINT, SIGHUP}) {
    Command devices("device_sim",
                    {"--provisioning-url", "http://127.0.0.1:1/", "--subscribers", "users.csv", "--summary", "summary",
                     "--events", "events", "--exit-when-registered"},
                    folder.path());
    ASSERT_TRUE(devices.wait_until([&] { return catches(devices.pid(), signal); }));
    devices.signal(signal);
    EXPECT_EQ(devices.wait(), 130) << devices.err();
    EXPECT_THAT(read_file(folder.path() / "summary"), testing::HasSubstr("interrupted"));
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "events"));
    std::filesystem::remove(folder.path() / "summary");
  }
}

}  // namespace
}  // namespace dialtone
