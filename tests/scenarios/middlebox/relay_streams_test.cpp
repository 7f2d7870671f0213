// TCP through a relay.
#include "tests/scenarios/middlebox/relay_story.h"

namespace dialtone {
namespace {

template <typename Arm>
class RelayedTcp : public RelayStory<Arm> {
 protected:
  using Serve = std::function<Task<void>(Host&, Stream&)>;

  // Starts a server that calls `serve` for each connection, and closes the connection when `serve` returns.
  void start(Serve serve) {
    serve_ = std::move(serve);
    this->power("server", [this](Host& host) -> Task<void> {
      auto listener = host.listen({host.address(), 0});
      this->tell(host, (*listener)->local());
      for (;;) {
        auto stream = co_await (*listener)->accept(kNever);
        accepted_.push_back({host.now(), (*stream)->remote()});
        host.spawn("connection", keep(host, *std::move(stream)));
      }
    });
    relayed_ = this->start_relay(this->started("server"));
  }
  void start_echo() {
    start([](Host& host, Stream& stream) -> Task<void> {
      std::vector<char> piece(16384);
      for (;;) {
        const auto got = co_await stream.read(piece, kNever);
        if (!got || *got == 0) co_return;
        const auto written = co_await stream.write({piece.data(), *got}, host.now() + kPatience);
        if (!written) co_return;
      }
    });
  }
  Task<void> keep(Host& host, std::unique_ptr<Stream> stream) {
    co_await serve_(host, *stream);
    ++served_;
  }
  // Starts a client with a connection to the relay.
  Host& start_client(Serve speak) {
    const std::string name = "client-" + std::to_string(++clients_);
    return this->power(name, [this, speak = std::move(speak)](Host& host) -> Task<void> {
      auto stream = co_await host.connect(relayed_, host.now() + kPatience);
      EXPECT_TRUE(stream);
      if (stream) co_await speak(host, **stream);
      ++spoken_;
    });
  }
  void run_until_spoken() {
    this->run_until([this] { return spoken_ == clients_; });
  }
  static std::string text_of(std::size_t size) {
    std::string text(size, '.');
    for (std::size_t i = 0; i < size; i += 97) text[i] = static_cast<char>('a' + i % 26);
    return text;
  }

  struct Accepted {
    Moment time;
    Endpoint from;
  };
  Endpoint relayed_;
  Serve serve_;
  std::vector<Accepted> accepted_;
  int clients_ = 0;
  int spoken_ = 0;
  int served_ = 0;
};
TYPED_TEST_SUITE(RelayedTcp, BothWorlds);

TYPED_TEST(RelayedTcp, CarriesManyBytesBothWays) {
  const std::string sent = this->text_of(3'000'000);
  std::string got;
  this->start_echo();
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    host.spawn("writer", [](Host& own, Stream& to, const std::string& bytes) -> Task<void> {
      EXPECT_TRUE(co_await to.write(bytes, own.now() + kPatience));
      to.shutdown_write();
    }(host, stream, sent));
    got = co_await read_all(host, stream);
  });
  this->run_until_spoken();
  EXPECT_EQ(got.size(), sent.size());
  EXPECT_TRUE(got == sent);
  EXPECT_EQ(this->accepted_.front().from.address, this->relayed_.address);
}

TYPED_TEST(RelayedTcp, ForwardsHalfCloses) {
  std::string got;
  this->start([](Host& host, Stream& stream) -> Task<void> {
    const std::string question = co_await read_all(host, stream);
    co_await host.sleep(20ms);
    const std::string answer = question + ", indeed";
    EXPECT_TRUE(co_await stream.write(answer, host.now() + kPatience));
  });
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("question", host.now() + kPatience));
    stream.shutdown_write();
    got = co_await read_all(host, stream);
  });
  this->run_until_spoken();
  EXPECT_EQ(got, "question, indeed");
}

TYPED_TEST(RelayedTcp, LetsAServerEndFirst) {
  std::string at_server;
  std::string at_client;
  this->start([&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("banner", host.now() + kPatience));
    stream.shutdown_write();
    at_server = co_await read_all(host, stream);
  });
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    at_client = co_await read_all(host, stream);
    EXPECT_TRUE(co_await stream.write("thanks", host.now() + kPatience));
  });
  this->run_until([&] { return this->served_ == 1; });
  EXPECT_EQ(at_client, "banner");
  EXPECT_EQ(at_server, "thanks");
}

TYPED_TEST(RelayedTcp, ResetsTheClientWhereTheServerResets) {
  std::string got;
  this->start([](Host& host, Stream& stream) -> Task<void> {
    std::vector<char> piece(10);
    static_cast<void>(co_await stream.read(piece, host.now() + kPatience));
    stream.reset();
  });
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("x", host.now() + kPatience));
    got = co_await read_all(host, stream);
  });
  this->run_until_spoken();
  EXPECT_EQ(got, "!connection reset");
}

TYPED_TEST(RelayedTcp, ResetsTheServerWhereTheClientResets) {
  std::string got;
  this->start([&](Host& host, Stream& stream) -> Task<void> { got = co_await read_all(host, stream); });
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("x", host.now() + kPatience));
    co_await host.sleep(50ms);
    stream.reset();
  });
  this->run_until([&] { return this->served_ == 1; });
  EXPECT_EQ(got, "x!connection reset");
}

TYPED_TEST(RelayedTcp, TellsAServerThatItsClientHasGone) {
  std::string error;
  this->start([&](Host& host, Stream& stream) -> Task<void> {
    for (;;) {
      const auto written = co_await stream.write("news", host.now() + kPatience);
      if (!written) {
        error = to_text(written.error());
        co_return;
      }
      co_await host.sleep(10ms);
    }
  });
  // The client half-closes and leaves, so bytes that come later have no receiver.
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    std::vector<char> piece(4);
    static_cast<void>(co_await stream.read(piece, host.now() + kPatience));
  });
  this->run_until([&] { return this->served_ == 1; });
  EXPECT_EQ(error, "connection reset");
}

TYPED_TEST(RelayedTcp, ResetsWhereTheServerRefuses) {
  std::string got;
  this->relayed_ = this->start_relay({TypeParam::address(1), 1});
  this->start_client([&](Host& host, Stream& stream) -> Task<void> { got = co_await read_all(host, stream); });
  this->run_until_spoken();
  EXPECT_EQ(got, "!connection reset");
}

TYPED_TEST(RelayedTcp, ServesManyClients) {
  constexpr int kClients = 60;
  std::vector<std::string> got(kClients);
  this->start_echo();
  for (std::size_t i = 0; i < kClients; ++i) {
    this->start_client([&got, i](Host& host, Stream& stream) -> Task<void> {
      const std::string own = "client " + std::to_string(i);
      EXPECT_TRUE(co_await stream.write(own, host.now() + kPatience));
      stream.shutdown_write();
      got[i] = co_await read_all(host, stream);
    });
  }
  this->run_until_spoken();
  for (std::size_t i = 0; i < kClients; ++i) EXPECT_EQ(got[i], "client " + std::to_string(i));
}

TYPED_TEST(RelayedTcp, AsksForThePacketsThatOpenAndEndItAndForPieces) {
  this->start_echo();
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    const std::string bytes(3000, 'x');
    EXPECT_TRUE(co_await stream.write(bytes, host.now() + kPatience));
    stream.shutdown_write();
    EXPECT_EQ(co_await read_all(host, stream), bytes);
  });
  this->run_until([&] { return this->served_ == 1 && this->spoken_ == 1; });
  for (const bool to_server : {true, false}) {
    std::vector<std::size_t> sizes;
    std::size_t bytes = 0;
    for (const RelayedPacket& each : this->script_.packets) {
      EXPECT_EQ(each.protocol, Transport::kTcp);
      EXPECT_LE(each.bytes, 1460U);
      if (each.to_server == to_server) sizes.push_back(each.bytes);
      if (each.to_server == to_server) bytes += each.bytes;
    }
    ASSERT_GE(sizes.size(), 5U);
    EXPECT_EQ(bytes, 3000U);
    EXPECT_EQ(sizes.front(), 0U);
    EXPECT_EQ(sizes.back(), 0U);
  }
}

TYPED_TEST(RelayedTcp, BringsDroppedPiecesLateAndInOrder) {
  std::string got;
  int drops = 2;
  this->script_.verdict = [&](const RelayedPacket& packet) {
    return RelayVerdict{.drop = packet.payload == "lost" && drops-- > 0};
  };
  Moment at;
  this->start([&](Host& host, Stream& stream) -> Task<void> {
    got = co_await read_all(host, stream);
    at = host.now();
  });
  const Moment begin = this->world_->now();
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    for (const char* piece : {"a", "lost", "b"}) {
      EXPECT_TRUE(co_await stream.write(piece, host.now() + kPatience));
      co_await host.sleep(20ms);
    }
  });
  this->run_until([&] { return this->served_ == 1; });
  EXPECT_EQ(got, "alostb");
  EXPECT_GE(at - begin, 620ms);
  if (TypeParam::kIsVirtual) EXPECT_EQ(at - begin, 620ms);
}

TYPED_TEST(RelayedTcp, DelaysPiecesByThemselvesAndInOrder) {
  this->script_.verdict = [](const RelayedPacket& packet) {
    return RelayVerdict{.delay = packet.payload == "a" ? 300ms : packet.payload == "b" ? 100ms : 0ms};
  };
  std::vector<Moment> moments;
  std::string got;
  this->start([&](Host& host, Stream& stream) -> Task<void> {
    std::vector<char> piece(100);
    for (;;) {
      const auto bytes = co_await stream.read(piece, host.now() + kPatience);
      if (!bytes || *bytes == 0) co_return;
      got.append(piece.data(), *bytes);
      moments.push_back(host.now());
    }
  });
  const Moment begin = this->world_->now();
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("a", host.now() + kPatience));
    co_await host.sleep(100ms);
    EXPECT_TRUE(co_await stream.write("b", host.now() + kPatience));
    co_await host.sleep(250ms);
    EXPECT_TRUE(co_await stream.write("b", host.now() + kPatience));
    co_await host.sleep(300ms);
  });
  this->run_until([&] { return this->served_ == 1; });
  EXPECT_EQ(got, "abb");
  EXPECT_GE(moments.front() - begin, 300ms);
  EXPECT_GE(moments.back() - begin, 450ms);
  // The second piece waits for the first, but no longer.
  if (TypeParam::kIsVirtual) {
    EXPECT_EQ(moments.front() - begin, 300ms);
    EXPECT_EQ(moments.back() - begin, 450ms);
  }
}

TYPED_TEST(RelayedTcp, MeansNothingByCopiesAndCorruptsOneByteOfAPiece) {
  this->script_.verdict = [](const RelayedPacket& packet) {
    return RelayVerdict{.corrupts = packet.to_server, .extra_copies = 3};
  };
  std::string got;
  this->start([&](Host& host, Stream& stream) -> Task<void> { got = co_await read_all(host, stream); });
  this->start_client([](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("document", host.now() + kPatience));
  });
  this->run_until([&] { return this->served_ == 1; });
  ASSERT_EQ(got.size(), 8U);
  int differ = 0;
  for (std::size_t i = 0; i < got.size(); ++i) differ += got[i] == "document"[i] ? 0 : 1;
  EXPECT_EQ(differ, 1);
}

TYPED_TEST(RelayedTcp, IsABlackHoleUntilThePartitionEnds) {
  bool partition = true;
  this->script_.verdict = [&](const RelayedPacket&) { return RelayVerdict{.drop = partition}; };
  this->start_echo();
  std::string got;
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("hello", host.now() + kPatience));
    std::vector<char> piece(100);
    const auto bytes = co_await stream.read(piece, host.now() + kPatience);
    if (bytes) got.assign(piece.data(), *bytes);
  });
  this->run_for(700ms);
  EXPECT_TRUE(this->accepted_.empty());
  EXPECT_EQ(this->spoken_, 0);
  if (TypeParam::kIsVirtual) EXPECT_EQ(this->asked(true), 3U);  // at 0, 200 and 600 ms
  partition = false;
  this->run_until_spoken();
  EXPECT_EQ(got, "hello");
  EXPECT_EQ(this->accepted_.size(), 1U);
}

// The bound in virtual time: the bytes that the relay keeps, what its last read exceeds that by, and the windows of
// both ends.
TYPED_TEST(RelayedTcp, KeepsLittleOfWhatComesIntoABlackHole) {
  this->script_.verdict = [&](const RelayedPacket&) { return RelayVerdict{.drop = true}; };
  this->start_echo();
  std::size_t written = 0;
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    const std::string bytes(100'000, 'x');
    while (written < 100'000'000 && co_await stream.write(bytes, host.now() + 300ms)) written += bytes.size();
  });
  this->run_until_spoken();
  EXPECT_GT(written, 0U);
  EXPECT_LT(written, TypeParam::kIsVirtual ? 2 * 256 * 1024 + 64 * 1024 + 15'000 : 50'000'000U);
}

TYPED_TEST(RelayedTcp, DoesNotConnectForAClientThatHasLeftTheBlackHole) {
  bool partition = true;
  this->script_.verdict = [&](const RelayedPacket&) { return RelayVerdict{.drop = partition}; };
  this->start_echo();
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("hello", host.now() + kPatience));
    std::vector<char> piece(100);
    EXPECT_FALSE(co_await stream.read(piece, host.now() + 300ms));
  });
  this->run_until_spoken();
  partition = false;
  this->run_for(1s);
  EXPECT_TRUE(this->accepted_.empty());
}

TYPED_TEST(RelayedTcp, CarriesNoBytesWhileTheAnswerToTheFirstPacketIsLost) {
  bool partition = true;
  std::string got;
  this->script_.verdict = [&](const RelayedPacket& packet) {
    return RelayVerdict{.drop = partition && !packet.to_server};
  };
  this->start([&](Host& host, Stream& stream) -> Task<void> { got = co_await read_all(host, stream); });
  this->start_client([](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("hello", host.now() + kPatience));
    co_await host.sleep(2s);
  });
  this->run_for(500ms);
  EXPECT_EQ(this->accepted_.size(), 1U);
  EXPECT_EQ(this->asked(true), 1U);
  partition = false;
  this->run_until([&] { return this->served_ == 1; });
  EXPECT_EQ(got, "hello");
}

TYPED_TEST(RelayedTcp, KeepsAConnectionThroughAPartition) {
  bool partition = false;
  this->script_.verdict = [&](const RelayedPacket&) { return RelayVerdict{.drop = partition}; };
  this->start_echo();
  std::string got;
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    std::vector<char> piece(100);
    for (int i = 0; i < 2; ++i) {
      EXPECT_TRUE(co_await stream.write("ping", host.now() + kPatience));
      const auto bytes = co_await stream.read(piece, host.now() + kPatience);
      if (bytes) got.append(piece.data(), *bytes);
      partition = true;
    }
  });
  this->run_until([&] { return partition; });
  this->run_for(300ms);
  EXPECT_EQ(got, "ping");
  partition = false;
  this->run_until_spoken();
  EXPECT_EQ(got, "pingping");
}

TYPED_TEST(RelayedTcp, ResetsTheConnectionsOfOneClient) {
  this->start_echo();
  std::string first;
  std::string second;
  const auto speak = [](std::string& got) {
    return [&got](Host& host, Stream& stream) -> Task<void> {
      EXPECT_TRUE(co_await stream.write("x", host.now() + kPatience));
      got = co_await read_all(host, stream);
    };
  };
  Host& one = this->start_client(speak(first));
  this->start_client(speak(second));
  this->run_until([&] { return this->asked(false) >= 4; });
  this->run_for(20ms);
  this->relay_->reset_connections(one.address());
  this->run_until([&] { return this->spoken_ == 1 && this->served_ == 1; });
  EXPECT_EQ(first, "x!connection reset");
  EXPECT_EQ(second, "");
}

TYPED_TEST(RelayedTcp, ResetsTheConnectionThatWasSilentTheLongest) {
  this->options_.most_connections = 2;
  this->start_echo();
  std::vector<std::string> got(3);
  for (std::size_t i = 0; i < 3; ++i) {
    this->start_client([&got, i](Host& host, Stream& stream) -> Task<void> {
      EXPECT_TRUE(co_await stream.write("x", host.now() + kPatience));
      got[i] = co_await read_all(host, stream);
    });
    this->run_until([&] { return this->asked(false) >= 2 * (i + 1); });
    this->run_for(5ms);
  }
  this->run_until([&] { return this->spoken_ == 1; });
  EXPECT_EQ(got, (std::vector<std::string>{"x!connection reset", "", ""}));
}

TYPED_TEST(RelayedTcp, WaitsForASlowReader) {
  constexpr std::size_t kBytes = 40'000'000;
  std::size_t written = 0;
  this->start([&](Host& host, Stream& stream) -> Task<void> {
    const std::string bytes(100'000, 'x');
    while (written < kBytes) {
      if (!co_await stream.write(bytes, host.now() + kPatience)) co_return;
      written += bytes.size();
    }
  });
  std::size_t got = 0;
  bool reads = false;
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    while (!reads) co_await host.sleep(10ms);
    std::vector<char> piece(1'000'000);
    while (got < 1'000'000) {
      const auto bytes = co_await stream.read(piece, host.now() + kPatience);
      if (!bytes || *bytes == 0) break;
      got += *bytes;
    }
  });
  this->run_for(300ms);
  // The bound in virtual time: the bytes in transit, and the windows of all four ends.
  EXPECT_LT(written, TypeParam::kIsVirtual ? 1'500'000 : kBytes);
  reads = true;
  this->run_until_spoken();
  EXPECT_GE(got, 1'000'000U);
}

TYPED_TEST(RelayedTcp, IsSilentWithoutTheRelaysPower) {
  this->start_echo();
  std::string got;
  this->start_client([&](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("x", host.now() + kPatience));
    std::vector<char> piece(100);
    for (;;) {
      const auto bytes = co_await stream.read(piece, host.now() + 500ms);
      got += bytes ? std::string(piece.data(), *bytes) : "!" + std::string(to_text(bytes.error()));
      if (!bytes || *bytes == 0) co_return;
    }
  });
  this->run_until([&] { return got == "x"; });
  this->world_->power_cut(*this->relay_host_);
  this->run_until_spoken();
  EXPECT_EQ(got, "x!deadline passed");
}

}  // namespace
}  // namespace dialtone
