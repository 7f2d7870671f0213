// A tap sees each packet at both ends of its way, with what becomes of it.
#include "world/virtual/tap.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "values/readable_duration.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint16_t kTapped = 9;
const Probability kAlways = Probability::parts_per_million(1'000'000);

IpAddress tapped_address(int number) { return IpAddress::v4(10, 0, 0, static_cast<std::uint8_t>(number)); }

std::string text_of(Fate fate) {
  switch (fate) {
    case Fate::kSent: return "sent";
    case Fate::kDropped: return "dropped";
    case Fate::kNoSuchHost: return "no such host";
    case Fate::kReceived: return "received";
    case Fate::kRefused: return "refused";
    case Fate::kNoPower: return "no power";
    case Fate::kDuplicated: return "duplicated";
    case Fate::kLost: return "lost";
    case Fate::kQueueFull: return "queue full";
  }
  return "?";
}

// Writes a line for each sighting: "5 ms, server, received: 1 hello"; then the verdict of the rules: "by partition",
// "30 ms late".
class WritingTap : public Tap {
 public:
  void see(const Sighting& seen) override {
    const bool is_sender = seen.vantage == Vantage::kSender;
    std::string line = readable_duration(seen.at - Moment{}) + ", " + seen.host.name() + (is_sender ? " >" : " <") +
                       ' ' + text_of(seen.fate) + ": " + std::to_string(seen.packet.number) + ' ' + seen.packet.payload;
    if (!seen.verdict.by.empty()) line += ", by " + std::string(seen.verdict.by);
    if (seen.verdict.corrupts) line += ", changed";
    if (seen.verdict.delay > Duration::zero()) line += ", " + readable_duration(seen.verdict.delay) + " late";
    lines.push_back(std::move(line));
    ends.push_back(to_text(seen.packet.from) + " to " + to_text(seen.packet.to));
  }

  std::vector<std::string> lines;
  std::vector<std::string> ends;
};

using Lines = std::vector<std::string>;

// Hosts with a socket each, through which the test speaks.
class TappedNetwork : public testing::Test {
 protected:
  struct Speaker {
    Host* host = nullptr;
    std::unique_ptr<UdpSocket> socket;
  };

  TappedNetwork() { world_.network().set_tap(&tap_); }

  Speaker& add(const std::string& name, const IpAddress& address, const Link& link = {}, Nat* behind = nullptr) {
    Speaker& speaker = *speakers_.emplace_back(std::make_unique<Speaker>());
    HostConfig config{.name = name, .addresses = {address}, .link = link};
    config.behind = behind;
    config.main = [&speaker](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), kTapped});
      if (socket) speaker.socket = *std::move(socket);
      co_await host.sleep(std::chrono::hours(1));
      speaker.socket.reset();
    };
    speaker.host = &world_.add_host(std::move(config));
    world_.power_on(*speaker.host);
    world_.run(world_.now());
    return speaker;
  }
  // Sends a datagram, and lets a second pass.
  void send(Speaker& from, const IpAddress& to, const std::string& bytes = "hello", std::uint16_t port = kTapped) {
    EXPECT_TRUE(from.socket->send({to, port}, bytes));
    world_.run(world_.now() + seconds(1));
  }

  WritingTap tap_;
  VirtualWorld world_{{.seed = 3}};
  std::vector<std::unique_ptr<Speaker>> speakers_;
};

TEST_F(TappedNetwork, SeesAPacketWhereItIsSentAndWhereItComesTo) {
  Speaker& client = add("client", tapped_address(2), {.latency = milliseconds(5)});
  add("server", tapped_address(1));
  send(client, tapped_address(1));
  EXPECT_EQ(tap_.lines, (Lines{"0 s, client > sent: 1 hello", "5 ms, server < received: 1 hello"}));
  EXPECT_EQ(tap_.ends, (Lines{"10.0.0.2:9 to 10.0.0.1:9", "10.0.0.2:9 to 10.0.0.1:9"}));
}

TEST_F(TappedNetwork, SeesWhichRuleDropsAPacketAndOnWhoseBehalf) {
  Speaker& client = add("client", tapped_address(2));
  const RuleGuard rule = world_.network().install(
      [](const Packet& packet, Moment) {
        return packet.payload == "named" ? Verdict{.kind = Verdict::Kind::kDrop, .by = "a fault"} : Verdict::drop();
      },
      "partition");
  send(client, tapped_address(1), "unnamed");
  send(client, tapped_address(1), "named");
  EXPECT_EQ(tap_.lines,
            (Lines{"0 s, client > dropped: 1 unnamed, by partition", "1 s, client > dropped: 2 named, by a fault"}));
}

TEST_F(TappedNetwork, SeesWhatIsDroppedBecauseThereIsNothingToChange) {
  Speaker& client = add("client", tapped_address(2));
  add("server", tapped_address(1));
  const RuleGuard rule = world_.network().install([](const Packet&, Moment) { return Verdict::corrupt(); }, "noise");
  send(client, tapped_address(1), "");
  EXPECT_EQ(tap_.lines, (Lines{"0 s, client > dropped: 1 , by noise"}));
}

TEST_F(TappedNetwork, SeesWhatARuleDelaysChangesAndDoubles) {
  Speaker& client = add("client", tapped_address(2));
  add("server", tapped_address(1));
  const Verdict all = Verdict::corrupt().with(Verdict::duplicate()).with(Verdict::deliver_after(milliseconds(30)));
  const RuleGuard rule = world_.network().install([all](const Packet&, Moment) { return all; }, "noise");
  send(client, tapped_address(1), "a");
  const std::string changed(1, 'a' ^ 0x55);
  EXPECT_EQ(tap_.lines, (Lines{"0 s, client > duplicated: 1 " + changed + ", by noise, changed, 30 ms late",
                               "0 s, client > sent: 1 " + changed + ", by noise, changed, 30 ms late",
                               "30 ms, server < received: 1 " + changed, "30 ms, server < received: 1 " + changed}));
}

TEST_F(TappedNetwork, SeesWhatIsSentToNobody) {
  Speaker& client = add("client", tapped_address(2));
  send(client, tapped_address(77));
  EXPECT_EQ(tap_.lines, (Lines{"0 s, client > no such host: 1 hello"}));
}

TEST_F(TappedNetwork, SeesWhatComesToAHostWithoutPower) {
  Speaker& client = add("client", tapped_address(2), {.latency = milliseconds(5)});
  Speaker& server = add("server", tapped_address(1));
  world_.power_cut(*server.host);
  send(client, tapped_address(1));
  EXPECT_EQ(tap_.lines, (Lines{"0 s, client > sent: 1 hello", "5 ms, server < no power: 1 hello"}));
}

TEST_F(TappedNetwork, SeesWhatALinkDoubles) {
  Speaker& client = add("client", tapped_address(2), {.latency = milliseconds(5), .duplication = kAlways});
  add("server", tapped_address(1));
  send(client, tapped_address(1));
  EXPECT_EQ(tap_.lines, (Lines{"0 s, client > sent: 1 hello", "5 ms, server < duplicated: 1 hello",
                               "5 ms, server < received: 1 hello", "5 ms, server < received: 1 hello"}));
}

TEST_F(TappedNetwork, SeesWhatALinkLoses) {
  Speaker& client = add("client", tapped_address(2), {.latency = milliseconds(5), .loss = kAlways});
  add("server", tapped_address(1));
  send(client, tapped_address(1));
  EXPECT_EQ(tap_.lines, (Lines{"0 s, client > sent: 1 hello", "5 ms, server < lost: 1 hello"}));
}

TEST_F(TappedNetwork, SeesWhatWouldHaveWaitedTooLongForANarrowLinkAtEitherEnd) {
  // 28 bytes of headers and 72 of payload take 8 ms.
  const Link narrow{.bits_per_second = 100'000, .queue_limit = milliseconds(5)};
  const std::string bytes(72, 'x');
  Speaker& client = add("client", tapped_address(2), narrow);
  Speaker& server = add("server", tapped_address(1), {});
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(client.socket->send({tapped_address(1), kTapped}, bytes));
  world_.run(world_.now() + seconds(1));
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(server.socket->send({tapped_address(2), kTapped}, bytes));
  world_.run(world_.now() + seconds(1));
  EXPECT_EQ(tap_.lines, (Lines{"0 s, client > sent: 1 " + bytes, "0 s, client > queue full: 2 " + bytes,
                               "8 ms, server < received: 1 " + bytes, "1 s, server > sent: 3 " + bytes,
                               "1 s, server > sent: 4 " + bytes, "1 s, client < queue full: 4 " + bytes,
                               "1.008 s, client < received: 3 " + bytes}));
}

class TappedTranslator : public TappedNetwork {
 protected:
  const IpAddress inside_ = IpAddress::v4(192, 168, 1, 5);
  const IpAddress outside_ = IpAddress::v4(198, 51, 100, 7);
  Nat& nat_ = world_.add_nat("office", outside_, {.filtering = NatOptions::Filtering::kAddressDependent});
  Speaker& phone_ = add("phone", inside_, {.latency = milliseconds(2)}, &nat_);
  Speaker& server_ = add("server", tapped_address(1), {.latency = milliseconds(5)});
};

TEST_F(TappedTranslator, IsSeenOnEachOfItsSidesWithThatSidesAddresses) {
  send(phone_, tapped_address(1));
  EXPECT_EQ(tap_.lines, (Lines{"0 s, phone > sent: 1 hello", "2 ms, office < received: 1 hello",
                               "2 ms, office > sent: 1 hello", "7 ms, server < received: 1 hello"}));
  EXPECT_EQ(tap_.ends, (Lines{"192.168.1.5:9 to 10.0.0.1:9", "192.168.1.5:9 to 10.0.0.1:9",
                              "198.51.100.7:9 to 10.0.0.1:9", "198.51.100.7:9 to 10.0.0.1:9"}));
}

TEST_F(TappedTranslator, IsSeenToRefuseWhatNobodyInsideAskedFor) {
  send(server_, outside_);
  EXPECT_EQ(tap_.lines, (Lines{"0 s, server > sent: 1 hello", "5 ms, office < refused: 1 hello"}));
}

TEST_F(TappedTranslator, IsSeenToRefuseAHairpin) {
  send(phone_, outside_);
  EXPECT_EQ(tap_.lines, (Lines{"0 s, phone > sent: 1 hello", "2 ms, office < refused: 1 hello"}));
  EXPECT_EQ(tap_.ends.back(), "192.168.1.5:9 to 198.51.100.7:9");
}

TEST_F(TappedTranslator, IsSeenWithoutPower) {
  world_.power_cut(nat_);
  send(phone_, tapped_address(1));
  EXPECT_EQ(tap_.lines, (Lines{"0 s, phone > sent: 1 hello", "2 ms, office < no power: 1 hello"}));
}

TEST_F(TappedNetwork, SeesSegmentsWithTheirHeaders) {
  struct Flags : Tap {
    void see(const Sighting& seen) override {
      const TcpHeader& tcp = seen.packet.tcp;
      if (seen.vantage == Vantage::kSender) all += tcp.syn ? 's' : tcp.rst ? 'r' : '.';
    }
    std::string all;
  } flags;
  world_.network().set_tap(&flags);
  Speaker& client = add("client", tapped_address(2));
  add("server", tapped_address(1));
  client.host->spawn("call", [](Host& host) -> Task<void> {
    const auto stream = co_await host.connect({tapped_address(1), 80}, kNever);
    EXPECT_FALSE(stream.ok());
  }(*client.host));
  world_.run(world_.now() + seconds(1));
  EXPECT_EQ(flags.all, "sr");
  world_.network().set_tap(nullptr);
  send(client, tapped_address(1));
  EXPECT_EQ(flags.all, "sr") << "a tap that was taken away sees nothing";
}

// The table of the connections that it has left does not make it accept other packets.
TEST_F(TappedNetwork, SeesThatAHostThatIsOffTakesOnlySegmentsOfItsOwnConnections) {
  constexpr int kConnections = 20;
  struct Fates : Tap {
    void see(const Sighting& seen) override {
      if (seen.vantage != Vantage::kReceiver || seen.host.name() != "device" || seen.host.powered()) return;
      all +=
          std::string(seen.packet.protocol == Transport::kUdp ? "datagram " : "segment ") + text_of(seen.fate) + '\n';
    }
    std::string all;
  } fates;
  world_.network().set_tap(&fates);
  Speaker& client = add("client", tapped_address(2));
  HostConfig server{.name = "server", .addresses = {tapped_address(1)}};
  server.main = [](Host& host) -> Task<void> {
    auto listener = host.listen({host.address(), 80});
    std::vector<std::unique_ptr<Stream>> streams;
    while (streams.size() < kConnections) streams.push_back(*co_await (*listener)->accept(kNever));
    co_await host.sleep(seconds(3));
    // The device has ended its side, and acknowledges the end of this side.
    streams.clear();
    co_await host.sleep(seconds(10));
  };
  world_.power_on(world_.add_host(std::move(server)));
  HostConfig device{.name = "device", .addresses = {tapped_address(3)}};
  device.main = [](Host& host) -> Task<void> {
    std::vector<std::unique_ptr<Stream>> streams;
    while (streams.size() < kConnections) streams.push_back(*co_await host.connect({tapped_address(1), 80}, kNever));
  };
  world_.power_on(world_.add_host(std::move(device)));
  world_.run(Moment(seconds(1)));
  fates.all.clear();
  send(client, tapped_address(3));
  EXPECT_EQ(fates.all, "datagram no power\n") << "while its connections linger";
  fates.all.clear();
  world_.run(Moment(seconds(4)));
  std::string ends;
  for (int i = 0; i < kConnections; ++i) ends += "segment received\n";
  EXPECT_EQ(fates.all, ends);
  fates.all.clear();
  send(client, tapped_address(3));
  client.host->spawn("call", [](Host& host) -> Task<void> {
    EXPECT_FALSE(co_await host.connect({tapped_address(3), 80}, host.now() + milliseconds(100)));
  }(*client.host));
  world_.run(Moment(seconds(6)));
  EXPECT_EQ(fates.all, "datagram no power\nsegment no power\nsegment no power\n") << "when they have ended";
}

TEST(Tapped, NetworkHasTheFingerprintThatItHasWithoutATap) {
  const auto fingerprint = [](Tap* tap) {
    VirtualWorld world({.seed = 3});
    world.network().set_tap(tap);
    HostConfig server{.name = "server", .addresses = {tapped_address(1)}};
    server.main = [](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), kTapped});
      while (co_await (*socket)->receive(host.now() + seconds(1))) continue;
    };
    HostConfig client{.name = "client", .addresses = {tapped_address(2)}};
    client.link = {
        .latency = milliseconds(5), .jitter = milliseconds(3), .loss = Probability::parts_per_million(300'000)};
    client.main = [](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 0});
      for (int i = 0; i < 50; ++i) EXPECT_TRUE((*socket)->send({tapped_address(1), kTapped}, "hello"));
      co_await host.sleep(seconds(1));
    };
    world.power_on(world.add_host(std::move(server)));
    world.power_on(world.add_host(std::move(client)));
    world.run(Moment(seconds(5)));
    return world.fingerprint();
  };
  WritingTap tap;
  EXPECT_EQ(fingerprint(&tap), fingerprint(nullptr));
  EXPECT_GT(tap.lines.size(), 50U);
}

}  // namespace
}  // namespace dialtone
