#include <gtest/gtest.h>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

template <typename Arm>
class Datagrams : public Conformance<Arm> {};
TYPED_TEST_SUITE(Datagrams, Arms);

TYPED_TEST(Datagrams, ArriveInOrderFromWhoSentThem) {
  Endpoint told;
  std::vector<std::string> got;
  Endpoint from;
  Endpoint sender;
  this->power("server", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp(this->any(host));
    told = (*socket)->local();
    for (int i = 0; i < 5; ++i) {
      auto datagram = co_await (*socket)->receive(in(host, kLong));
      if (!datagram) co_return;
      got.push_back(datagram->bytes);
      from = datagram->from;
    }
  });
  this->power("client", [&](Host& host) -> Task<void> {
    const Endpoint to = co_await learn(host, told);
    auto socket = host.open_udp(this->any(host));
    sender = (*socket)->local();
    for (int i = 0; i < 5; ++i) EXPECT_TRUE((*socket)->send(to, std::to_string(i)));
    co_await host.sleep(milliseconds(20));
  });
  this->run_to_the_end();
  EXPECT_EQ(got, (std::vector<std::string>{"0", "1", "2", "3", "4"}));
  EXPECT_EQ(from, sender);
}

TYPED_TEST(Datagrams, HaveALargestSize) {
  Endpoint told;
  std::size_t got = 0;
  std::optional<IoError> error;
  this->power("server", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp(this->any(host));
    told = (*socket)->local();
    auto datagram = co_await (*socket)->receive(in(host, kLong));
    if (datagram) got = datagram->bytes.size();
  });
  this->power("client", [&](Host& host) -> Task<void> {
    const Endpoint to = co_await learn(host, told);
    auto socket = host.open_udp(this->any(host));
    const auto too_long = (*socket)->send(to, std::string(65'508, 'x'));
    if (!too_long) error = too_long.error();
    EXPECT_TRUE((*socket)->send(to, std::string(65'507, 'x')));
    co_await host.sleep(milliseconds(20));
  });
  this->run_to_the_end();
  EXPECT_EQ(error, IoError::kTooLong);
  EXPECT_EQ(got, 65'507U);
}

TYPED_TEST(Datagrams, ToNowhereAreSilence) {
  std::vector<IoError> errors;
  this->power("client", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp(this->any(host));
    Endpoint nobody = (*host.open_udp(this->any(host)))->local();
    EXPECT_TRUE((*socket)->send(nobody, "anybody?"));
    EXPECT_TRUE((*socket)->send(nobody, "anybody?"));
    const auto answer = co_await (*socket)->receive(in(host, milliseconds(50)));
    errors.push_back(answer.ok() ? IoError::kClosed : answer.error());
  });
  this->run_to_the_end();
  EXPECT_EQ(errors, std::vector<IoError>{IoError::kDeadline});
}

TYPED_TEST(Datagrams, CannotUseAPortInUseNorAnotherFamily) {
  std::optional<IoError> in_use;
  std::optional<IoError> unreachable;
  this->power("host", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp(this->any(host));
    const auto second = host.open_udp((*socket)->local());
    if (!second) in_use = second.error();
    const auto sent = (*socket)->send({TypeParam::v6(1), 9}, "x");
    if (!sent) unreachable = sent.error();
    co_return;
  });
  this->run_to_the_end();
  EXPECT_EQ(in_use, IoError::kAddressInUse);
  EXPECT_EQ(unreachable, IoError::kUnreachable);
}

TYPED_TEST(Datagrams, WorkOverIpv6) {
  Endpoint told;
  std::string got;
  this->power("server", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp({TypeParam::v6(1), 0});
    told = (*socket)->local();
    auto datagram = co_await (*socket)->receive(in(host, kLong));
    if (datagram) EXPECT_TRUE((*socket)->send(datagram->from, datagram->bytes + "!"));
    co_await host.sleep(milliseconds(20));
  });
  this->power("client", [&](Host& host) -> Task<void> {
    const Endpoint to = co_await learn(host, told);
    auto socket = host.open_udp({TypeParam::v6(2), 0});
    EXPECT_TRUE((*socket)->send(to, "six"));
    auto answer = co_await (*socket)->receive(in(host, kLong));
    if (answer) got = answer->bytes;
  });
  this->run_to_the_end();
  EXPECT_EQ(got, "six!");
}

template <typename Arm>
class OwnAddress : public Conformance<Arm> {};
TYPED_TEST_SUITE(OwnAddress, ArmsOfAllAddresses);

TYPED_TEST(OwnAddress, IsWhatPeersSee) {
  Endpoint told_udp;
  Endpoint told_tcp;
  std::vector<IpAddress> seen;
  Host& server = this->power("server", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp(this->any(host));
    told_udp = (*socket)->local();
    auto datagram = co_await (*socket)->receive(in(host, kLong));
    if (datagram) seen.push_back(datagram->from.address);
    auto stream = co_await accept_one(host, this->any(host), told_tcp);
    if (stream != nullptr) seen.push_back(stream->remote().address);
    if (stream != nullptr) static_cast<void>(co_await read_to_end(host, *stream));
  });
  Host& client = this->power("client", [&](Host& host) -> Task<void> {
    auto socket = host.open_udp(this->any(host));
    EXPECT_TRUE((*socket)->send(co_await learn(host, told_udp), "x"));
    auto stream = co_await connect_to(host, told_tcp);
    EXPECT_EQ(stream->local().address, host.address());
  });
  this->run_to_the_end();
  EXPECT_EQ(seen, std::vector<IpAddress>(2, client.address()));
  EXPECT_EQ(told_udp.address, server.address());
  EXPECT_EQ(told_tcp.address, server.address());
}

template <typename Arm>
class Hosts : public Conformance<Arm> {};
TYPED_TEST_SUITE(Hosts, Arms);

TYPED_TEST(Hosts, ResolveNamesAndTakeAddressesForThemselves) {
  this->world_->set_name("both.example.net", {IpAddress::v4(10, 1, 1, 1), TypeParam::v6(9)});
  std::vector<std::string> answers;
  this->power("client", [&](Host& host) -> Task<void> {
    for (const std::string name : {"both.example.net", "nobody.example.net", "192.0.2.7", "2001:db8::7"}) {
      const auto addresses = co_await host.resolve(name, in(host, kLong));
      answers.push_back(addresses ? to_text(addresses->front()) : std::string(to_text(addresses.error())));
      if (addresses && name == "both.example.net") EXPECT_EQ(addresses->size(), 2U);
    }
  });
  this->run_to_the_end();
  EXPECT_EQ(answers, (std::vector<std::string>{"10.1.1.1", "no such name", "192.0.2.7", "2001:db8::7"}));
}

TYPED_TEST(Hosts, WakeSleepersInTheOrderOfTheirMoments) {
  std::string order;
  this->power("host", [&](Host& host) -> Task<void> {
    const auto sleeper = [&](Host& self, Duration time, char name) -> Task<void> {
      co_await self.sleep(time);
      order += name;
    };
    host.spawn("c", sleeper(host, milliseconds(30), 'c'));
    host.spawn("a", sleeper(host, milliseconds(10), 'a'));
    host.spawn("b", sleeper(host, milliseconds(20), 'b'));
    co_await host.sleep(milliseconds(60));
  });
  this->run_to_the_end();
  EXPECT_EQ(order, "abc");
}

TYPED_TEST(Hosts, TakeTheirLeaveWhenThePowerButtonIsPressed) {
  bool polite = false;
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    while (!self.power_off_requested()) co_await Wait(self.power_button(), kNever, "the power button");
    co_await self.sleep(milliseconds(5));
    polite = true;
  });
  this->run_for(milliseconds(10));
  EXPECT_TRUE(host.powered());
  this->world_->power_off(host);
  this->run_to_the_end();
  EXPECT_TRUE(polite);
  EXPECT_FALSE(host.powered());
}

TYPED_TEST(Hosts, EndARunWhenTheWorldIsStoppedAndGoOnAfterwards) {
  int turns = 0;
  this->power("device", [&](Host& self) -> Task<void> {
    for (; turns < 3; ++turns) co_await self.sleep(milliseconds(5));
  });
  this->world_->at(this->world_->now() + milliseconds(2), [&] { this->world_->stop(); });
  EXPECT_EQ(this->world_->run(this->world_->now() + seconds(5)), RunEnd::kStopped);
  this->run_to_the_end();
  EXPECT_EQ(turns, 3);
}

// --- power cuts in the middle of something ---

TYPED_TEST(Hosts, EndWhereTheyStandWhenTheirWorldEndsThem) {
  struct Guard {
    bool& gone;
    ~Guard() { gone = true; }
  };
  bool gone = false;
  bool was_done = false;
  this->power("sleeper", [&](Host& host) -> Task<void> {
    const Guard guard{gone};
    co_await host.sleep(kLong);
  });
  this->world_->at(Moment(seconds(5)), [&] { was_done = true; });
  this->run_for(milliseconds(10));
  const std::vector<std::string> recorded = this->events_.lines;
  this->world_->end_hosts();
  EXPECT_TRUE(gone);
  EXPECT_FALSE(was_done);
  EXPECT_EQ(this->events_.lines, recorded);
  EXPECT_GE(this->world_->now(), Moment(milliseconds(10)));
}

template <typename Arm>
class PowerCut : public Conformance<Arm> {
 protected:
  // Cuts the power of a host in the middle of `doing`, which never ends by itself.
  void cut_in_the_middle_of(const std::function<Task<void>(Host&)>& doing) {
    Host& host = this->power("victim", doing);
    this->run_for(milliseconds(20));
    ASSERT_TRUE(host.powered());
    this->world_->power_cut(host);
    EXPECT_FALSE(host.powered());
    EXPECT_TRUE(host.scope().strands().empty());
    this->run_for(milliseconds(20));
  }
};
TYPED_TEST_SUITE(PowerCut, Arms);

TYPED_TEST(PowerCut, EndsASleepANameAnAcceptAndAReceive) {
  this->cut_in_the_middle_of([](Host& host) -> Task<void> { co_await host.sleep(seconds(100)); });
  this->cut_in_the_middle_of([](Host& host) -> Task<void> {
    auto listener = host.listen({host.address(), 0});
    static_cast<void>(co_await (*listener)->accept(kNever));
  });
  this->cut_in_the_middle_of([](Host& host) -> Task<void> {
    auto socket = host.open_udp({host.address(), 0});
    static_cast<void>(co_await (*socket)->receive(kNever));
  });
  this->cut_in_the_middle_of([](Host& host) -> Task<void> {
    for (;;) {
      static_cast<void>(co_await host.resolve("nobody.example.net", kNever));
      co_await host.sleep(milliseconds(1));
    }
  });
}

TYPED_TEST(PowerCut, EndsWhatAHostHadSpawned) {
  int destroyed = 0;
  struct Witness {
    int& count;
    ~Witness() { ++count; }
  };
  this->cut_in_the_middle_of([&](Host& host) -> Task<void> {
    const auto child = [&](Host& self) -> Task<void> {
      const Witness witness{destroyed};
      co_await self.sleep(seconds(100));
    };
    host.spawn("one", child(host));
    host.spawn("two", child(host));
    const Witness witness{destroyed};
    co_await host.sleep(seconds(100));
  });
  EXPECT_EQ(destroyed, 3);
}

// The peer of a host without power receives nothing, and a reset when the host has booted again.
TYPED_TEST(PowerCut, IsSilenceToThePeerAndAResetAfterTheReboot) {
  Endpoint told;
  std::string during;
  std::string after;
  Host* victim = nullptr;
  int boot = 0;
  victim = &this->power("victim", [&](Host& host) -> Task<void> {
    if (++boot == 2) {
      co_await host.sleep(milliseconds(600));
      co_return;
    }
    auto stream = co_await accept_one(host, this->any(host), told);
    co_await host.sleep(seconds(100));
  });
  this->power("peer", [&](Host& host) -> Task<void> {
    auto stream = co_await connect_to(host, told);
    std::array<char, 16> buffer{};
    const auto silent = co_await stream->read(buffer, in(host, milliseconds(200)));
    during = silent ? "bytes" : std::string(to_text(silent.error()));
    // A virtual host learns that a connection is dead only when it sends.
    static_cast<void>(co_await stream->write("still there?", in(host, kLong)));
    after = co_await read_to_end(host, *stream);
  });
  this->run_for(milliseconds(60));
  this->world_->power_cut(*victim);
  this->run_for(milliseconds(250));
  this->world_->power_on(*victim);
  this->run_for(milliseconds(900));
  EXPECT_EQ(during, "deadline passed");
  EXPECT_EQ(after, "!connection reset");
}

TYPED_TEST(PowerCut, InTheMiddleOfATransferLosesNobodyElsesBytes) {
  Endpoint told;
  Host* victim = &this->power("victim", [&](Host& host) -> Task<void> {
    auto listener = host.listen(this->any(host));
    told = (*listener)->local();
    auto stream = co_await (*listener)->accept(kNever);
    const std::string bytes(1'000'000, 'x');
    for (;;) {
      if (!co_await (*stream)->write(bytes, kNever)) co_return;
    }
  });
  std::size_t got = 0;
  std::optional<IoError> end;
  this->power("peer", [&](Host& host) -> Task<void> {
    auto stream = co_await connect_to(host, told);
    std::vector<char> buffer(65536);
    for (;;) {
      const auto count = co_await stream->read(buffer, in(host, milliseconds(150)));
      if (!count) {
        end = count.error();
        co_return;
      }
      got += *count;
    }
  });
  this->run_for(milliseconds(60));
  this->world_->power_cut(*victim);
  this->run_for(milliseconds(400));
  EXPECT_GT(got, 0U);
  EXPECT_EQ(end, IoError::kDeadline);
}

}  // namespace
}  // namespace dialtone
