// Faults on the packets of devices.
#include "scenarios/faults/packet_faults.h"

#include <gtest/gtest.h>

#include "scenarios/language/parties/device_addresses.h"
#include "tests/scenarios/engine/engine_samples.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

const Endpoint kAgent{IpAddress::v4(10, 0, 0, 20), 5060};

class PacketFaultsTest : public testing::Test {
 protected:
  PacketFaultsTest() {
    scenario_.fleet.push_back(scenario_.fleet.front());
    scenario_.fleet.back().name = "offices";
  }
  PacketAction& add(const std::string& name, FaultMatch match = {}) {
    Fault fault;
    fault.name = name;
    fault.target = "homes";
    fault.at = seconds(10);
    fault.until = seconds(20);
    fault.match = std::move(match);
    fault.action = PacketAction{};
    return std::get<PacketAction>(scenario_.faults.emplace_back(std::move(fault)).action);
  }
  // Returns a datagram from the first home to the call agent.
  static DevicePacket packet(Duration moment = seconds(11)) {
    DevicePacket packet;
    packet.now = Moment(moment);
    packet.device = {device_address(0, 0), 5060};
    packet.peer = kAgent;
    packet.bytes = 500;
    return packet;
  }
  PacketFaults faults() const { return {scenario_, {{std::string(kCallAgentTarget), kAgent}}, open_}; }

  Scenario scenario_ = homes(2);
  const OpenWindows open_{scenario_};
};

TEST_F(PacketFaultsTest, AreOpenInTheirWindowOnly) {
  add("cut").drops = true;
  PacketFaults faults = this->faults();
  EXPECT_FALSE(faults.is_any_open(Moment(seconds(9))));
  EXPECT_TRUE(faults.is_any_open(Moment(seconds(10))));
  EXPECT_FALSE(faults.is_any_open(Moment(seconds(20))));
  EXPECT_FALSE(faults.judge(packet(seconds(9))).drops);
  EXPECT_TRUE(faults.judge(packet(seconds(10))).drops);
  EXPECT_FALSE(faults.judge(packet(seconds(20))).drops);
}

// 10 E25
TEST_F(PacketFaultsTest, OnlyTheFirstThatDropsAPacketIsCounted) {
  add("slow").delay = milliseconds(10);
  add("cut").drops = true;
  add("cut-again").drops = true;
  FaultTally tally(scenario_);
  const OpenWindows counting(scenario_, &tally);
  PacketFaults faults(scenario_, {}, counting);
  const PacketVerdict verdict = faults.judge(packet());
  EXPECT_TRUE(verdict.drops);
  EXPECT_EQ(verdict.by, "cut");
  const auto count = [&](std::size_t fault) { return tally.count(scenario_.faults[fault]); };
  EXPECT_EQ(count(0), 0U) << "nobody sees a delay of what is dropped";
  EXPECT_EQ(count(1), 1U);
  EXPECT_EQ(count(2), 0U);
}

// 10 E25
TEST_F(PacketFaultsTest, APacketIsCorruptedOnce) {
  add("noise").corrupts = true;
  add("more-noise").corrupts = true;
  FaultTally tally(scenario_);
  const OpenWindows counting(scenario_, &tally);
  PacketFaults faults(scenario_, {}, counting);
  EXPECT_TRUE(faults.judge(packet()).corrupts);
  EXPECT_EQ(tally.count(scenario_.faults[0]), 1U);
  EXPECT_EQ(tally.count(scenario_.faults[1]), 0U);
}

TEST_F(PacketFaultsTest, AreAboutTheirGroup) {
  add("cut").drops = true;
  PacketFaults faults = this->faults();
  DevicePacket others = packet();
  others.group = 1;
  EXPECT_FALSE(faults.judge(others).drops);
  scenario_.faults.front().target = kAllDevices;
  EXPECT_TRUE(this->faults().judge(others).drops);
}

TEST_F(PacketFaultsTest, MatchProtocolDirectionSizeAndPeer) {
  const auto is_dropped = [&](FaultMatch match, const DevicePacket& packet) {
    scenario_.faults.clear();
    add("cut", std::move(match)).drops = true;
    return faults().judge(packet).drops;
  };
  DevicePacket back = packet();
  back.is_from_device = false;
  EXPECT_TRUE(is_dropped({.protocol = Transport::kUdp}, packet()));
  EXPECT_FALSE(is_dropped({.protocol = Transport::kTcp}, packet()));
  EXPECT_TRUE(is_dropped({.direction = FaultMatch::Direction::kFromDevices}, packet()));
  EXPECT_FALSE(is_dropped({.direction = FaultMatch::Direction::kFromDevices}, back));
  EXPECT_TRUE(is_dropped({.direction = FaultMatch::Direction::kToDevices}, back));
  EXPECT_FALSE(is_dropped({.direction = FaultMatch::Direction::kToDevices}, packet()));
  EXPECT_TRUE(is_dropped({.larger_than = 499}, packet()));
  EXPECT_FALSE(is_dropped({.larger_than = 500}, packet()));
  EXPECT_TRUE(is_dropped({.peer = std::string(kCallAgentTarget)}, packet()));
  DevicePacket elsewhere = packet();
  elsewhere.peer.port = 8080;
  EXPECT_FALSE(is_dropped({.peer = std::string(kCallAgentTarget)}, elsewhere));
}

TEST_F(PacketFaultsTest, WhatNobodyAskedForIsWhatComesFromWhereNothingWasSentTo) {
  add("filter", {.unsolicited = true}).drops = true;
  PacketFaults faults = this->faults();
  EXPECT_TRUE(faults.is_any_open(Moment{})) << "it must see what goes out before it opens";
  DevicePacket answer = packet();
  answer.is_from_device = false;
  EXPECT_TRUE(faults.judge(answer).drops);
  EXPECT_FALSE(faults.judge(packet(seconds(1))).drops);
  EXPECT_FALSE(faults.judge(answer).drops);
  answer.peer.port = 40'000;
  EXPECT_TRUE(faults.judge(answer).drops) << "the same server, another port";
}

TEST_F(PacketFaultsTest, AddUp) {
  add("slow").delay = milliseconds(300);
  add("slower").delay = milliseconds(200);
  add("twice").duplicates = true;
  add("bent").corrupts = true;
  const PacketVerdict verdict = faults().judge(packet());
  EXPECT_FALSE(verdict.drops);
  EXPECT_EQ(verdict.delay, milliseconds(500));
  EXPECT_EQ(verdict.extra_copies, 1);
  EXPECT_TRUE(verdict.corrupts);
  EXPECT_EQ(verdict.by, "slow");
}

TEST_F(PacketFaultsTest, ALineOfLimitedBandwidthMakesPacketsWaitAndDropsThoseThatWaitTooLong) {
  PacketAction& line = add("line");
  line.bits_per_second = 8'000;  // a packet of 500 bytes takes half a second
  line.queue_limit = milliseconds(600);
  PacketFaults faults = this->faults();
  EXPECT_EQ(faults.judge(packet()).delay, milliseconds(500));
  EXPECT_EQ(faults.judge(packet()).delay, seconds(1));
  EXPECT_TRUE(faults.judge(packet()).drops);
  DevicePacket back = packet();
  back.is_from_device = false;
  EXPECT_EQ(faults.judge(back).delay, milliseconds(500)) << "each direction has its own";
}

TEST_F(PacketFaultsTest, CountThePacketsOfEachDirectionByThemselves) {
  add("second-and-fourth", {.nth = {2, 4}}).drops = true;
  PacketFaults faults = this->faults();
  DevicePacket back = packet();
  back.is_from_device = false;
  std::string out;
  std::string in;
  for (int i = 0; i < 5; ++i) {
    out += faults.judge(packet()).drops ? 'x' : '.';
    in += faults.judge(back).drops ? 'x' : '.';
  }
  EXPECT_EQ(out, ".x.x.");
  EXPECT_EQ(in, ".x.x.");
}

// Returns the delays of 300 packets.
std::vector<Duration> delays(PacketFaults faults, const DevicePacket& packet) {
  std::vector<Duration> delays;
  for (int i = 0; i < 300; ++i) {
    const PacketVerdict verdict = faults.judge(packet);
    delays.push_back(verdict.drops ? Duration(-1) : verdict.delay);
  }
  return delays;
}

TEST_F(PacketFaultsTest, AShareAndAJitterAreDrawnForEachPacket) {
  add("loss", {.share = Probability::parts_per_million(200'000)}).drops = true;
  add("jitter").jitter = milliseconds(10);
  const std::vector<Duration> drawn = delays(faults(), packet());
  EXPECT_NEAR(static_cast<double>(std::count(drawn.begin(), drawn.end(), Duration(-1))), 60, 25);
  EXPECT_LE(*std::max_element(drawn.begin(), drawn.end()), milliseconds(10));
  EXPECT_GT(*std::max_element(drawn.begin(), drawn.end()), milliseconds(9));
}

TEST_F(PacketFaultsTest, AFaultLessChangesNoDrawOfTheOthers) {
  add("other", {.share = Probability::parts_per_million(500'000)}).duplicates = true;
  add("loss", {.share = Probability::parts_per_million(200'000)}).drops = true;
  add("jitter").jitter = milliseconds(10);
  const std::vector<Duration> with = delays(faults(), packet());
  scenario_.faults.erase(scenario_.faults.begin());
  EXPECT_EQ(delays(faults(), packet()), with);
}

}  // namespace
}  // namespace dialtone
