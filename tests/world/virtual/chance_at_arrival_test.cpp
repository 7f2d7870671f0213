// What happens to a packet by chance is drawn at the receiver, when the packet arrives, from the receiver's own chance.
// It depends neither on the sender's chance nor on other packets.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint64_t kChanceSeed = 11;
constexpr std::uint16_t kHearingPort = 5;
constexpr Duration kLatency = milliseconds(10);
const IpAddress kNearAddress = IpAddress::v4(10, 8, 0, 1);
const IpAddress kFarAddress = IpAddress::v4(10, 8, 0, 2);
const IpAddress kOtherAddress = IpAddress::v4(10, 8, 0, 3);

// The draw that "far" makes for a packet from "near"; the first of a purpose has the ordinal 0.
Draw draw_of_far(std::string_view purpose, std::uint64_t ordinal) {
  return draw(kChanceSeed, "far", Purpose(purpose), std::hash<IpAddress>()(kNearAddress), ordinal);
}

// "near" sends datagrams to "far" and, if the test wants, to "other".
class NearAndFar {
 public:
  struct Arrival {
    Duration after{};
    std::string bytes;
    friend bool operator==(const Arrival&, const Arrival&) = default;
  };

  NearAndFar() {
    for (const auto& [name, address] : {std::pair("far", kFarAddress), std::pair("other", kOtherAddress)}) {
      HostConfig config{.name = name, .addresses = {address}};
      config.main = [this](Host& host) -> Task<void> {
        auto socket = host.open_udp({host.address(), kHearingPort});
        while (auto datagram = co_await (*socket)->receive(kNever)) {
          if (host.name() == "far") arrivals_.push_back({host.now() - Moment{}, datagram->bytes});
        }
      };
      hosts_.push_back(&world_.add_host(std::move(config)));
      world_.power_on(*hosts_.back());
    }
  }

  // Returns the datagrams that arrive, in that order.
  std::vector<Arrival> send(const Link& link, int count, bool to_other_too = false) {
    HostConfig config{.name = "near", .addresses = {kNearAddress}, .link = link};
    config.main = [=, this](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 0});
      for (int number = 0; number < count; ++number) {
        EXPECT_TRUE((*socket)->send({kFarAddress, kHearingPort}, padding + std::to_string(number)));
        if (to_other_too) EXPECT_TRUE((*socket)->send({kOtherAddress, kHearingPort}, "x"));
      }
      co_await host.sleep(seconds(1));
    };
    near_ = &world_.add_host(std::move(config));
    world_.power_on(*near_);
    world_.run(Moment(seconds(2)));
    return arrivals_;
  }

  // Put before the number in each datagram.
  std::string padding;

  Network& network() { return world_.network(); }
  Host& near() { return *near_; }
  Host& far() { return *hosts_.front(); }

 private:
  std::vector<Arrival> arrivals_;
  VirtualWorld world_{{.seed = kChanceSeed}};
  std::vector<Host*> hosts_;
  Host* near_ = nullptr;
};

using Arrivals = std::vector<NearAndFar::Arrival>;

TEST(ChanceAtArrival, DrawsALossForEachSenderFromTheReceiversChance) {
  const Link link{.latency = kLatency, .loss = Probability::parts_per_million(400'000)};
  constexpr int kSent = 50;
  Arrivals wanted;
  for (int number = 0; number < kSent; ++number) {
    const Draw loss = draw_of_far("network.loss.up", static_cast<std::uint64_t>(number));
    if (!loss.happens(link.loss)) wanted.push_back({kLatency, std::to_string(number)});
  }
  EXPECT_EQ(NearAndFar().send(link, kSent), wanted);
  EXPECT_LT(wanted.size(), kSent - 10U);
}

TEST(ChanceAtArrival, DrawsTheJitterThere) {
  const Link link{.latency = kLatency, .jitter = milliseconds(5)};
  const Duration jitter = draw_of_far("network.jitter.up", 0).between({}, link.jitter);
  EXPECT_EQ(NearAndFar().send(link, 1), (Arrivals{{kLatency + jitter, "0"}}));
  EXPECT_GT(jitter, Duration::zero());
}

TEST(ChanceAtArrival, TakesNothingFromTheSendersChance) {
  const Probability often = Probability::parts_per_million(500'000);
  const Link link{.latency = kLatency, .jitter = kLatency, .loss = often, .duplication = often, .reordering = often};
  NearAndFar hosts;
  EXPECT_GT(hosts.send(link, 50).size(), 10U);
  NearAndFar silent;
  silent.send(link, 0);
  for (const char* const kind : {"loss", "duplicate", "jitter", "reorder"}) {
    for (const char* const way : {".up", ".down"}) {
      const Purpose purpose("network." + std::string(kind) + way);
      std::vector<std::uint64_t> keys{0};
      for (const IpAddress& address : {kNearAddress, kFarAddress, kOtherAddress}) {
        keys.push_back(std::hash<IpAddress>()(address));
      }
      for (const std::uint64_t key : keys) {
        EXPECT_EQ(hosts.near().chance(purpose, key).bits(), silent.near().chance(purpose, key).bits()) << kind << way;
      }
    }
  }
  const Purpose loss("network.loss.up");
  EXPECT_EQ(hosts.far().chance(loss, std::hash<IpAddress>()(kNearAddress)).bits(),
            draw_of_far("network.loss.up", 50).bits());
}

TEST(ChanceAtArrival, DrawsTheSameWhateverElseIsSent) {
  const Probability often = Probability::parts_per_million(300'000);
  const Link link{.latency = kLatency, .jitter = kLatency, .loss = often, .duplication = often, .reordering = often};
  EXPECT_EQ(NearAndFar().send(link, 50, true), NearAndFar().send(link, 50));
}

TEST(ChanceAtArrival, DrawsForEachCopyThatARuleMakes) {
  const Link link{.latency = kLatency, .loss = Probability::parts_per_million(500'000)};
  NearAndFar hosts;
  const RuleGuard twice = hosts.network().install([](const Packet&, Moment) { return Verdict::duplicate(); });
  Arrivals wanted;
  for (std::uint64_t copy = 0; copy < 40; ++copy) {
    if (!draw_of_far("network.loss.up", copy).happens(link.loss))
      wanted.push_back({kLatency, std::to_string(copy / 2)});
  }
  EXPECT_EQ(hosts.send(link, 20), wanted);
}

// The rule acts when the packet is sent, and draws from the sender's chance, in one stream for each peer.
TEST(ChanceAtArrival, HasNoPartInWhichByteARuleCorrupts) {
  NearAndFar hosts;
  hosts.padding = "a payload of some length ";
  const RuleGuard noise = hosts.network().install([](const Packet&, Moment) { return Verdict::corrupt(); });
  Arrivals wanted;
  for (std::uint64_t number = 0; number < 20; ++number) {
    std::string bytes = hosts.padding + std::to_string(number);
    const Purpose corrupt("network.corrupt");
    const Draw where = draw(kChanceSeed, "near", corrupt, std::hash<IpAddress>()(kFarAddress), number);
    char& byte = bytes[where.below(bytes.size())];
    byte = static_cast<char>(byte ^ 0x55);
    wanted.push_back({kLatency, bytes});
  }
  EXPECT_EQ(hosts.send({.latency = kLatency}, 20), wanted);
}

}  // namespace
}  // namespace dialtone
