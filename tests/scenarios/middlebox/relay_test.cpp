// A relay's routes, and what its script can do.
#include "scenarios/middlebox/relay.h"

#include "tests/scenarios/middlebox/relay_story.h"

namespace dialtone {
namespace {

template <typename Arm>
class ARelay : public RelayStory<Arm> {
 protected:
  // Starts a server that echoes over TCP and UDP on the same port.
  Host& start_server(const std::string& name, bool speaks_ipv6 = false) {
    return this->power(name, [this, speaks_ipv6](Host& host) -> Task<void> {
      const int number = ++servers_;
      const IpAddress address = speaks_ipv6 ? Arm::address_v6(number) : host.address();
      auto listener = host.listen({address, 0});
      auto socket = host.open_udp({address, (*listener)->local().port});
      this->tell(host, (*socket)->local());
      host.spawn("udp", [](std::unique_ptr<UdpSocket> udp) -> Task<void> {
        for (;;) {
          const auto datagram = co_await udp->receive(kNever);
          EXPECT_TRUE(udp->send(datagram->from, datagram->bytes));
        }
      }(*std::move(socket)));
      for (;;) {
        auto stream = co_await (*listener)->accept(kNever);
        host.spawn("tcp", echo(*std::move(stream)));
      }
    });
  }
  static Task<void> echo(std::unique_ptr<Stream> stream) {
    std::vector<char> piece(65536);
    for (;;) {
      const auto got = co_await stream->read(piece, kNever);
      if (!got || *got == 0) co_return;
      const auto written = co_await stream->write({piece.data(), *got}, kNever);
      if (!written) co_return;
    }
  }
  struct Echoed {
    std::string text;
    Moment asked;
    Moment answered;
  };
  // Sends the text over TCP, half-closes and reads to the end.
  Echoed stream(const Endpoint& to, std::string text) {
    Echoed echoed;
    bool done = false;
    this->power("stream " + std::to_string(++clients_), [&](Host& host) -> Task<void> {
      echoed.asked = host.now();
      auto connected = co_await host.connect(to, host.now() + kPatience);
      EXPECT_TRUE(connected);
      if (!connected) co_return;
      EXPECT_TRUE(co_await (*connected)->write(text, host.now() + kPatience));
      (*connected)->shutdown_write();
      std::vector<char> piece(65536);
      while (!done) {
        const auto got = co_await (*connected)->read(piece, host.now() + 1h);
        if (got && *got > 0 && echoed.text.empty()) echoed.answered = host.now();
        if (got) echoed.text.append(piece.data(), *got);
        done = !got || *got == 0;
      }
    });
    this->run_until([&] { return done; }, 1h);
    return echoed;
  }
  // Sends the text in a datagram and waits for the answer.
  Echoed datagram(const Endpoint& to, std::string text) {
    Echoed echoed;
    bool done = false;
    this->power("datagram " + std::to_string(++clients_), [&](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 0});
      echoed.asked = host.now();
      EXPECT_TRUE((*socket)->send(to, text));
      const auto answer = co_await (*socket)->receive(host.now() + kPatience);
      echoed.answered = host.now();
      if (answer) echoed.text = answer->bytes;
      done = true;
    });
    this->run_until([&] { return done; });
    return echoed;
  }

  int servers_ = 0;
  int clients_ = 0;
};
TYPED_TEST_SUITE(ARelay, BothWorlds);

TYPED_TEST(ARelay, CarriesBothProtocolsOnOneNumberAndSaysSo) {
  this->start_server("server");
  const Endpoint relayed = this->start_relay(this->started("server"));
  EXPECT_EQ(this->datagram(relayed, "hello").text, "hello");
  EXPECT_EQ(this->stream(relayed, "hello").text, "hello");
  const std::string endpoint = " endpoint=" + to_text(relayed);
  EXPECT_EQ(this->events_.last("relay server.started protocol=relay-udp"),
            "relay server.started protocol=relay-udp" + endpoint);
  EXPECT_EQ(this->events_.last("relay server.started protocol=relay-tcp"),
            "relay server.started protocol=relay-tcp" + endpoint);
}

TYPED_TEST(ARelay, LeadsFromOneFamilyOfAddressesToTheOther) {
  this->start_server("server", true);
  EXPECT_TRUE(this->started("server").address.is_v6());
  const Endpoint relayed = this->start_relay(this->started("server"));
  EXPECT_TRUE(relayed.address.is_v4());
  EXPECT_EQ(this->datagram(relayed, "hello").text, "hello");
  EXPECT_EQ(this->stream(relayed, "hello").text, "hello");
}

TYPED_TEST(ARelay, HasManyRoutes) {
  this->start_server("one");
  this->start_server("two");
  const Endpoint one = this->started("one");
  const Endpoint two = this->started("two");
  std::vector<Endpoint> listening;
  this->power("relay", [&](Host& host) -> Task<void> {
    const Endpoint any{host.address(), 0};
    Relay relay({{.listen = any, .server = one}, {.listen = any, .server = two, .carries_udp = false}}, this->script_);
    this->relay_ = &relay;
    EXPECT_TRUE(co_await relay.run(host));
  });
  this->run_until([&] { return this->relay_ != nullptr && this->relay_->listening().size() == 2; });
  listening = this->relay_->listening();
  EXPECT_EQ(this->datagram(listening[0], "a").text, "a");
  EXPECT_EQ(this->script_.packets.back().server, one);
  EXPECT_EQ(this->stream(listening[1], "b").text, "b");
  EXPECT_EQ(this->script_.packets.back().server, two);
}

TYPED_TEST(ARelay, SaysWhereItCannotListen) {
  std::string failure;
  this->power("relay", [&](Host& host) -> Task<void> {
    auto taken = host.listen({host.address(), 0});
    const Endpoint endpoint = (*taken)->local();
    Relay relay({{.listen = endpoint, .server = {host.address(), 1}}}, this->script_);
    const Result<void> relayed = co_await relay.run(host);
    EXPECT_FALSE(relayed);
    EXPECT_TRUE(relay.listening().empty());
    if (!relayed) failure = relayed.error().reason;
    EXPECT_EQ(failure, "cannot relay TCP on " + to_text(endpoint) + ": address in use");
  });
  this->run_until([&] { return !failure.empty(); });
}

TYPED_TEST(ARelay, IsAsFarAwayAsItsScriptSays) {
  this->script_.verdict = [](const RelayedPacket&) { return RelayVerdict{.delay = 40ms}; };
  this->start_server("server");
  const Endpoint relayed = this->start_relay(this->started("server"));
  const auto datagram = this->datagram(relayed, "hello");
  EXPECT_GE(datagram.answered - datagram.asked, 80ms);
  // One round trip for the connection, and one for the text.
  const auto stream = this->stream(relayed, "hello");
  EXPECT_EQ(stream.text, "hello");
  EXPECT_GE(stream.answered - stream.asked, 160ms);
  if (TypeParam::kIsVirtual) {
    EXPECT_EQ(datagram.answered - datagram.asked, 80ms);
    EXPECT_EQ(stream.answered - stream.asked, 160ms);
  }
}

TYPED_TEST(ARelay, IsAsNarrowAsItsScriptSays) {
  Moment free_at;
  constexpr auto kByteTime = 2us;
  this->script_.verdict = [&](const RelayedPacket& packet) {
    if (!packet.to_server) return RelayVerdict{};
    const Moment now = this->world_->now();
    free_at = std::max(free_at, now) + packet.bytes * kByteTime;
    return RelayVerdict{.delay = free_at - now};
  };
  this->start_server("server");
  const Endpoint relayed = this->start_relay(this->started("server"));
  const std::string text(100'000, 'x');
  const Moment begin = this->world_->now();
  EXPECT_TRUE(this->stream(relayed, text).text == text);
  EXPECT_GE(this->world_->now() - begin, 200ms);
  EXPECT_LT(this->world_->now() - begin, 2s);
}

using ARelayInVirtualTime = ARelay<InVirtualTime>;

TEST_F(ARelayInVirtualTime, HangsNoTransferByLossAndJitter) {
  std::uint64_t percent = 0;
  std::uint64_t lost = 0;
  script_.verdict = [&](const RelayedPacket& packet) {
    const std::uint64_t way = packet.to_server ? 0 : 1;
    const bool drop = relay_host_->chance(Purpose("test.loss"), way).below(100) < percent;
    const Draw jitter = relay_host_->chance(Purpose("test.jitter"), way);
    lost += drop ? 1 : 0;
    return RelayVerdict{.drop = drop, .delay = jitter.between(0ms, 10ms)};
  };
  start_server("server");
  const Endpoint relayed = start_relay(started("server"));
  std::string text(100'000, '.');
  for (std::size_t i = 0; i < text.size(); i += 97) text[i] = static_cast<char>('a' + i % 26);
  for (const std::uint64_t each : {5U, 10U, 30U}) {
    percent = each;
    lost = 0;
    EXPECT_TRUE(stream(relayed, text).text == text) << percent;
    EXPECT_GT(lost, 0U);
  }
}

}  // namespace
}  // namespace dialtone
