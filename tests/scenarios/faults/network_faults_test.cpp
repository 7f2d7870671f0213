// Faults on the packets of a virtual world, observed at the receivers.
#include "scenarios/faults/network_faults.h"

#include <gtest/gtest.h>

#include <vector>

#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/parties/server_kind.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A home, a stranger and the call agent, on links without delay. The home and the stranger send a datagram every
// second, which the call agent answers.
class NetworkFaultsStory : public testing::Test {
 protected:
  NetworkFaultsStory() {
    HostConfig agent{.name = "call-agent", .addresses = {agent_.address}};
    agent.link.latency = Duration::zero();
    agent.main = [this](Host& host) -> Task<void> {
      auto socket = host.open_udp(agent_);
      while (auto datagram = co_await (*socket)->receive(kNever)) {
        if (datagram->from.address == device_address(0, 0)) arrived_.push_back(host.now() - Moment{});
        if (thinking_ > Duration::zero()) co_await host.sleep(thinking_);
        EXPECT_TRUE((*socket)->send(datagram->from, datagram->bytes));
      }
    };
    world_.power_on(world_.add_host(std::move(agent)));
    add_sender("homes-0001", device_address(0, 0), answered_);
    add_sender("stranger", IpAddress::v4(192, 0, 2, 1), strangers_);
  }
  void add_sender(std::string name, const IpAddress& address, std::vector<Duration>& answered) {
    HostConfig config{.name = std::move(name), .addresses = {address}};
    config.link.latency = Duration::zero();
    config.main = [this, &answered](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 5060});
      for (int second = 1;; ++second) {
        const Moment next{seconds(second)};
        while (auto datagram = co_await (*socket)->receive(next)) answered.push_back(host.now() - Moment{});
        EXPECT_TRUE((*socket)->send(agent_, "a line"));
      }
    };
    world_.power_on(world_.add_host(std::move(config)));
  }
  Fault& add(const std::string& name, PacketAction action, Duration at, Duration until) {
    Fault fault;
    fault.name = name;
    fault.target = "homes";
    fault.at = at;
    fault.until = until;
    fault.action = action;
    return plan_.scenario.faults.emplace_back(std::move(fault));
  }
  // Runs with all faults scheduled.
  NetworkFaults& begin() {
    faults_.emplace(plan_, world_, open_);
    faults_->schedule();
    return *faults_;
  }
  void run_until(Duration moment) { world_.run(Moment(moment)); }

  const Endpoint agent_ = simulated_endpoint_of(ServerKind::kCallAgent);
  VirtualWorld world_{{.seed = 1}};
  Plan plan_ = make_plan(homes(1));
  OpenWindows open_{plan_.scenario};
  std::optional<NetworkFaults> faults_;
  // How long the call agent takes to answer.
  Duration thinking_{};
  // When the call agent received the home's packets, and when the home and the stranger received answers.
  std::vector<Duration> arrived_;
  std::vector<Duration> answered_;
  std::vector<Duration> strangers_;
};

using Moments = std::vector<Duration>;

TEST_F(NetworkFaultsStory, WithoutFaultsEverythingArrives) {
  begin();
  run_until(milliseconds(3'500));
  EXPECT_EQ(arrived_, (Moments{seconds(1), seconds(2), seconds(3)}));
  EXPECT_EQ(answered_, arrived_);
  EXPECT_EQ(strangers_, arrived_);
}

TEST_F(NetworkFaultsStory, PacketsAreDroppedFromTheBeginOfTheWindowUpToItsEnd) {
  add("cut", {.drops = true}, seconds(2), seconds(4));
  begin();
  run_until(milliseconds(5'500));
  EXPECT_EQ(arrived_, (Moments{seconds(1), seconds(4), seconds(5)}));
  EXPECT_EQ(strangers_, (Moments{seconds(1), seconds(2), seconds(3), seconds(4), seconds(5)}));
}

TEST_F(NetworkFaultsStory, WindowsThatOverlapAreEachOpenForTheirOwnTime) {
  add("cut", {.drops = true}, seconds(2), seconds(4));
  add("slow", {.delay = milliseconds(200)}, seconds(3), seconds(6));
  begin();
  run_until(milliseconds(6'500));
  EXPECT_EQ(arrived_, (Moments{seconds(1), milliseconds(4'200), milliseconds(5'200), seconds(6)}));
}

TEST_F(NetworkFaultsStory, OneThatIsOpenFromTheStartOnIsThereAtOnce) {
  add("cut", {.drops = true}, seconds(0), seconds(2));
  begin();
  run_until(milliseconds(2'500));
  EXPECT_EQ(arrived_, (Moments{seconds(2)}));
}

TEST_F(NetworkFaultsStory, BothDirectionsAreDelayedAndCopiesArriveTwice) {
  add("slow", {.delay = milliseconds(100)}, seconds(1), seconds(2));
  add("twice", {.duplicates = true}, seconds(2), seconds(3)).match.direction = FaultMatch::Direction::kToDevices;
  begin();
  run_until(milliseconds(2'500));
  EXPECT_EQ(arrived_, (Moments{milliseconds(1'100), seconds(2)}));
  EXPECT_EQ(answered_, (Moments{milliseconds(1'200), seconds(2), seconds(2)}));
}

TEST_F(NetworkFaultsStory, TheDirectionIsTheDevices) {
  add("deaf", {.drops = true}, seconds(1), seconds(2)).match.direction = FaultMatch::Direction::kToDevices;
  add("mute", {.drops = true}, seconds(2), seconds(3)).match.direction = FaultMatch::Direction::kFromDevices;
  begin();
  run_until(milliseconds(3'500));
  EXPECT_EQ(arrived_, (Moments{seconds(1), seconds(3)}));
  EXPECT_EQ(answered_, (Moments{seconds(3)}));
}

TEST_F(NetworkFaultsStory, MatchThePeerTheProtocolAndTheSizeOfThePacket) {
  const std::uint32_t bytes = 20 + 8 + 6;
  add("peer", {.drops = true}, seconds(1), seconds(2)).match.peer = kCallAgentTarget;
  add("other-peer", {.drops = true}, seconds(2), seconds(3)).match.peer = kProvisioningTarget;
  add("tcp", {.drops = true}, seconds(3), seconds(4)).match.protocol = Transport::kTcp;
  add("udp", {.drops = true}, seconds(4), seconds(5)).match.protocol = Transport::kUdp;
  add("larger", {.drops = true}, seconds(5), seconds(6)).match.larger_than = bytes;
  add("as-large", {.drops = true}, seconds(6), seconds(7)).match.larger_than = bytes - 1;
  begin();
  run_until(milliseconds(7'500));
  EXPECT_EQ(arrived_, (Moments{seconds(2), seconds(3), seconds(5), seconds(7)}));
}

TEST_F(NetworkFaultsStory, ThePeerIsTheOtherEndInBothDirections) {
  FaultMatch& match = add("deaf", {.drops = true}, seconds(1), seconds(2)).match;
  match.direction = FaultMatch::Direction::kToDevices;
  match.peer = kCallAgentTarget;
  begin();
  run_until(milliseconds(2'500));
  EXPECT_EQ(arrived_, (Moments{seconds(1), seconds(2)}));
  EXPECT_EQ(answered_, (Moments{seconds(2)}));
}

TEST_F(NetworkFaultsStory, AFilterOfWhatNobodyAskedForKnowsWhatWasSentBeforeItOpened) {
  thinking_ = milliseconds(300);
  add("filter", {.drops = true}, milliseconds(1'200), milliseconds(1'500)).match.unsolicited = true;
  begin();
  run_until(milliseconds(1'900));
  EXPECT_EQ(answered_, (Moments{milliseconds(1'300)}));
}

TEST_F(NetworkFaultsStory, OneWithATriggerWaitsUntilItsWindowIsOpened) {
  Fault& fault = add("cut", {.drops = true}, seconds(0), seconds(0));
  fault.when.emplace().event = "settings.stored";
  NetworkFaults& faults = begin();
  world_.at(Moment(seconds(2)), [&] {
    open_.open(fault, Moment(seconds(4)), device_key(device_address(0, 0)));
    faults.follow();
  });
  world_.at(Moment(seconds(4)), [&] { faults.follow(); });
  run_until(milliseconds(5'500));
  EXPECT_EQ(arrived_, (Moments{seconds(1), seconds(4), seconds(5)}));
}

TEST_F(NetworkFaultsStory, PacketsOfAGroupThatTheScenarioHasNotPass) {
  std::vector<Duration> answered;
  add_sender("unknown-0001", device_address(7, 0), answered);
  add("cut", {.drops = true}, seconds(1), seconds(3)).target = kAllDevices;
  begin();
  run_until(milliseconds(2'500));
  EXPECT_EQ(arrived_, Moments{});
  EXPECT_EQ(answered, (Moments{seconds(1), seconds(2)}));
}

}  // namespace
}  // namespace dialtone
