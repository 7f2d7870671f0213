// What the servers make of events that no disk takes any more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/user_database.h"

namespace dialtone {
namespace {

class FullDisk : public testing::TestWithParam<const char*> {};

TEST_P(FullDisk, DoesNotStopAServerWhichTellsAtItsEndThatEventsAreLost) {
  const Folder folder;
  Command server(GetParam(), {"serve", "--database", make_user_database(folder), "--events", "/dev/full"},
                 folder.path(), "", {"DIALTONE_LISTEN=127.0.0.1:0", "DIALTONE_SIP=127.0.0.1:0"});
  EXPECT_NE(server.wait_for_line("listening "), "");
  server.signal(SIGTERM);
  EXPECT_EQ(server.wait(), 3);
  EXPECT_THAT(server.err(), testing::HasSubstr("--events: /dev/full could not be written; some events are lost\n"));
}

INSTANTIATE_TEST_SUITE_P(Servers, FullDisk, testing::Values("prov_server", "call_agent_sim"));

}  // namespace
}  // namespace dialtone
