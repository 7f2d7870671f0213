// How the programs treat output that cannot be written because the disk is full.
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

// Runs programs in a shell with their standard output on /dev/full.
class FullOutput : public testing::Test {
 protected:
  void expect_told(const std::string& name, const std::string& arguments) {
    Command command("/bin/sh", {"-c", program(name) + " " + arguments + " > /dev/full"}, folder_.path());
    EXPECT_EQ(command.wait(), 3) << name << " " << arguments;
    EXPECT_THAT(command.err(), testing::HasSubstr("standard output")) << name << " " << arguments;
    EXPECT_EQ(line_count(command.err()), 1U) << command.err();
  }

  Folder folder_;
};

// 10 D22
TEST_F(FullOutput, IsAnErrorOfWhateverPrints) {
  const std::string scenario = catalog("first-light");
  for (const std::string name : {"dialtone", "prov_server", "call_agent_sim", "device_sim"}) {
    expect_told(name, "--help");
    expect_told(name, "--version");
  }
  expect_told("dialtone", "run " + scenario + " --out run");
  expect_told("dialtone", "run " + scenario + " --repeat 2 --out repeat");
  expect_told("dialtone", "suite " + scenario + " --out suite");
  expect_told("dialtone", "validate " + scenario);
  const std::string database = make_user_database(folder_);
  expect_told("prov_server", "subscribers list --database " + database);
  expect_told("prov_server", "subscribers export --database " + database);
  expect_told("prov_server", "subscribers generate --count 5 --domain d.example --call-agent 127.0.0.1:5060");
  Command exported("prov_server", {"subscribers", "export", "--database", database, "users.csv"}, folder_.path());
  EXPECT_EQ(exported.wait(), 0) << exported.err();
  expect_told("prov_server", "subscribers import --database other.db users.csv");
}

// 10 D22: a program that waits for the server's `listening` line would wait for ever.
TEST_F(FullOutput, EndsAServerThatCannotSayThatItIsReady) {
  const std::string database = make_user_database(folder_);
  expect_told("prov_server", "serve --listen 127.0.0.1:0 --database " + database);
  expect_told("call_agent_sim", "serve --sip 127.0.0.1:0 --database " + database);
}

INSTANTIATE_TEST_SUITE_P(Servers, FullDisk, testing::Values("prov_server", "call_agent_sim"));

}  // namespace
}  // namespace dialtone
