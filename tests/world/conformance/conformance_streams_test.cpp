#include <gtest/gtest.h>

#include "tests/world/conformance/conformance.h"
#include "tests/world/conformance/framed_stream.h"
#include "values/hash.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Streams as the world makes them.
template <typename Arm>
struct Plain : Arm {
  static std::unique_ptr<Stream> around(std::unique_ptr<Stream> stream) { return stream; }
};
// Each end is wrapped in a FramedStream.
template <typename Arm>
struct Framed : Arm {
  static std::unique_ptr<Stream> around(std::unique_ptr<Stream> stream) {
    if (stream == nullptr) return nullptr;
    return std::make_unique<FramedStream>(std::move(stream));
  }
};
using ArmsOfStreams =
    testing::Types<Plain<VirtualArm>, Plain<RealArm>, Plain<OverIpv6<VirtualArm>>, Plain<OverIpv6<RealArm>>,
                   Plain<OwnLoopbackArm>, Framed<VirtualArm>, Framed<RealArm>>;

template <typename Arm>
class Streams : public Conformance<Arm> {
 protected:
  static Task<std::unique_ptr<Stream>> accept_one(Host& host, const Endpoint& local, Endpoint& told) {
    co_return Arm::around(co_await dialtone::accept_one(host, local, told));
  }
  static Task<std::unique_ptr<Stream>> accept_next(Host& host, Listener& listener) {
    auto stream = co_await listener.accept(in(host, kLong));
    if (!stream) co_return nullptr;
    co_return Arm::around(std::move(*stream));
  }
  static Task<std::unique_ptr<Stream>> connect_to(Host& host, const Endpoint& told) {
    co_return Arm::around(co_await dialtone::connect_to(host, told));
  }
};
TYPED_TEST_SUITE(Streams, ArmsOfStreams);

TYPED_TEST(Streams, CarryBytesBothWaysAndTellBothEnds) {
  Endpoint told;
  Endpoint seen_by_server;
  Endpoint seen_by_client;
  std::string answer;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    seen_by_server = stream->remote();
    const std::string question = co_await read_to_end(host, *stream);
    const std::string reply = question + "!";
    EXPECT_TRUE(co_await stream->write(reply, in(host, kLong)));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    seen_by_client = stream->local();
    EXPECT_EQ(stream->remote(), told);
    EXPECT_TRUE(co_await stream->write("hello", in(host, kLong)));
    stream->shutdown_write();
    answer = co_await read_to_end(host, *stream);
  });
  this->run_to_the_end();
  EXPECT_EQ(answer, "hello!");
  EXPECT_EQ(seen_by_server, seen_by_client);
}

TYPED_TEST(Streams, GiveAShortReadWhatFitsAndKeepTheRest) {
  Endpoint told;
  std::vector<std::string> pieces;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    EXPECT_TRUE(co_await stream->write("0123456789", in(host, kLong)));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    co_await host.sleep(milliseconds(50));
    std::array<char, 4> buffer{};
    for (;;) {
      const auto got = co_await stream->read(buffer, in(host, kLong));
      if (!got || *got == 0) break;
      pieces.emplace_back(buffer.data(), *got);
    }
  });
  this->run_to_the_end();
  EXPECT_EQ(pieces, (std::vector<std::string>{"0123", "4567", "89"}));
}

TYPED_TEST(Streams, WakeWhoeverWaitsForBytesAlone) {
  Endpoint told;
  std::string got;
  int waits = 0;
  Wake last = Wake::kSignal;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    co_await host.sleep(milliseconds(20));
    EXPECT_TRUE(co_await stream->write("at last", in(host, kLong)));
    co_await host.sleep(milliseconds(100));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    std::array<char, 3> buffer{};
    for (const Moment deadline = in(host, milliseconds(70)); last != Wake::kDeadline;) {
      while (const auto count = stream->try_read(buffer)) {
        if (!*count || **count == 0) co_return;
        got.append(buffer.data(), **count);
      }
      ++waits;
      last = co_await stream->readable(deadline);
    }
  });
  this->run_to_the_end();
  EXPECT_EQ(got, "at last");
  EXPECT_GE(waits, 2);
  if (TypeParam::kIsVirtual) EXPECT_EQ(waits, 2);
}

TYPED_TEST(Streams, StayReadableAfterTheirOwnEndIsSent) {
  Endpoint told;
  std::string got_by_client;
  bool write_after_end = true;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    EXPECT_EQ(co_await read_to_end(host, *stream), "first");
    co_await host.sleep(milliseconds(20));
    EXPECT_TRUE(co_await stream->write("second", in(host, kLong)));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    EXPECT_TRUE(co_await stream->write("first", in(host, kLong)));
    stream->shutdown_write();
    write_after_end = (co_await stream->write("third", in(host, kLong))).ok();
    got_by_client = co_await read_to_end(host, *stream);
  });
  this->run_to_the_end();
  EXPECT_EQ(got_by_client, "second");
  EXPECT_FALSE(write_after_end);
}

TYPED_TEST(Streams, TellTheReaderOfAReset) {
  Endpoint told;
  std::string got;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    co_await host.sleep(milliseconds(20));
    stream->reset();
    std::array<char, 4> buffer{};
    const auto after = co_await stream->read(buffer, in(host, kLong));
    EXPECT_EQ(after.ok() ? IoError::kDeadline : after.error(), IoError::kClosed);
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    got = co_await read_to_end(host, *stream);
  });
  this->run_to_the_end();
  EXPECT_EQ(got, "!connection reset");
}

TYPED_TEST(Streams, TellTheWriterOfAReset) {
  Endpoint told;
  IoError error = IoError::kDeadline;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    co_await host.sleep(milliseconds(20));
    stream->reset();
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    const std::string bytes(100'000, 'x');
    for (;;) {
      const auto written = co_await stream->write(bytes, in(host, kLong));
      if (written) continue;
      error = written.error();
      break;
    }
  });
  this->run_to_the_end();
  EXPECT_EQ(error, IoError::kReset);
}

TYPED_TEST(Streams, AreResetAtBothEndsByTheNetwork) {
  Endpoint told;
  std::vector<std::string> heard_by_client;
  std::string heard_by_server;
  IoError write_error = IoError::kClosed;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    heard_by_server = co_await read_to_end(host, *stream);
  });
  bool again = false;
  Host& client = this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    EXPECT_TRUE(co_await stream->write("before", in(host, kLong)));
    heard_by_client.push_back(co_await read_to_end(host, *stream));
    // The stream stays reset for every later call.
    heard_by_client.push_back(co_await read_to_end(host, *stream));
    const auto written = co_await stream->write("after", in(host, kLong));
    if (!written) write_error = written.error();
    again = true;
  });
  this->run_for(milliseconds(50));
  EXPECT_FALSE(again);
  this->world_->reset_connections(client);
  this->run_to_the_end();
  EXPECT_EQ(heard_by_client, (std::vector<std::string>{"!connection reset", "!connection reset"}));
  EXPECT_EQ(heard_by_server, "before!connection reset");
  EXPECT_EQ(write_error, IoError::kReset);
}

TYPED_TEST(Streams, OfAHostMayAllBeResetAndItListensOn) {
  Endpoint told;
  constexpr int kClients = 5;
  int reset = 0;
  int served = 0;
  Host& server = this->power("server", [&](Host& host) -> Task<void> {
    auto listener = host.listen(this->any(host));
    told = (*listener)->local();
    std::vector<std::unique_ptr<Stream>> kept;
    for (int i = 0; i < 2 * kClients; ++i) {
      auto stream = co_await this->accept_next(host, **listener);
      if (stream) kept.push_back(std::move(stream));
    }
    served = static_cast<int>(kept.size());
  });
  for (int i = 0; i < kClients; ++i) {
    this->power("client-" + std::to_string(i), [&](Host& host) -> Task<void> {
      auto stream = co_await this->connect_to(host, told);
      if (co_await read_to_end(host, *stream) == "!connection reset") ++reset;
      stream = co_await this->connect_to(host, told);
      EXPECT_NE(stream, nullptr);
    });
  }
  this->run_for(milliseconds(100));
  this->world_->reset_connections(server);
  this->run_to_the_end();
  EXPECT_EQ(reset, kClients);
  EXPECT_EQ(served, 2 * kClients);
}

TYPED_TEST(Streams, AreResetWhenTheyAreClosedWithBytesUnread) {
  Endpoint told;
  std::string got;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    co_await host.sleep(milliseconds(50));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    EXPECT_TRUE(co_await stream->write("never read", in(host, kLong)));
    got = co_await read_to_end(host, *stream);
  });
  this->run_to_the_end();
  EXPECT_EQ(got, "!connection reset");
}

TYPED_TEST(Streams, AreRefusedWhereNobodyListens) {
  IoError error = IoError::kDeadline;
  this->power("client", [&](Host& host) -> Task<void> {
    Endpoint nobody;
    {
      auto listener = host.listen(this->any(host));
      nobody = (*listener)->local();
    }
    const auto stream = co_await host.connect(nobody, in(host, kLong));
    if (!stream) error = stream.error();
  });
  this->run_to_the_end();
  EXPECT_EQ(error, IoError::kRefused);
}

TYPED_TEST(Streams, CannotListenOnAPortInUse) {
  std::optional<IoError> error;
  bool free_again = false;
  this->power("server", [&](Host& host) -> Task<void> {
    auto listener = host.listen(this->any(host));
    const Endpoint taken = (*listener)->local();
    const auto second = host.listen(taken);
    if (!second) error = second.error();
    listener->reset();
    free_again = host.listen(taken).ok();
    co_return;
  });
  this->run_to_the_end();
  EXPECT_EQ(error, IoError::kAddressInUse);
  EXPECT_TRUE(free_again);
}

TYPED_TEST(Streams, CannotListenOnAnAddressOfAnother) {
  std::optional<IoError> error;
  this->power("server", [&](Host& host) -> Task<void> {
    const auto listener = host.listen({IpAddress::v4(192, 0, 2, 1), 0});
    if (!listener) error = listener.error();
    co_return;
  });
  this->run_to_the_end();
  EXPECT_EQ(error, IoError::kNotAvailable);
}

TYPED_TEST(Streams, ReachAListenerOnTheUnspecifiedAddress) {
  Endpoint told;
  std::string got;
  this->power("server", [&](Host& host) -> Task<void> {
    const IpAddress everywhere = host.address().is_v4() ? IpAddress() : IpAddress::v6({});
    auto listener = host.listen({everywhere, 0});
    told = {host.address(), (*listener)->local().port};
    auto stream = co_await this->accept_next(host, **listener);
    EXPECT_TRUE(co_await stream->write("here", in(host, kLong)));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    got = co_await read_to_end(host, *stream);
  });
  this->run_to_the_end();
  EXPECT_EQ(got, "here");
}

TYPED_TEST(Streams, Carry10MegabytesUnharmed) {
  std::string bytes(10'000'000, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(mix(i / 7));
  Endpoint told;
  std::uint64_t hash = 0;
  std::size_t count = 0;
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    EXPECT_TRUE(co_await stream->write(bytes, in(host, seconds(60))));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    const std::string got = co_await read_to_end(host, *stream);
    count = got.size();
    hash = hash_text(got);
  });
  this->run_to_the_end(seconds(120));
  EXPECT_EQ(count, bytes.size());
  EXPECT_EQ(hash, hash_text(bytes));
}

TYPED_TEST(Streams, AreAThousandAtOnce) {
  constexpr int kCount = 1000;
  Endpoint told;
  int served = 0;
  int answered = 0;
  Signal done;
  this->power("server", [&](Host& host) -> Task<void> {
    auto listener = host.listen(this->any(host));
    told = (*listener)->local();
    std::vector<std::unique_ptr<Stream>> streams;
    while (streams.size() < kCount) {
      auto stream = co_await this->accept_next(host, **listener);
      if (!stream) co_return;
      streams.push_back(std::move(stream));
    }
    for (std::size_t i = 0; i < streams.size(); ++i) {
      EXPECT_TRUE(co_await streams[i]->write("x", in(host, kLong)));
      ++served;
    }
  });
  this->power("client", [&](Host& host) -> Task<void> {
    co_await learn(host, told);
    const auto one = [&](Host& self) -> Task<void> {
      auto stream = co_await this->connect_to(self, told);
      if (stream != nullptr && co_await read_to_end(self, *stream) == "x") ++answered;
      if (answered == kCount) done.notify();
    };
    for (int i = 0; i < kCount; ++i) host.spawn("one", one(host));
    if (answered < kCount) co_await Wait(done, in(host, kLong), "all answers");
  });
  this->run_to_the_end();
  EXPECT_EQ(served, kCount);
  EXPECT_EQ(answered, kCount);
}

TYPED_TEST(Streams, HoldAWriterBackWhileNobodyReads) {
  Endpoint told;
  bool held_back = false;
  std::size_t written = 0;
  std::size_t read = 0;
  const std::string bytes(64 * 1024 * 1024, 'x');
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    co_await host.sleep(milliseconds(300));
    read = (co_await read_to_end(host, *stream)).size();
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    for (;;) {
      const auto count = stream->try_write(std::string_view(bytes).substr(written, 65536));
      if (!count) co_return;
      written += *count;
      if (*count == 0) break;
    }
    held_back = true;
    EXPECT_LT(written, bytes.size());
    // As soon as the other side reads, there is room again.
    EXPECT_TRUE(co_await stream->write(std::string_view(bytes).substr(written, 65536), in(host, kLong)));
    written += 65536;
  });
  this->run_to_the_end();
  EXPECT_TRUE(held_back);
  EXPECT_EQ(read, written);
}

TYPED_TEST(Streams, EndAReadAtItsDeadline) {
  Endpoint told;
  Duration waited{};
  this->power("server", [&](Host& host) -> Task<void> {
    auto stream = co_await this->accept_one(host, this->any(host), told);
    co_await host.sleep(milliseconds(200));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    auto stream = co_await this->connect_to(host, told);
    const Moment before = host.now();
    std::array<char, 4> buffer{};
    const auto got = co_await stream->read(buffer, in(host, milliseconds(70)));
    EXPECT_EQ(got.ok() ? IoError::kClosed : got.error(), IoError::kDeadline);
    waited = host.now() - before;
  });
  this->run_to_the_end();
  EXPECT_GE(waited, milliseconds(70));
  if (TypeParam::kIsVirtual) EXPECT_EQ(waited, milliseconds(70));
}

TYPED_TEST(Streams, EndAnAcceptAtItsDeadlineAndWhenTheListenerIsClosed) {
  std::vector<IoError> errors;
  this->power("server", [&](Host& host) -> Task<void> {
    auto listener = host.listen(this->any(host));
    const auto late = co_await (*listener)->accept(in(host, milliseconds(10)));
    errors.push_back(late.error());
    const auto close_soon = [](Host& self, Listener& which) -> Task<void> {
      co_await self.sleep(milliseconds(10));
      which.close();
    };
    host.spawn("closer", close_soon(host, **listener));
    const auto closed = co_await (*listener)->accept(in(host, kLong));
    errors.push_back(closed.error());
  });
  this->run_to_the_end();
  EXPECT_EQ(errors, (std::vector<IoError>{IoError::kDeadline, IoError::kClosed}));
}

}  // namespace
}  // namespace dialtone
