#include "world/virtual/virtual_world.h"

#include <gtest/gtest.h>

#include <sstream>

namespace dialtone {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

const Endpoint kNine{IpAddress::v4(10, 0, 0, 1), 9};

// A client sends datagrams to a server, which notes when each arrives.
class DatagramStory : public testing::Test {
 protected:
  struct Arrival {
    Moment at;
    std::string bytes;
    friend bool operator==(const Arrival&, const Arrival&) = default;
  };

  Host& add_server(const Link& link = {}) {
    HostConfig config{.name = "server", .addresses = {kNine.address}, .link = link};
    config.main = [this](Host& host) -> Task<void> {
      auto socket = host.open_udp(kNine);
      for (;;) {
        auto datagram = co_await (*socket)->receive(kNever);
        if (!datagram) co_return;
        arrivals_.push_back({host.now(), datagram->bytes});
      }
    };
    Host& host = world_.add_host(std::move(config));
    world_.power_on(host);
    return host;
  }
  void send_from_client(const Link& link, std::vector<std::string> datagrams, std::uint16_t region = 0) {
    HostConfig config{.name = "client", .addresses = {IpAddress::v4(10, 0, 0, 2)}, .link = link, .region = region};
    datagrams_ = std::move(datagrams);
    config.main = [this](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 0});
      for (const std::string& bytes : datagrams_) EXPECT_TRUE((*socket)->send(kNine, bytes));
      co_await host.sleep(seconds(1));
    };
    world_.power_on(world_.add_host(std::move(config)));
  }

  VirtualWorld world_{{.seed = 3}};
  std::vector<std::string> datagrams_;
  std::vector<Arrival> arrivals_;
};

TEST_F(DatagramStory, ALinkTakesItsLatency) {
  add_server({.latency = milliseconds(2)});
  send_from_client({.latency = milliseconds(20)}, {"x"});
  world_.run(Moment(seconds(2)));
  EXPECT_EQ(arrivals_, (std::vector<Arrival>{{Moment(milliseconds(22)), "x"}}));
}

TEST_F(DatagramStory, ANarrowLinkSendsOnePacketAfterAnotherAndDropsWhatWaitsTooLong) {
  // 28 bytes of headers and 72 of payload are 800 bits: 8 ms at 100 kbit/s.
  add_server();
  const Link narrow{.bits_per_second = 100'000, .queue_limit = milliseconds(10)};
  const std::string bytes(72, 'x');
  send_from_client(narrow, {bytes, bytes, bytes, bytes});
  world_.run(Moment(seconds(2)));
  EXPECT_EQ(arrivals_, (std::vector<Arrival>{{Moment(milliseconds(8)), bytes}, {Moment(milliseconds(16)), bytes}}));
}

TEST_F(DatagramStory, ARuleThatDelaysAPacketKeepsANarrowLinkFromNoOther) {
  add_server();
  const RuleGuard rule = world_.network().install([](const Packet& packet, Moment) {
    return packet.payload.front() == 'l' ? Verdict::deliver_after(milliseconds(900)) : Verdict::pass();
  });
  const std::string late(72, 'l');
  const std::string bytes(72, 'x');
  send_from_client({.bits_per_second = 100'000}, {late, bytes});
  world_.run(Moment(seconds(2)));
  EXPECT_EQ(arrivals_, (std::vector<Arrival>{{Moment(milliseconds(16)), bytes}, {Moment(milliseconds(908)), late}}));
}

TEST_F(DatagramStory, TheReceiversLinkIsNarrowToo) {
  add_server({.latency = milliseconds(1), .bits_per_second = 100'000});
  send_from_client({.latency = milliseconds(5)}, {std::string(72, 'x')});
  world_.run(Moment(seconds(2)));
  ASSERT_EQ(arrivals_.size(), 1U);
  EXPECT_EQ(arrivals_[0].at, Moment(milliseconds(14)));
}

TEST_F(DatagramStory, ALargeDatagramHasAChanceToBeLostForEachFragment) {
  add_server();
  const Link lossy{.loss = Probability::parts_per_million(200'000)};
  std::vector<std::string> datagrams;
  for (int i = 0; i < 200; ++i) datagrams.emplace_back(i % 2 == 0 ? "small" : std::string(14'000, 'x'));
  send_from_client(lossy, datagrams);
  world_.run(Moment(seconds(2)));
  int small = 0;
  int large = 0;
  for (const Arrival& arrival : arrivals_) ++(arrival.bytes.size() > 1000 ? large : small);
  EXPECT_EQ(small, 88) << "of 100, each with a chance of 4 in 5";
  EXPECT_EQ(large, 11) << "of 100 in ten fragments, each with that chance";
}

TEST_F(DatagramStory, RegionsAreApart) {
  world_.network().set_region_latency(0, 4, milliseconds(100));
  add_server();
  send_from_client({.latency = milliseconds(1)}, {"far"}, 4);
  world_.run(Moment(seconds(2)));
  ASSERT_EQ(arrivals_.size(), 1U);
  EXPECT_EQ(arrivals_[0].at, Moment(milliseconds(101)));
}

TEST_F(DatagramStory, TheFirstRuleThatDoesNotPassDecidesUntilItsGuardIsGone) {
  add_server();
  int second_asked = 0;
  const RuleGuard first = world_.network().install([](const Packet& packet, Moment) {
    if (packet.payload == "drop") return Verdict::drop();
    if (packet.payload == "late") return Verdict::deliver_after(milliseconds(30));
    if (packet.payload == "corrupt") return Verdict::corrupt();
    return Verdict::pass();
  });
  const RuleGuard second = world_.network().install([&](const Packet&, Moment) {
    ++second_asked;
    return Verdict::pass();
  });
  send_from_client({}, {"drop", "late", "corrupt", "plain"});
  world_.run(Moment(seconds(2)));
  ASSERT_EQ(arrivals_.size(), 3U);
  EXPECT_NE(arrivals_[0].bytes, "corrupt");
  EXPECT_EQ(arrivals_[0].bytes.size(), 7U);
  EXPECT_EQ(arrivals_[1].bytes, "plain");
  EXPECT_EQ(arrivals_[2], (Arrival{Moment(milliseconds(30)), "late"}));
  EXPECT_EQ(second_asked, 1);
}

TEST_F(DatagramStory, ARuleLeavesWithItsGuard) {
  add_server();
  {
    const RuleGuard guard = world_.network().install([](const Packet&, Moment) { return Verdict::drop(); });
  }
  send_from_client({}, {"x"});
  world_.run(Moment(seconds(2)));
  EXPECT_EQ(arrivals_.size(), 1U);
}

// --- work ---

TEST(VirtualWork, OccupiesTheCoresFirstComeFirstServed) {
  VirtualWorld world({.seed = 1});
  std::vector<Moment> done;
  HostConfig config{.name = "server", .addresses = {kNine.address}, .cores = 2};
  config.main = [&](Host& host) -> Task<void> {
    const auto job = [&](Host& self) -> Task<void> {
      co_await self.work(milliseconds(10));
      done.push_back(self.now());
    };
    for (int i = 0; i < 5; ++i) host.spawn("job", job(host));
    co_await host.sleep(seconds(1));
  };
  world.power_on(world.add_host(std::move(config)));
  world.run(Moment(seconds(2)));
  const auto at = [](int ms) { return Moment(milliseconds(ms)); };
  EXPECT_EQ(done, (std::vector<Moment>{at(10), at(10), at(20), at(20), at(30)}));
}

// --- the fingerprint ---

struct Variation {
  std::string bytes = "hello";
  Duration pause = milliseconds(10);
  Verdict verdict = Verdict::pass();
  std::uint64_t seed = 1;
  bool bystander = false;
};

struct Prints {
  std::uint64_t world = 0;
  std::uint64_t sender = 0;
};

Prints fingerprint_of(const Variation& variation) {
  VirtualWorld world({.seed = variation.seed});
  const RuleGuard guard = world.network().install([&](const Packet&, Moment) { return variation.verdict; });
  HostConfig config{.name = "sender", .addresses = {IpAddress::v4(10, 0, 0, 2)}, .link = {.jitter = milliseconds(1)}};
  config.main = [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({host.address(), 0});
    co_await host.sleep(variation.pause);
    EXPECT_TRUE((*socket)->send({IpAddress::v4(10, 0, 0, 3), 9}, variation.bytes));
    co_await host.sleep(milliseconds(10));
  };
  Host& sender = world.add_host(std::move(config));
  world.power_on(sender);
  HostConfig peer{.name = "receiver", .addresses = {IpAddress::v4(10, 0, 0, 3)}};
  peer.main = [](Host& host) -> Task<void> { co_await host.sleep(seconds(1)); };
  world.power_on(world.add_host(std::move(peer)));
  if (variation.bystander) {
    HostConfig other{.name = "bystander", .addresses = {IpAddress::v4(10, 0, 0, 4)}};
    other.main = [](Host& host) -> Task<void> {
      for (int i = 0; i < 50; ++i) co_await host.sleep(microseconds(500));
    };
    world.power_on(world.add_host(std::move(other)));
  }
  world.run(Moment(seconds(2)));
  return {world.fingerprint(), static_cast<VirtualHost&>(sender).fingerprint()};
}

TEST(Fingerprint, IsTheSameForTheSamePlan) { EXPECT_EQ(fingerprint_of({}).world, fingerprint_of({}).world); }

TEST(Fingerprint, ChangesWithOneByteOneMomentOneVerdictAndTheSeed) {
  const std::uint64_t plain = fingerprint_of({}).world;
  EXPECT_NE(plain, fingerprint_of({.bytes = "hellp"}).world);
  EXPECT_NE(plain, fingerprint_of({.pause = milliseconds(10) + Duration(1)}).world);
  EXPECT_NE(plain, fingerprint_of({.verdict = Verdict::drop()}).world);
  EXPECT_NE(plain, fingerprint_of({.seed = 2}).world);
}

TEST(Fingerprint, OfAHostIsNotChangedByAnUnrelatedOne) {
  EXPECT_EQ(fingerprint_of({}).sender, fingerprint_of({.bystander = true}).sender);
  EXPECT_NE(fingerprint_of({}).world, fingerprint_of({.bystander = true}).world);
}

// --- runs that do not progress ---

TEST(VirtualWorld, DoesNotGoBackToAMomentThatHasPassed) {
  VirtualWorld world({.seed = 1});
  HostConfig config{.name = "host", .addresses = {kNine.address}};
  config.main = [](Host& host) -> Task<void> { co_await host.sleep(seconds(90)); };
  world.power_on(world.add_host(std::move(config)));
  EXPECT_EQ(world.run(Moment(seconds(30))), RunEnd::kUntil);
  EXPECT_EQ(world.run(Moment(seconds(10))), RunEnd::kUntil);
  EXPECT_EQ(world.now(), Moment(seconds(30)));
}

TEST(VirtualWorld, HasRoomForAHundredThousandHosts) { EXPECT_LE(sizeof(VirtualHost), 384U); }

TEST(VirtualWorld, StopsARunThatMakesNoProgressOfTime) {
  VirtualWorld world({.seed = 1, .most_events_at_one_moment = 1000});
  HostConfig config{.name = "spinner", .addresses = {kNine.address}};
  config.main = [](Host& host) -> Task<void> {
    for (int i = 0; i < 100'000; ++i) co_await host.sleep(Duration::zero());
  };
  world.power_on(world.add_host(std::move(config)));
  EXPECT_EQ(world.run(Moment(seconds(2))), RunEnd::kLivelock);
  std::ostringstream out;
  world.describe(out, 10);
  EXPECT_EQ(out.str(), "spinner\n  main awaits the end of a pause, until 0 s (in 0 s)\n");
}

// The two parties wake each other without an event or time in between.
TEST(VirtualWorld, StopsARunInWhichTwoPartiesWakeEachOtherForEver) {
  VirtualWorld world({.seed = 1, .most_events_at_one_moment = 1000});
  HostConfig idle{.name = "idle", .addresses = {IpAddress::v4(10, 0, 0, 2)}};
  idle.main = [](Host& host) -> Task<void> { co_await host.sleep(seconds(1)); };
  world.power_on(world.add_host(std::move(idle)));
  HostConfig config{.name = "spinner", .addresses = {kNine.address}};
  Signal ping;
  Signal pong;
  int turns = 0;
  config.main = [&](Host& host) -> Task<void> {
    const auto answer = [&](Signal& awaited, Signal& notified) -> Task<void> {
      for (;; ++turns) {
        co_await Wait(awaited, kNever, "the other");
        notified.notify();
      }
    };
    host.spawn("ping", answer(ping, pong));
    host.spawn("pong", answer(pong, ping));
    co_await host.sleep(milliseconds(10));
    ping.notify();
    co_await host.sleep(seconds(1));
  };
  world.power_on(world.add_host(std::move(config)));
  EXPECT_EQ(world.run(Moment(seconds(2))), RunEnd::kLivelock);
  EXPECT_EQ(world.now(), Moment(milliseconds(10)));
  EXPECT_EQ(turns, 999) << "the first turn was that of the main";
  std::ostringstream out;
  world.describe(out, 1);
  EXPECT_TRUE(out.str().starts_with("spinner\n  main awaits the end of a pause, until 1.01 s")) << out.str();
  EXPECT_TRUE(out.str().ends_with("... and 1 more hosts\n")) << out.str();
}

TEST(VirtualWorld, NamesFirstWhoRanLastInARunThatMakesNoProgress) {
  VirtualWorld world({.seed = 1, .most_events_at_one_moment = 1000});
  for (const char* const name : {"idle", "spinner", "idle too"}) {
    const auto number = static_cast<std::uint8_t>(name[4] + name[0]);
    HostConfig config{.name = name, .addresses = {IpAddress::v4(10, 0, 0, number)}};
    config.main = [](Host& host) -> Task<void> {
      for (int i = 0; i < 100'000 && host.name() == "spinner"; ++i) co_await host.sleep(Duration::zero());
      co_await host.sleep(seconds(1));
    };
    world.power_on(world.add_host(std::move(config)));
  }
  EXPECT_EQ(world.run(Moment(seconds(2))), RunEnd::kLivelock);
  std::ostringstream out;
  world.describe(out, 2);
  EXPECT_EQ(out.str(),
            "spinner\n  main awaits the end of a pause, until 0 s (in 0 s)\n"
            "idle\n  main awaits the end of a pause, until 1 s (in 1 s)\n... and 1 more hosts\n");
}

TEST(VirtualWorld, SaysWhoAwaitsWhatAndUntilWhen) {
  VirtualWorld world({.seed = 1});
  for (int number = 1; number <= 3; ++number) {
    HostConfig config{.name = "host" + std::to_string(number),
                      .addresses = {IpAddress::v4(10, 0, 0, static_cast<std::uint8_t>(number))}};
    config.main = [](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 0});
      const auto reader = [](UdpSocket& from) -> Task<void> { static_cast<void>(co_await from.receive(kNever)); };
      host.spawn("reader", reader(**socket));
      co_await host.sleep(seconds(90));
    };
    world.power_on(world.add_host(std::move(config)));
  }
  EXPECT_EQ(world.run(Moment(seconds(30))), RunEnd::kUntil);
  std::ostringstream out;
  world.describe(out, 1);
  EXPECT_EQ(out.str(),
            "host1\n  main awaits the end of a pause, until 1m 30s (in 1m)\n"
            "  reader awaits a datagram, for ever\n... and 2 more hosts\n");
}

TEST(VirtualWorld, LosesQuestionsToTheNameServerAsItLosesPackets) {
  VirtualWorld world({.seed = 1});
  world.set_name("example.net", {kNine.address});
  std::optional<IoError> error;
  Moment end{};
  HostConfig config{.name = "cut-off",
                    .addresses = {IpAddress::v4(10, 0, 0, 2)},
                    .link = {.loss = Probability::parts_per_million(1'000'000)}};
  config.main = [&](Host& host) -> Task<void> {
    const auto addresses = co_await host.resolve("example.net", kNever);
    if (!addresses) error = addresses.error();
    end = host.now();
  };
  world.power_on(world.add_host(std::move(config)));
  world.run(Moment(seconds(60)));
  EXPECT_EQ(error, IoError::kNameServer);
  EXPECT_EQ(end, Moment(seconds(10)));
}

TEST(VirtualWorld, DoesNotReachAHostWithoutPower) {
  VirtualWorld world({.seed = 1});
  std::optional<IoError> error;
  Moment end{};
  HostConfig dead{.name = "dead", .addresses = {kNine.address}};
  dead.main = [](Host&) -> Task<void> { co_return; };
  world.add_host(std::move(dead));
  HostConfig config{.name = "client", .addresses = {IpAddress::v4(10, 0, 0, 2)}};
  config.main = [&](Host& host) -> Task<void> {
    const auto stream = co_await host.connect(kNine, kNever);
    if (!stream) error = stream.error();
    end = host.now();
  };
  world.power_on(world.add_host(std::move(config)));
  world.run(Moment(std::chrono::minutes(5)));
  EXPECT_EQ(error, IoError::kTimedOut);
  // SYNs at 0, 1, 3, 7, 15, 31 and 63 s; after the last one comes a wait of 60 s, the longest.
  EXPECT_EQ(end, Moment(seconds(123)));
}

}  // namespace
}  // namespace dialtone
