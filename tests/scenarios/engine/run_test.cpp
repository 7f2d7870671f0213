#include "scenarios/engine/run.h"

#include <gtest/gtest.h>

#include <fstream>

#include "scenarios/oracles/known/read_event.h"
#include "scenarios/report/verify.h"
#include "scenarios/sites/part.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "world/events/event_line.h"

namespace dialtone {
namespace {

RunSummary run(const Scenario& scenario, const TemporaryFolder& folder, const std::string& name = "run") {
  RunOptions options;
  options.directory = folder.path() / name;
  std::filesystem::create_directory(options.directory);
  return run_plan(make_plan(scenario), options);
}

TEST(Run, TakesEveryDeviceFromPowerOnToRegistered) {
  const TemporaryFolder folder;
  const RunSummary summary = run(homes(20), folder);
  EXPECT_EQ(summary.result, RunResult::kPassed);
  EXPECT_EQ(summary.ever.powered_on, 20U);
  EXPECT_EQ(summary.ever.provisioned, 20U);
  EXPECT_EQ(summary.ever.registered, 20U);
  EXPECT_LT(summary.lasted, std::chrono::seconds(10));
  ASSERT_EQ(summary.stages.size(), 4U);
  EXPECT_EQ(summary.stages[3].count, 20U);
}

TEST(Run, HasTheSameFingerprintAndEventsForTheSameSeed) {
  const TemporaryFolder folder;
  const RunSummary first = run(homes(20), folder, "first");
  const RunSummary second = run(homes(20), folder, "second");
  EXPECT_EQ(first.fingerprint, second.fingerprint);
  EXPECT_TRUE(compare_runs(first, second).passed());
}

TEST(Run, DiffersForAnotherSeedAndVerifyNamesTheFirstEventThatDoes) {
  const TemporaryFolder folder;
  Scenario other = homes(20);
  other.seed = 2;
  const RunSummary first = run(homes(20), folder, "first");
  const RunSummary second = run(other, folder, "second");
  EXPECT_NE(first.fingerprint, second.fingerprint);
  const OracleResult verdict = compare_runs(first, second);
  EXPECT_FALSE(verdict.passed());
  EXPECT_NE(verdict.measured.find("differs"), std::string::npos);
  ASSERT_EQ(verdict.details.size(), 2U);
  EXPECT_NE(verdict.details[0].find("\"event\""), std::string::npos);
}

TEST(Run, IsInvalidWhenFewerDevicesTookPartThanPlanned) {
  const TemporaryFolder folder;
  Scenario scenario = homes(5);
  scenario.expectations.clear();
  scenario.fleet.front().power_on.at = std::chrono::seconds(59);
  scenario.fleet.front().power_on.spread = std::chrono::seconds(30);
  const RunSummary summary = run(scenario, folder);
  EXPECT_EQ(summary.result, RunResult::kInvalid);
  ASSERT_EQ(summary.reasons.size(), 1U);
  EXPECT_NE(summary.reasons.front().find("planned devices took part"), std::string::npos);
}

TEST(Run, FailsWithWhoAwaitsWhatWhenAnOracleFails) {
  const TemporaryFolder folder;
  Scenario scenario = homes(3);
  std::get<EventuallyCondition>(scenario.expectations.front().condition).within = std::chrono::milliseconds(1500);
  const RunSummary summary = run(scenario, folder);
  EXPECT_EQ(summary.result, RunResult::kFailed);
  EXPECT_NE(summary.stall.find("homes-0001"), std::string::npos);
  EXPECT_NE(summary.stall.find("awaits"), std::string::npos);
}

TEST(Run, CannotGiveADeviceAnotherAddressInARealWorld) {
  Scenario scenario = homes(1);
  scenario.path = "s.yaml";
  Fault& fault = scenario.faults.emplace_back();
  fault.name = "lease";
  fault.target = "homes";
  fault.action = AddressAction{};
  fault.place = {4, 3};
  EXPECT_TRUE(cannot_exist_in(scenario, WorldKind::kVirtual).empty());
  EXPECT_EQ(cannot_exist_in(scenario, WorldKind::kProcesses),
            std::vector<std::string>{"s.yaml:4:3: lease: the address that DHCP gives is simulated, so it exists only "
                                     "with --world virtual"});
}

TEST(Run, CannotHaveSimulatedLinksInARealWorld) {
  Scenario scenario = homes(1);
  EXPECT_TRUE(cannot_exist_in(scenario, WorldKind::kReal).empty());
  scenario.network.push_back({"homes", Link{}, {}});
  EXPECT_TRUE(cannot_exist_in(scenario, WorldKind::kVirtual).empty());
  EXPECT_EQ(cannot_exist_in(scenario, WorldKind::kReal).size(), 1U);
  EXPECT_EQ(cannot_exist_in(scenario, WorldKind::kProcesses).size(), 1U);
}

TEST(Run, WritesNoSecretIntoItsEvents) {
  const TemporaryFolder folder;
  const Plan plan = make_plan(homes(3));
  run(homes(3), folder);
  std::ifstream in(folder.path() / "run" / "events.jsonl");
  const std::string events((std::istreambuf_iterator<char>(in)), {});
  ASSERT_GT(events.size(), 1000U);
  for (std::uint64_t index = 0; index < 3; ++index) {
    EXPECT_EQ(events.find(device_subscriber(plan.scenario, 0, index).auth_password), std::string::npos);
  }
  EXPECT_EQ(events.find("nonce"), std::string::npos);
}

TEST(Run, EndsWhileAFaultOfItsNetworkIsOpen) {
  const TemporaryFolder folder;
  Scenario scenario = homes(3);
  Fault& slow = scenario.faults.emplace_back();
  slow.name = "slow";
  slow.target = "homes";
  slow.until = scenario.duration;
  slow.action = PacketAction{.delay = std::chrono::milliseconds(100)};
  EXPECT_EQ(run(scenario, folder).result, RunResult::kPassed);
}

TEST(EventLine, IsReadBackAsItWasWritten) {
  const Field fields[] = {Field("text", "a \"b\" \\ \n \xC3\xBC"), Field("number", std::int64_t{-5}),
                          Field("truth", true)};
  std::string line;
  append_event_line(line, {Moment(Duration(123)), "homes-0001", "a.b", fields});
  EXPECT_EQ(line,
            "{\"time\":123,\"host\":\"homes-0001\",\"event\":\"a.b\",\"text\":\"a \\\"b\\\" \\\\ \\n \xC3\xBC\","
            "\"number\":-5,\"truth\":true}\n");
  line.pop_back();
  const Result<ReadEvent> event = ReadEvent::parse(line);
  ASSERT_TRUE(event);
  std::string again;
  append_event_line(again, event->view());
  again.pop_back();
  EXPECT_EQ(again, line);
  for (std::size_t cut = 0; cut < line.size(); ++cut) EXPECT_FALSE(ReadEvent::parse(line.substr(0, cut))) << cut;
}

TEST(EventLine, ReplacesBytesThatAreNotUtf8) {
  std::string text;
  append_json_string(text, "a\xFF\xC0\xAF\xED\xA0\x80z");
  EXPECT_EQ(text, "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz\"");
}

TEST(PartStart, IsReadBackAsItWasWritten) {
  PartStart start;
  start.start = 1'795'000'000'123'456'789;
  start.earlier_lives = 3;
  start.servers[ServerKind::kProvisioning] = Endpoint{IpAddress::loopback_v4(), 40001};
  start.servers[ServerKind::kCallAgent] = Endpoint{IpAddress::loopback_v6(), 40002};
  const Result<PartStart> read = parse_part_start(write_part_start(start));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->start, start.start);
  EXPECT_EQ(read->earlier_lives, 3U);
  EXPECT_EQ(read->servers[ServerKind::kProvisioning], start.servers[ServerKind::kProvisioning]);
  EXPECT_EQ(read->servers[ServerKind::kCallAgent], start.servers[ServerKind::kCallAgent]);
  EXPECT_FALSE(parse_part_start(""));
  EXPECT_FALSE(parse_part_start("{\"time\":1,\"host\":\"run\",\"event\":\"other\"}"));
}

}  // namespace
}  // namespace dialtone
