// UDP through a relay.
#include "tests/scenarios/middlebox/relay_story.h"

namespace dialtone {
namespace {

template <typename Arm>
class RelayedUdp : public RelayStory<Arm> {
 protected:
  struct Seen {
    Moment time;
    Endpoint from;
    std::string bytes;
  };

  // Starts a server that keeps what it receives, and optionally sends it back with an exclamation mark appended.
  void start() {
    this->power("server", [this](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 0});
      server_socket_ = socket->get();
      this->tell(host, server_socket_->local());
      for (;;) {
        const auto datagram = co_await server_socket_->receive(kNever);
        at_server_.push_back({host.now(), datagram->from, datagram->bytes});
        if (answers_) EXPECT_TRUE(server_socket_->send(datagram->from, datagram->bytes + "!"));
      }
    });
    relayed_ = this->start_relay(this->started("server"));
  }
  // Starts a client that sends the texts in `sent` at once, and keeps what it receives.
  std::vector<Seen>& start_client(std::vector<std::string> sent) {
    std::vector<Seen>& seen = at_clients_.emplace_back();
    const std::string name = "client-" + std::to_string(at_clients_.size());
    this->power(name, [this, &seen, sent = std::move(sent)](Host& host) -> Task<void> {
      auto socket = host.open_udp({host.address(), 0});
      for (const std::string& each : sent) EXPECT_TRUE((*socket)->send(relayed_, each));
      for (;;) {
        const auto datagram = co_await (*socket)->receive(kNever);
        seen.push_back({host.now(), datagram->from, datagram->bytes});
      }
    });
    return seen;
  }
  static std::vector<std::string> texts(const std::vector<Seen>& seen) {
    std::vector<std::string> all;
    for (const Seen& each : seen) all.push_back(each.bytes);
    return all;
  }

  bool answers_ = true;
  UdpSocket* server_socket_ = nullptr;
  Endpoint relayed_;
  std::vector<Seen> at_server_;
  std::deque<std::vector<Seen>> at_clients_;
};
TYPED_TEST_SUITE(RelayedUdp, BothWorlds);

TYPED_TEST(RelayedUdp, GoesBothWaysFromTheRelaysAddress) {
  this->start();
  const auto& seen = this->start_client({"hello"});
  this->run_until([&] { return !seen.empty(); });
  EXPECT_EQ(seen.front().bytes, "hello!");
  EXPECT_EQ(seen.front().from, this->relayed_);
  EXPECT_EQ(this->at_server_.front().from.address, this->relayed_.address);
  EXPECT_NE(this->at_server_.front().from, this->relayed_);
}

TYPED_TEST(RelayedUdp, CarriesDatagramsOfEverySize) {
  this->answers_ = false;
  this->start();
  std::string large(65'507, '.');
  for (std::size_t i = 0; i < large.size(); i += 89) large[i] = static_cast<char>('a' + i % 26);
  this->start_client({"", large, "x"});
  this->run_until([&] { return this->at_server_.size() == 3; });
  EXPECT_EQ(this->at_server_[0].bytes, "");
  EXPECT_TRUE(this->at_server_[1].bytes == large);
  EXPECT_EQ(this->at_server_[2].bytes, "x");
}

TYPED_TEST(RelayedUdp, KeepsClientsApart) {
  this->start();
  constexpr std::size_t kClients = 50;
  for (std::size_t i = 0; i < kClients; ++i) {
    this->start_client({"a" + std::to_string(i), "b" + std::to_string(i)});
  }
  this->run_until([&] {
    return std::all_of(this->at_clients_.begin(), this->at_clients_.end(),
                       [](const auto& each) { return each.size() == 2; });
  });
  std::vector<Endpoint> seen_by_server;
  for (const auto& each : this->at_server_) seen_by_server.push_back(each.from);
  std::sort(seen_by_server.begin(), seen_by_server.end());
  seen_by_server.erase(std::unique(seen_by_server.begin(), seen_by_server.end()), seen_by_server.end());
  EXPECT_EQ(seen_by_server.size(), kClients);
  for (std::size_t i = 0; i < kClients; ++i) {
    EXPECT_EQ(this->texts(this->at_clients_[i]),
              (std::vector<std::string>{"a" + std::to_string(i) + "!", "b" + std::to_string(i) + "!"}));
  }
}

TYPED_TEST(RelayedUdp, BringsWhatAServerSendsLater) {
  this->answers_ = false;
  this->start();
  const auto& seen = this->start_client({"REGISTER"});
  this->run_until([&] { return !this->at_server_.empty(); });
  this->run_for(200ms);
  EXPECT_TRUE(this->server_socket_->send(this->at_server_.front().from, "OPTIONS"));
  this->run_until([&] { return !seen.empty(); });
  EXPECT_EQ(seen.front().bytes, "OPTIONS");
  EXPECT_EQ(seen.front().from, this->relayed_);
}

TYPED_TEST(RelayedUdp, TellsTheScriptWhoSentWhat) {
  this->start();
  const auto& seen = this->start_client({"hello"});
  this->run_until([&] { return !seen.empty(); });
  ASSERT_EQ(this->script_.packets.size(), 2U);
  const RelayedPacket& there = this->script_.packets[0];
  const RelayedPacket& back = this->script_.packets[1];
  EXPECT_TRUE(there.to_server);
  EXPECT_FALSE(back.to_server);
  EXPECT_EQ(there.protocol, Transport::kUdp);
  EXPECT_EQ(there.bytes, 5U);
  EXPECT_EQ(back.bytes, 6U);
  EXPECT_EQ(there.client, back.client);
  EXPECT_EQ(there.client.address, TypeParam::address(3));
  EXPECT_EQ(there.server, this->events_.started["server"]);
  EXPECT_EQ(back.server, there.server);
}

TYPED_TEST(RelayedUdp, SeesFromWhichPortAnAnswerComes) {
  this->answers_ = false;
  this->start();
  const auto& seen = this->start_client({"hello"});
  this->run_until([&] { return !this->at_server_.empty(); });
  std::unique_ptr<UdpSocket> other;
  this->power("other port", [&](Host& host) -> Task<void> {
    other = *host.open_udp({host.address(), 0});
    EXPECT_TRUE(other->send(this->at_server_.front().from, "from elsewhere"));
    co_await host.sleep(kPatience);
  });
  this->run_until([&] { return !seen.empty(); });
  EXPECT_EQ(this->script_.packets.back().server, other->local());
  EXPECT_EQ(seen.front().from, this->relayed_);
  other.reset();
}

TYPED_TEST(RelayedUdp, LosesWhatIsDropped) {
  this->script_.verdict = [](const RelayedPacket& packet) { return RelayVerdict{.drop = packet.payload == "b"}; };
  this->start();
  const auto& seen = this->start_client({"a", "b", "c"});
  this->run_until([&] { return seen.size() == 2; });
  this->run_for(50ms);
  EXPECT_EQ(this->texts(seen), (std::vector<std::string>{"a!", "c!"}));
  EXPECT_EQ(this->at_server_.size(), 2U);
}

TYPED_TEST(RelayedUdp, LosesTheAnswersInAPartitionOfOneWay) {
  this->script_.verdict = [](const RelayedPacket& packet) { return RelayVerdict{.drop = !packet.to_server}; };
  this->start();
  const auto& seen = this->start_client({"a"});
  this->run_until([&] { return !this->at_server_.empty(); });
  this->run_for(50ms);
  EXPECT_TRUE(seen.empty());
}

TYPED_TEST(RelayedUdp, IsOvertakenByWhatIsDelayedLess) {
  this->answers_ = false;
  this->script_.verdict = [](const RelayedPacket& packet) {
    return RelayVerdict{.delay = packet.payload == "a" ? 150ms : packet.payload == "b" ? 50ms : 0ms};
  };
  this->start();
  const Moment begin = this->world_->now();
  this->start_client({"a", "b", "c"});
  this->run_until([&] { return this->at_server_.size() == 3; });
  EXPECT_EQ(this->texts(this->at_server_), (std::vector<std::string>{"c", "b", "a"}));
  EXPECT_GE(this->at_server_[2].time - begin, 150ms);
  if (TypeParam::kIsVirtual) {
    EXPECT_EQ(this->at_server_[0].time - begin, 0ms);
    EXPECT_EQ(this->at_server_[1].time - begin, 50ms);
    EXPECT_EQ(this->at_server_[2].time - begin, 150ms);
  }
}

TYPED_TEST(RelayedUdp, ComesManyTimes) {
  this->answers_ = false;
  this->script_.verdict = [](const RelayedPacket& packet) {
    return RelayVerdict{.delay = packet.payload == "b" ? 20ms : 0ms, .extra_copies = 2};
  };
  this->start();
  this->start_client({"a", "b"});
  this->run_until([&] { return this->at_server_.size() == 6; });
  this->run_for(50ms);
  EXPECT_EQ(this->texts(this->at_server_), (std::vector<std::string>{"a", "a", "a", "b", "b", "b"}));
}

TYPED_TEST(RelayedUdp, IsCorruptedInOneByte) {
  this->answers_ = false;
  this->script_.verdict = [](const RelayedPacket&) { return RelayVerdict{.corrupts = true}; };
  this->start();
  const std::string sent = "REGISTER sip:voip.example.net SIP/2.0";
  this->start_client({sent, ""});
  this->run_until([&] { return this->at_server_.size() == 2; });
  const std::string& got = this->at_server_[0].bytes;
  ASSERT_EQ(got.size(), sent.size());
  int differ = 0;
  for (std::size_t i = 0; i < sent.size(); ++i) differ += got[i] == sent[i] ? 0 : 1;
  EXPECT_EQ(differ, 1);
  EXPECT_EQ(this->at_server_[1].bytes, "");
}

TYPED_TEST(RelayedUdp, ForgetsTheClientThatWasSilentTheLongest) {
  this->options_.most_udp_clients = 2;
  this->start();
  const auto& first = this->start_client({"a"});
  this->run_until([&] { return first.size() == 1; });
  const auto& second = this->start_client({"b"});
  this->run_until([&] { return second.size() == 1; });
  EXPECT_TRUE(this->server_socket_->send(this->at_server_[0].from, "still there"));
  this->run_until([&] { return first.size() == 2; });
  const auto& third = this->start_client({"c"});
  this->run_until([&] { return third.size() == 1; });
  EXPECT_TRUE(this->server_socket_->send(this->at_server_[1].from, "you are gone"));
  EXPECT_TRUE(this->server_socket_->send(this->at_server_[0].from, "you are not"));
  this->run_until([&] { return first.size() == 3; });
  this->run_for(50ms);
  EXPECT_EQ(second.size(), 1U);
}

TYPED_TEST(RelayedUdp, BoundsTheBytesThatAreUnderWay) {
  this->options_.most_delayed_bytes = 10'000;
  this->answers_ = false;
  this->script_.verdict = [](const RelayedPacket&) { return RelayVerdict{.delay = 100ms}; };
  this->start();
  this->start_client(std::vector<std::string>(5, std::string(4000, 'x')));
  this->run_until([&] { return this->at_server_.size() == 2; });
  this->run_for(150ms);
  EXPECT_EQ(this->at_server_.size(), 2U);
  this->start_client(std::vector<std::string>(2, std::string(4000, 'y')));
  this->run_until([&] { return this->at_server_.size() == 4; });
}

TYPED_TEST(RelayedUdp, KeepsNoSocketForTheDatagramsOfAForgottenClient) {
  this->options_.most_udp_clients = 1;
  this->script_.verdict = [](const RelayedPacket& packet) {
    return RelayVerdict{.delay = packet.payload == "a" ? 500ms : 0ms};
  };
  this->start();
  this->start_client({"a"});
  this->run_until([&] { return this->asked(true) == 1; });
  const auto& second = this->start_client({"b"});
  this->run_until([&] { return second.size() == 1; });
  this->run_for(600ms);
  EXPECT_EQ(this->texts(this->at_server_), std::vector<std::string>{"b"});
}

TYPED_TEST(RelayedUdp, LeavesTcpAloneWhereItIsTold) {
  this->route_.carries_tcp = false;
  this->start();
  IoError error = IoError::kDeadline;
  this->power("client", [&](Host& host) -> Task<void> {
    const auto stream = co_await host.connect(this->relayed_, host.now() + 5s);
    if (!stream) error = stream.error();
  });
  this->run_until([&] { return error != IoError::kDeadline; });
  EXPECT_EQ(error, IoError::kRefused);
}

TYPED_TEST(RelayedUdp, IsOverWithTheRelaysPower) {
  this->script_.verdict = [](const RelayedPacket&) { return RelayVerdict{.delay = 100ms}; };
  this->start();
  this->start_client({"a"});
  this->run_until([&] { return !this->script_.packets.empty(); });
  this->world_->power_cut(*this->relay_host_);
  this->run_for(200ms);
  EXPECT_TRUE(this->at_server_.empty());
}

TYPED_TEST(RelayedUdp, EndsWithThePowerButton) {
  this->start();
  const auto& seen = this->start_client({"a"});
  this->run_until([&] { return !seen.empty(); });
  EXPECT_EQ(this->relay_->listening(), std::vector<Endpoint>{this->relayed_});
  this->world_->power_off(*this->relay_host_);
  this->run_until([&] { return this->relay_ == nullptr; });
}

}  // namespace
}  // namespace dialtone
