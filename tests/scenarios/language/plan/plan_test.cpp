#include "scenarios/language/plan/plan.h"

#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/sites/cast.h"
#include "scenarios/sites/servers.h"
#include "subscribers/sqlite/sqlite_store.h"
#include "tests/scenarios/engine/engine_samples.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

Scenario with_blackout(Scenario scenario) {
  Fault fault;
  fault.name = "blackout";
  fault.target = "homes";
  fault.at = std::chrono::seconds(10);
  fault.spread = std::chrono::seconds(5);
  fault.action = PowerAction{PowerLoss::kCut, std::chrono::seconds(3)};
  scenario.faults.push_back(fault);
  return scenario;
}

TEST(Plan, DrawsEachPowerOnWithinTheSpread) {
  const Plan plan = make_plan(homes(200));
  const std::vector<PlannedDevice>& devices = *plan.scenario.fleet.front().devices;
  ASSERT_EQ(devices.size(), 200U);
  Moment earliest = kNever;
  Moment latest{};
  for (const PlannedDevice& device : devices) {
    earliest = std::min(earliest, device.power_on);
    latest = std::max(latest, device.power_on);
  }
  EXPECT_GE(earliest, Moment{});
  EXPECT_LE(latest, Moment(std::chrono::seconds(1)));
  EXPECT_LT(earliest, Moment(std::chrono::milliseconds(50)));
  EXPECT_GT(latest, Moment(std::chrono::milliseconds(950)));
}

TEST(Plan, DrawsOtherMomentsForAnotherSeed) {
  Scenario other = homes(1);
  other.seed = 2;
  EXPECT_NE(make_plan(homes(1)).scenario.fleet[0].devices->front().power_on,
            make_plan(other).scenario.fleet[0].devices->front().power_on);
}

TEST(Plan, KeepsEveryDrawOfTheFirstDevicesWhenDevicesAreAdded) {
  const Plan few = make_plan(with_blackout(homes(10)));
  const Plan many = make_plan(with_blackout(homes(500)));
  for (std::size_t i = 0; i < 10; ++i) {
    const PlannedDevice& one = (*few.scenario.fleet[0].devices)[i];
    const PlannedDevice& same = (*many.scenario.fleet[0].devices)[i];
    EXPECT_EQ(one.name, same.name);
    EXPECT_EQ(one.power_on, same.power_on);
    EXPECT_EQ(one.fault_times, same.fault_times);
  }
}

TEST(Plan, KeepsTheOtherDrawsWhenAFaultIsRemoved) {
  Scenario both = with_blackout(homes(50));
  Fault second = both.faults.front();
  second.name = "again";
  both.faults.insert(both.faults.begin(), second);
  const Plan with = make_plan(both);
  const Plan without = make_plan(with_blackout(homes(50)));
  for (std::size_t i = 0; i < 50; ++i) {
    EXPECT_EQ((*with.scenario.fleet[0].devices)[i].power_on, (*without.scenario.fleet[0].devices)[i].power_on);
    EXPECT_EQ((*with.scenario.fleet[0].devices)[i].fault_times[1],
              (*without.scenario.fleet[0].devices)[i].fault_times[0]);
  }
}

TEST(Plan, GivesNamesAddressesAndIdentitiesByGroupAndIndexAlone) {
  const Scenario scenario = homes(1);
  EXPECT_EQ(device_name(scenario.fleet[0], 41), "homes-0042");
  EXPECT_EQ(device_name(scenario.fleet[0], 123'455), "homes-123456");
  EXPECT_EQ(group_of_host(scenario.fleet, "homes-123456"), 0U);
  EXPECT_EQ(device_key_of_host(scenario.fleet, "homes-0042"), device_key(device_address(0, 41)));
  for (const char* other : {"homes", "homes-2", "homes-0000", "homes-00x1", "flats-0001", "call-agent", ""}) {
    EXPECT_EQ(group_of_host(scenario.fleet, other), std::nullopt) << other;
    EXPECT_EQ(device_key_of_host(scenario.fleet, other), 0U) << other;
  }
  EXPECT_EQ(to_text(device_address(0, 41)), "10.16.0.42");
  EXPECT_EQ(to_text(device_address(1, 0)), "10.32.0.1");
  IpAddress later = device_address(1, 0);
  for (const char* address : {"11.32.0.1", "12.32.0.1"}) {
    later = next_device_address(later);
    EXPECT_EQ(to_text(later), address);
    EXPECT_EQ(device_key(later), device_key(device_address(1, 0)));
    EXPECT_EQ(group_of_address(later), 1U);
  }
  EXPECT_EQ(to_text(next_device_address(IpAddress::v4(126, 32, 0, 1))), "11.32.0.1");
  const Subscriber subscriber = device_subscriber(scenario, 0, 41);
  EXPECT_EQ(subscriber.serial_number, "DT0000000042");
  EXPECT_EQ(subscriber.call_agent_address, "ca1.voip.example.net");
}

// What a host sent, and when.
using Sent = std::vector<std::pair<Moment, std::string>>;

// Records what each host sends.
class SentBytes : public Tap {
 public:
  void see(const Sighting& seen) override {
    if (seen.vantage != Vantage::kSender) return;
    std::string bytes = seen.packet.payload;
    const TcpHeader& tcp = seen.packet.tcp;
    if (seen.packet.protocol == Transport::kTcp) {
      bytes += " seq " + std::to_string(tcp.sequence) + " ack " + std::to_string(tcp.acknowledgement);
    }
    all[seen.host.name()].emplace_back(seen.at, std::move(bytes));
  }

  std::map<std::string, Sent> all;
};

std::map<std::string, Sent> run_and_listen(const Plan& plan) {
  const TemporaryFolder folder;
  auto store = SqliteSubscriberStore::open((folder.path() / "subscribers.db").string(),
                                           SqliteSubscriberStore::Mode::kReadWriteCreate);
  VirtualWorld world({.seed = plan.scenario.seed});
  SentBytes sent;
  world.network().set_tap(&sent);
  Servers parties(plan, world, true, **store);
  Cast cast(plan, world, &world, {});
  const ServerEndpoints servers = simulated_servers(plan.scenario);
  for (const ServerKind kind : servers_of(plan.scenario)) parties.start(kind);
  EXPECT_TRUE((*store)->import(plan_subscribers(plan, servers)));
  cast.schedule_devices(servers);
  world.run(Moment(std::chrono::seconds(30)));
  world.end_hosts();
  return sent.all;
}

TEST(Plan, KeepsTheTimesAndBytesOfTheFirstDevicesWhenDevicesAreAdded) {
  Scenario few = homes(10);
  Scenario many = homes(60);
  for (Scenario* scenario : {&few, &many}) {
    scenario->network.push_back({"homes",
                                 Link{.latency = std::chrono::milliseconds(20),
                                      .jitter = std::chrono::milliseconds(5),
                                      .loss = Probability::parts_per_million(50'000)},
                                 {}});
  }
  std::map<std::string, Sent> of_few = run_and_listen(make_plan(few));
  std::map<std::string, Sent> of_many = run_and_listen(make_plan(many));
  for (std::uint64_t index = 0; index < 10; ++index) {
    const std::string name = device_name(few.fleet[0], index);
    EXPECT_GT(of_few[name].size(), 5U) << name;
    EXPECT_EQ(of_few[name], of_many[name]) << name;
  }
}

TEST(PlanSubscribers, AreThoseOfTheDevicesApartFromTheirIdentityFaults) {
  Scenario scenario = homes(2);
  for (const IdentityFault fault :
       {IdentityFault::kUnknown, IdentityFault::kWrongMac, IdentityFault::kWrongCustomer, IdentityFault::kDisabled}) {
    Group group = scenario.fleet.front();
    group.name = "group" + std::to_string(static_cast<int>(fault));
    group.count = 1;
    group.identity = fault;
    scenario.fleet.push_back(group);
  }
  const std::vector<Subscriber> rows = plan_subscribers(make_plan(scenario), simulated_servers(scenario));
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[0], device_subscriber(scenario, 0, 0));
  EXPECT_NE(rows[2].mac_address, device_subscriber(scenario, 2, 0).mac_address);
  EXPECT_NE(rows[3].customer_number, device_subscriber(scenario, 3, 0).customer_number);
  EXPECT_FALSE(rows[4].enabled);
}

}  // namespace
}  // namespace dialtone
