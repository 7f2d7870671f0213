#include "scenarios/sites/device_share.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "scenarios/language/plan/scenario_reader.h"

namespace dialtone {
namespace {

Scenario scenario_of(const std::string& text) {
  const ScenarioResult scenario = read_scenario("scenario: s\nduration: 1m\n" + text, "s.yaml");
  EXPECT_TRUE(scenario.ok()) << to_text(scenario.error());
  return *scenario;
}

// Returns the numbers of the sites, of `of`, on which that device lives.
std::vector<std::uint32_t> homes_of(const Scenario& scenario, std::uint32_t of, std::size_t group,
                                    std::uint64_t index) {
  std::vector<std::uint32_t> sites;
  for (std::uint32_t number = 0; number < of; ++number) {
    if (DeviceShare{number, of}.has(scenario, group, index)) sites.push_back(number);
  }
  return sites;
}

TEST(DeviceShareTest, EveryDeviceLivesOnOneSiteAndTheSitesHaveAboutAsMany) {
  const Scenario scenario = scenario_of("fleet:\n  homes: { count: 10 }\n  offices: { count: 10 }\n");
  for (const std::uint32_t of : {1U, 2U, 3U, 7U}) {
    std::vector<int> devices(of);
    for (std::size_t group = 0; group < 2; ++group) {
      for (std::uint64_t index = 0; index < 10; ++index) {
        const std::vector<std::uint32_t> sites = homes_of(scenario, of, group, index);
        ASSERT_EQ(sites.size(), 1U);
        ++devices[sites.front()];
      }
    }
    for (const int count : devices) EXPECT_NEAR(count, 20.0 / of, 2);
  }
}

TEST(DeviceShareTest, WhoReachesTheServersThroughOneProxyOrRelayStaysTogether) {
  const Scenario scenario = scenario_of(
      "proxies: { cafe: {} }\nfleet:\n  homes: { count: 9 }\n  guests: { count: 9, through: cafe }\n"
      "  lossy: { count: 9 }\nfaults:\n  loss: { target: lossy, do: { delay: 10ms } }\n");
  for (std::uint64_t index = 0; index < 9; ++index) {
    EXPECT_EQ(homes_of(scenario, 4, 1, index), std::vector<std::uint32_t>{0}) << "where the proxies are";
    EXPECT_EQ(homes_of(scenario, 4, 2, index), std::vector<std::uint32_t>{2});
  }
  EXPECT_NE(homes_of(scenario, 4, 0, 0), homes_of(scenario, 4, 0, 1));
}

TEST(DeviceShareTest, IsReadBackFromItsName) {
  EXPECT_EQ(to_text(DeviceShare{}), "devices");
  EXPECT_EQ(to_text(DeviceShare{1, 4}), "devices-2-of-4");
  for (const DeviceShare share : {DeviceShare{}, DeviceShare{0, 2}, DeviceShare{63, 64}}) {
    EXPECT_EQ(parse_device_share(to_text(share)), share);
  }
  for (const std::string name :
       {"", "device", "devices-", "devices-1", "devices-0-of-2", "devices-3-of-2", "devices-1-of-1", "devices-1-of-",
        "devices-1-of-2x", "devices-x-of-2", "call-agent"}) {
    EXPECT_EQ(parse_device_share(name), std::nullopt) << name;
  }
}

}  // namespace
}  // namespace dialtone
