// device_sim as a process, with both servers as processes: its output, its files, and its end.
#include <Poco/JSON/Parser.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "tests/build_paths.h"
#include "tests/tools/command.h"
#include "tests/tools/folder.h"
#include "tests/tools/socket_client.h"

namespace dialtone {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  return cells;
}

// Returns the named column of each row of a CSV without quotes.
std::vector<std::string> column(const std::string& csv, const std::string& name) {
  std::istringstream stream(csv);
  std::string line;
  std::getline(stream, line);
  const std::vector<std::string> header = cells_of(line);
  const auto number = static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  std::vector<std::string> values;
  while (std::getline(stream, line)) values.push_back(cells_of(line).at(number));
  return values;
}

// Returns the header and the row of one serial number with `enabled` set to false.
std::string disabled_copy_of(const std::string& csv, const std::string& serial_number) {
  std::istringstream stream(csv);
  std::string header;
  std::getline(stream, header);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with(serial_number)) return header + "\n" + line.replace(line.rfind("true"), 4, "false") + "\n";
  }
  return {};
}

// Both servers, and five subscribers.
class DeviceSimCommand : public testing::Test {
 protected:
  void SetUp() override {
    // Made once with a wrong port, because the call agent opens its database before its port is known.
    make_database("127.0.0.1:1");
    call_agent_.emplace("call_agent_sim",
                        std::vector<std::string>{"serve", "--database", database(), "--sip", "127.0.0.1:0"},
                        folder_.path());
    const std::string sip = call_agent_->wait_for_line("listening sip-udp ");
    make_database(sip);
    prov_server_.emplace("prov_server",
                         std::vector<std::string>{"serve", "--database", database(), "--listen", "127.0.0.1:0"},
                         folder_.path());
    http_ = prov_server_->wait_for_line("listening http ");
  }

  std::string database() const { return folder_.file("users.db"); }
  std::string url() const { return "http://" + http_ + "/provision"; }

  void make_database(const std::string& call_agent) {
    Command generate("prov_server",
                     {"subscribers", "generate", "--count", "5", "--domain", "voip.example.net", "--call-agent",
                      call_agent, "users.csv"},
                     folder_.path());
    ASSERT_EQ(generate.wait(), 0) << generate.err();
    Command import("prov_server", {"subscribers", "import", "--database", database(), "users.csv"}, folder_.path());
    ASSERT_EQ(import.wait(), 0) << import.err();
  }

  // Starts the devices with these arguments in addition to the URL and the subscribers; repeats a run that failed
  // because the machine was late.
  void start(std::vector<std::string> more, std::vector<std::string> environment = {}) {
    more.insert(more.begin(), {program("device_sim"), "--subscribers", "users.csv"});
    devices_.emplace(DIALTONE_SOURCE_DIR "/tests/tools/in_real_time", more, folder_.path(), "", environment);
  }
  // Starts devices to which the test sends signals.
  void start_for_signals(std::vector<std::string> more) {
    more.insert(more.begin(), {"--subscribers", "users.csv"});
    devices_.emplace("device_sim", more, folder_.path());
  }

  const Folder folder_;
  std::optional<Command> call_agent_;
  std::optional<Command> prov_server_;
  std::optional<Command> devices_;
  std::string http_;
};

TEST_F(DeviceSimCommand, EndsWhenAllAreRegisteredAndLeavesItsSummaryAndItsEvents) {
  start({"--provisioning-url", url(), "--exit-when-registered", "--seed", "7", "--summary", "summary.json", "--events",
         "events.jsonl"});
  EXPECT_EQ(devices_->wait(), 0) << devices_->err();
  EXPECT_THAT(devices_->out(), HasSubstr("5 of 5 devices registered"));
  EXPECT_THAT(devices_->out(), HasSubstr("repeat: device_sim --subscribers users.csv"));
  const auto summary =
      Poco::JSON::Parser().parse(read_file(folder_.path() / "summary.json")).extract<Poco::JSON::Object::Ptr>();
  EXPECT_EQ(summary->getValue<std::string>("result"), "passed");
  EXPECT_EQ(summary->getValue<int>("seed"), 7);
  const std::string events = read_file(folder_.path() / "events.jsonl");
  EXPECT_THAT(events,
              AllOf(HasSubstr("\"event\":\"device.power_on\""), HasSubstr("\"event\":\"registration.accepted\"")));
}

TEST_F(DeviceSimCommand, TellsNobodyTheQueryOfItsUrl) {
  start({"--provisioning-url", url() + "?token=hush", "--count", "1", "--exit-when-registered", "--summary",
         "summary.json", "--events", "events.jsonl"});
  EXPECT_EQ(devices_->wait(), 0) << devices_->err();
  EXPECT_THAT(devices_->out(), HasSubstr("--provisioning-url '" + url() + "?<query>'"));
  for (const std::string& told : {devices_->out(), devices_->err(), read_file(folder_.path() / "summary.json"),
                                  read_file(folder_.path() / "events.jsonl")}) {
    EXPECT_THAT(told, Not(HasSubstr("hush")));
  }
}

TEST_F(DeviceSimCommand, PowersOnTheFirstOfTheFilesSubscribers) {
  start({"--provisioning-url", url(), "--count", "2", "--exit-when-registered", "--events", "-"});
  EXPECT_EQ(devices_->wait(), 0) << devices_->err();
  EXPECT_THAT(devices_->out(), AllOf(HasSubstr("\"host\":\"DT0000000002\""), Not(HasSubstr("DT0000000003"))));
  EXPECT_THAT(devices_->err(), HasSubstr("2 of 2 devices registered")) << "with --events - words go to standard error";
}

TEST_F(DeviceSimCommand, EndsWithOneAfterItsDurationAndNamesWhoIsMissing) {
  Command disable("prov_server", {"subscribers", "import", "--database", database(), "-"}, folder_.path(),
                  disabled_copy_of(read_file(folder_.path() / "users.csv"), "DT0000000003"));
  ASSERT_EQ(disable.wait(), 0) << disable.err();
  start({"--provisioning-url", url(), "--exit-when-registered", "--duration", "4s"});
  EXPECT_EQ(devices_->wait(), 1);
  EXPECT_THAT(devices_->err(), HasSubstr("1 not registered: DT0000000003"));
}

TEST_F(DeviceSimCommand, LivesUntilSigterm) {
  start_for_signals({"--provisioning-url", url(), "--events", "events.jsonl"});
  ASSERT_TRUE(devices_->wait_until([&] {
    const std::string events = read_file(folder_.path() / "events.jsonl");
    std::size_t accepted = 0;
    for (std::size_t at = events.find("registration.accepted"); at != std::string::npos;
         at = events.find("registration.accepted", at + 1)) {
      ++accepted;
    }
    return accepted == 5;
  }));
  devices_->signal(SIGTERM);
  EXPECT_TRUE(ended_well(*devices_));
  EXPECT_THAT(read_file(folder_.path() / "events.jsonl"), HasSubstr("registration.removed")) << "a polite farewell";
}

TEST_F(DeviceSimCommand, IsInterruptedWhileItWaits) {
  start_for_signals({"--provisioning-url", "http://127.0.0.1:1/provision", "--exit-when-registered", "--events",
                     "events.jsonl", "--summary", "summary.json"});
  ASSERT_TRUE(devices_->wait_until(
      [&] { return read_file(folder_.path() / "events.jsonl").find("provision.failed") != std::string::npos; }));
  devices_->signal(SIGINT);
  EXPECT_EQ(devices_->wait(), 130);
  EXPECT_THAT(read_file(folder_.path() / "summary.json"), HasSubstr("\"interrupted\""));
}

TEST_F(DeviceSimCommand, TakesNamesFromTheCommandLineAndOptionsFromTheEnvironment) {
  const std::string port = http_.substr(http_.rfind(':'));
  start({"--provisioning-url", "http://prov.example.test" + port + "/provision", "--resolve",
         "prov.example.test=127.0.0.1"},
        {"DIALTONE_EXIT_WHEN_REGISTERED=true", "DIALTONE_COUNT=1", "DIALTONE_DOCUMENT=query"});
  EXPECT_EQ(devices_->wait(), 0) << devices_->err();
  EXPECT_THAT(devices_->out(), HasSubstr("1 of 1 devices registered"));
}

TEST_F(DeviceSimCommand, RegistersWithWhatTheFileSaysWhereProvisioningIsSkipped) {
  prov_server_->signal(SIGTERM);
  EXPECT_EQ(prov_server_->wait(), 0);
  start({"--skip-provisioning", "--exit-when-registered"});
  EXPECT_EQ(devices_->wait(), 0) << devices_->err();
}

TEST_F(DeviceSimCommand, GivesEachDeviceAnAddressOfItsOwnAndKeepsFlashForTheNextStart) {
  start({"--provisioning-url", url(), "--bind", "127.9.0.0/16", "--flash", "flash", "--exit-when-registered",
         "--events", "events.jsonl"});
  EXPECT_EQ(devices_->wait(), 0) << devices_->err();
  EXPECT_THAT(read_file(folder_.path() / "events.jsonl"), HasSubstr("@127.9.0.5:"));
  EXPECT_EQ(mode_of(folder_.path() / "flash"), 0700U);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path() / "flash")) {
    if (!entry.is_regular_file()) continue;
    ++files;
    EXPECT_EQ(mode_of(entry.path()), 0600U) << entry.path();
  }
  EXPECT_GE(files, 5U);
}

TEST_F(DeviceSimCommand, ProvesWhoItIsAsTheFileSays) {
  std::istringstream rows(read_file(folder_.path() / "users.csv"));
  std::string csv;
  std::size_t number = 0;
  for (std::string row; std::getline(rows, row); ++number) {
    const std::size_t none = row.find("none,,,");
    const std::string scheme = number % 2 == 0 ? "digest" : "basic";
    if (none != std::string::npos) row.replace(none, 7, scheme + ",name" + std::to_string(number) + ",geheim,");
    csv += row + "\n";
  }
  folder_.write("users.csv", csv);
  Command import("prov_server", {"subscribers", "import", "--database", database(), "users.csv"}, folder_.path());
  ASSERT_EQ(import.wait(), 0) << import.err();
  start({"--provisioning-url", url(), "--exit-when-registered", "--events", "-"});
  EXPECT_EQ(devices_->wait(), 0) << devices_->err();
  EXPECT_THAT(devices_->out(), AllOf(HasSubstr("provision.challenged"), Not(HasSubstr("geheim"))));
}

TEST_F(DeviceSimCommand, SaysNoPasswordAnywhere) {
  start({"--provisioning-url", url(), "--exit-when-registered", "--events", "-"});
  EXPECT_EQ(devices_->wait(), 0);
  const std::string csv = read_file(folder_.path() / "users.csv");
  for (const std::string& password : column(csv, "auth_password")) {
    EXPECT_THAT(devices_->out() + devices_->err(), Not(HasSubstr(password)));
  }
}

TEST(DeviceSimUsage, WrongUsageIsTwoAndOneLine) {
  const Folder folder;
  folder.write("users.csv", "nothing,here\n");
  const std::vector<std::vector<std::string>> wrong = {
      {},
      {"--provisioning-url", "http://127.0.0.1/", "--subscribers", "missing.csv"},
      {"--provisioning-url", "http://127.0.0.1/", "--subscribers", "users.csv"},
      {"--provisioning-url", "nonsense", "--subscribers", "users.csv"},
      {"--provisioning-url", "http://127.0.0.1/", "--subscribers", "users.csv", "--rate", "fast"},
      {"--provisioning-url", "http://127.0.0.1/", "--subscribers", "users.csv", "--bogus"},
      {"dance"},
  };
  for (const std::vector<std::string>& arguments : wrong) {
    Command devices("device_sim", arguments, folder.path());
    EXPECT_EQ(devices.wait(), 2) << devices.err();
    EXPECT_EQ(devices.out(), "");
    EXPECT_EQ(line_count(devices.err()), 1U) << devices.err();
    EXPECT_THAT(devices.err(), StartsWith("device_sim: "));
  }
}

}  // namespace
}  // namespace dialtone
