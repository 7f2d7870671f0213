// No party can block the loop by always having something to do, and no destructor of a host without power sends
// anything.
#include <gtest/gtest.h>

#include <array>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

template <typename Arm>
class Turning : public Conformance<Arm> {
 protected:
  // More rounds than an undisturbed party makes within these tests' time.
  static constexpr int kEndless = 3'000'000;
};
TYPED_TEST_SUITE(Turning, Arms);

TYPED_TEST(Turning, GoesOnWhileAPartyAlwaysFindsADatagram) {
  bool time_is_up = false;
  int rounds = 0;
  this->power("echo", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp(this->any(host));
    const Endpoint self = (*socket)->local();
    EXPECT_TRUE((*socket)->send(self, "x"));
    while (!time_is_up && rounds < this->kEndless) {
      const auto datagram = co_await (*socket)->receive(in(host, kLong));
      if (!datagram) co_return;
      ++rounds;
      EXPECT_TRUE((*socket)->send(self, datagram->bytes));
    }
  });
  this->world_->at(this->world_->now() + milliseconds(10), [&] { time_is_up = true; });
  this->run_to_the_end();
  EXPECT_TRUE(time_is_up);
  EXPECT_GT(rounds, 0);
  EXPECT_LT(rounds, this->kEndless);
}

TYPED_TEST(Turning, GoesOnWhileAPartyAlwaysFindsBytes) {
  bool time_is_up = false;
  int rounds = 0;
  this->power("echo", [&](Host& host) -> Task<void> {
    auto listener = host.listen(this->any(host));
    auto client = co_await host.connect((*listener)->local(), in(host, kLong));
    auto server = co_await (*listener)->accept(in(host, kLong));
    std::array<char, 4> buffer{};
    while (!time_is_up && rounds < this->kEndless) {
      EXPECT_TRUE(co_await (*client)->write("x", in(host, kLong)));
      const auto got = co_await (*server)->read(buffer, in(host, kLong));
      if (!got) co_return;
      ++rounds;
    }
  });
  this->world_->at(this->world_->now() + milliseconds(10), [&] { time_is_up = true; });
  this->run_to_the_end();
  EXPECT_TRUE(time_is_up);
  EXPECT_GT(rounds, 0);
  EXPECT_LT(rounds, this->kEndless);
}

// What a party sends when it ends in order; a host without power must send none of it.
struct Farewell {
  UdpSocket& socket;
  Endpoint to;
  Stream& stream;
  ~Farewell() {
    static_cast<void>(socket.send(to, "bye"));
    static_cast<void>(stream.try_write("bye"));
    stream.shutdown_write();
  }
};

struct Slam {
  Stream& stream;
  ~Slam() { stream.reset(); }
};

template <typename Arm>
class Farewells : public Conformance<Arm> {
 protected:
  // Returns what a peer receives from a party that ends after 40 ms, or loses its power then.
  std::vector<std::string> heard_of_a_party(bool power_is_cut) {
    Endpoint datagrams;
    Endpoint streams;
    std::vector<std::string> heard;
    this->power("peer", [&](Host& host) -> Task<void> {
      auto socket = host.open_udp(this->any(host));
      auto listener = host.listen(this->any(host));
      datagrams = (*socket)->local();
      streams = (*listener)->local();
      auto first = co_await (*listener)->accept(in(host, kLong));
      auto second = co_await (*listener)->accept(in(host, kLong));
      co_await host.sleep(milliseconds(60));
      for (Stream* stream : {first->get(), second->get()}) {
        std::array<char, 8> buffer{};
        const auto got = co_await stream->read(buffer, in(host, milliseconds(20)));
        heard.push_back(got ? "stream: " + std::string(buffer.data(), *got) : std::string(to_text(got.error())));
      }
      const auto datagram = co_await (*socket)->receive(in(host, milliseconds(20)));
      heard.push_back(datagram ? "datagram: " + datagram->bytes : std::string(to_text(datagram.error())));
    });
    bool is_over = false;
    Host& party = this->add("party", [&](Host& host) -> Task<void> {
      auto socket = host.open_udp(this->any(host));
      auto first = co_await connect_to(host, streams);
      auto second = co_await connect_to(host, streams);
      const Farewell farewell{**socket, datagrams, *first};
      const Slam slam{*second};
      while (!is_over) co_await host.sleep(milliseconds(1));
    });
    this->world_->power_on(party);
    this->run_for(milliseconds(40));
    if (power_is_cut) this->world_->power_cut(party);
    is_over = true;
    this->run_for(milliseconds(300));
    return heard;
  }
};
TYPED_TEST_SUITE(Farewells, Arms);

TYPED_TEST(Farewells, OfAHostWithoutPowerAreNone) {
  EXPECT_EQ(this->heard_of_a_party(true),
            (std::vector<std::string>{"deadline passed", "deadline passed", "deadline passed"}));
}

TYPED_TEST(Farewells, OfAPartyThatEndsAreHeard) {
  EXPECT_EQ(this->heard_of_a_party(false),
            (std::vector<std::string>{"stream: bye", "connection reset", "datagram: bye"}));
}

template <typename Arm>
class Names : public Conformance<Arm> {};
TYPED_TEST_SUITE(Names, Arms);

TYPED_TEST(Names, CanBeTakenBackAndGivenAgain) {
  std::vector<std::string> answers;
  World& world = *this->world_;
  this->power("client", [&](Host& host) -> Task<void> {
    const std::vector<Addresses> given = {{IpAddress::v4(192, 0, 2, 1)}, {}, {IpAddress::v4(192, 0, 2, 2)}};
    for (const Addresses& addresses : given) {
      world.set_name("moving.example.net", addresses);
      const auto found = co_await host.resolve("moving.example.net", in(host, kLong));
      answers.push_back(found ? to_text(found->front()) : std::string(to_text(found.error())));
    }
  });
  this->run_to_the_end();
  EXPECT_EQ(answers, (std::vector<std::string>{"192.0.2.1", "no such name", "192.0.2.2"}));
}

// --- real worlds only: their loop can be late, and each turn costs time ---

HostConfig real_host(Host::Main main) {
  HostConfig config{.name = "party", .addresses = {IpAddress::loopback_v4()}};
  config.main = std::move(main);
  return config;
}

TEST(RealLoop, LetsNoTimerOvertakeADatagramThatCameBeforeIt) {
  RealWorld world({.only_given_names = true});
  std::string got;
  world.power_on(world.add_host(real_host([&](Host& host) -> Task<void> {
    auto receiver = host.open_udp({host.address(), 0});
    auto sender = host.open_udp({host.address(), 0});
    bool sent = false;
    // Repeats if the machine delayed the loop before it could send.
    while (!sent) {
      const Moment deadline = in(host, milliseconds(10));
      world.at(in(host, milliseconds(1)), [&] {
        sent = host.now() < deadline;
        if (!sent) return;
        EXPECT_TRUE((*sender)->send((*receiver)->local(), "in time"));
        // Blocks the loop until after the deadline.
        const auto end = std::chrono::steady_clock::now() + milliseconds(20);
        while (std::chrono::steady_clock::now() < end) {
        }
      });
      const auto datagram = co_await (*receiver)->receive(deadline);
      got = datagram ? datagram->bytes : std::string(to_text(datagram.error()));
    }
    world.stop();
  })));
  EXPECT_EQ(world.run(world.now() + kLong), RunEnd::kStopped);
  EXPECT_EQ(got, "in time");
}

TEST(RealLoop, SleepsBetweenTimersInsteadOfTurningRound) {
  RealWorld world({.only_given_names = true});
  constexpr int kTimers = 200;
  world.power_on(world.add_host(real_host([&](Host& host) -> Task<void> {
    for (int i = 0; i < kTimers; ++i) co_await host.sleep(microseconds(1500));
    world.stop();
  })));
  const std::clock_t before = std::clock();
  EXPECT_EQ(world.run(world.now() + kLong), RunEnd::kStopped);
  const double used = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  EXPECT_LT(used, 0.2 * kTimers * 0.0015) << "seconds of the processor";
}

TEST(RealLoop, AsksTheSystemForANameOnceForAllWhoAskTogether) {
  RealWorld world({});
  const auto first = world.names().ask("localhost");
  const auto second = world.names().ask("localhost");
  EXPECT_EQ(first, second);
  const Moment limit = world.now() + kLong;
  world.run(world.now() + milliseconds(1));
  while (!first->answer && world.now() < limit) world.run(world.now() + milliseconds(5));
  ASSERT_TRUE(first->answer);
  EXPECT_NE(world.names().ask("localhost"), first);
}

TEST(RealLoop, AsksTheSystemForNoNameThatWasTakenAway) {
  RealWorld world({});
  world.set_name("localhost", {});
  std::optional<IoError> error;
  world.power_on(world.add_host(real_host([&](Host& host) -> Task<void> {
    const auto addresses = co_await host.resolve("localhost", in(host, kLong));
    if (!addresses) error = addresses.error();
    world.stop();
  })));
  EXPECT_EQ(world.run(world.now() + kLong), RunEnd::kStopped);
  EXPECT_EQ(error, IoError::kNoSuchName);
}

}  // namespace
}  // namespace dialtone
