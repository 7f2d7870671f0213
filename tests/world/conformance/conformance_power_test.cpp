// Power in both worlds: what a cut destroys, and what exists again after a reboot.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

template <typename Arm>
class Power : public Conformance<Arm> {
 protected:
  // What the victim does with its connection when its power is cut.
  using Doing = std::function<Task<void>(Host&, Stream&)>;

  // Cuts the victim's power during `doing`. Its peer must see silence until the victim has booted again, then a reset.
  void expect_silence_then_reset(const Doing& doing) {
    Endpoint told;
    int boot = 0;
    std::string during;
    std::string after;
    Host& victim = this->power("victim", [&](Host& host) -> Task<void> {
      if (++boot == 2) {
        co_await host.sleep(seconds(5));
        co_return;
      }
      auto stream = co_await accept_one(host, {host.address(), 0}, told);
      co_await doing(host, *stream);
      ADD_FAILURE() << "the victim was to be cut";
    });
    Signal rebooted;
    this->power("peer", [&](Host& host) -> Task<void> {
      auto stream = co_await connect_to(host, told);
      during = co_await read_until_silent(host, *stream);
      co_await Wait(rebooted, in(host, kLong), "the reboot");
      // A rebooted host knows nothing of the connection, and resets it when its peer sends.
      static_cast<void>(co_await stream->write("still there?", in(host, kLong)));
      after = co_await read_to_end(host, *stream);
    });
    this->run_for(milliseconds(30));
    this->world_->power_cut(victim);
    this->run_for(milliseconds(100));
    EXPECT_TRUE(during.ends_with("!deadline passed"))
        << during.substr(during.size() - std::min<std::size_t>(40, during.size()));
    this->world_->power_on(victim);
    this->run_for(milliseconds(10));
    rebooted.notify();
    this->run_for(milliseconds(300));
    EXPECT_TRUE(after.ends_with("!connection reset")) << after;
  }

  // Reads until 50 ms pass without a byte; appends the error that ended the connection, if any.
  static Task<std::string> read_until_silent(Host& host, Stream& stream) {
    std::string all;
    std::vector<char> buffer(65536);
    for (;;) {
      const auto got = co_await stream.read(buffer, in(host, milliseconds(50)));
      if (!got) co_return all + "!" + std::string(to_text(got.error()));
      if (*got == 0) co_return all + "!end";
      all.append(buffer.data(), *got);
    }
  }
};
TYPED_TEST_SUITE(Power, ArmsOfAllAddresses);

TYPED_TEST(Power, IsCutWhileAHostSleepsOnAConnection) {
  this->expect_silence_then_reset([](Host& host, Stream&) -> Task<void> { co_await host.sleep(seconds(1000)); });
}

TYPED_TEST(Power, IsCutWhileAHostReads) {
  this->expect_silence_then_reset([](Host&, Stream& stream) -> Task<void> {
    std::array<char, 16> buffer{};
    static_cast<void>(co_await stream.read(buffer, kNever));
  });
}

TYPED_TEST(Power, IsCutWhileAHostHasWrittenAndWaits) {
  this->expect_silence_then_reset([](Host& host, Stream& stream) -> Task<void> {
    EXPECT_TRUE(co_await stream.write("a beginning", kNever));
    co_await host.sleep(seconds(1000));
  });
}

TYPED_TEST(Power, IsCutAfterAHostHasEndedItsSide) {
  Endpoint told;
  std::string heard = "not read";
  Host& victim = this->power("victim", [&](Host& host) -> Task<void> {
    auto stream = co_await accept_one(host, this->any(host), told);
    stream->shutdown_write();
    co_await host.sleep(seconds(1000));
  });
  this->power("peer", [&](Host& host) -> Task<void> {
    auto stream = co_await connect_to(host, told);
    heard = co_await read_to_end(host, *stream);
    co_await host.sleep(seconds(5));
  });
  this->run_for(milliseconds(30));
  this->world_->power_cut(victim);
  this->run_for(milliseconds(50));
  EXPECT_EQ(heard, "");
}

TYPED_TEST(Power, IsCutWhileAHostConnects) {
  Endpoint told;
  bool accepted = false;
  this->power("server", [&](Host& host) -> Task<void> {
    auto listener = host.listen(this->any(host));
    told = (*listener)->local();
    auto stream = co_await (*listener)->accept(in(host, milliseconds(60)));
    accepted = stream.ok();
    if (!stream) co_return;
    // The connecting host is dead: it sends nothing, not even a reset.
    std::array<char, 4> buffer{};
    const auto got = co_await (*stream)->read(buffer, in(host, milliseconds(40)));
    EXPECT_EQ(got.ok() ? IoError::kClosed : got.error(), IoError::kDeadline);
  });
  int attempts = 0;
  Host& victim = this->power("victim", [&](Host& host) -> Task<void> {
    co_await learn(host, told);
    ++attempts;
    // The stream is kept until the cut, because on a fast machine the connection may be set up before it.
    const auto stream = co_await host.connect(told, kNever);
    co_await host.sleep(seconds(1000));
  });
  this->run_until([&] { return attempts > 0; }, std::chrono::microseconds(50));
  this->world_->power_cut(victim);
  EXPECT_TRUE(victim.scope().strands().empty());
  this->run_for(milliseconds(150));
  EXPECT_EQ(attempts, 1);
  // A virtual victim cannot complete the set-up; a real victim's kernel has completed the connection.
  if (TypeParam::kIsVirtual) EXPECT_FALSE(accepted);
}

TYPED_TEST(Power, OfAListenerIsGoneForWhoConnectsToIt) {
  Endpoint told;
  Host& victim = this->power("victim", [&](Host& host) -> Task<void> {
    auto listener = host.listen(this->any(host));
    told = (*listener)->local();
    co_await host.sleep(seconds(1000));
  });
  this->run_for(milliseconds(10));
  this->world_->power_cut(victim);
  std::string heard;
  this->power("peer", [&](Host& host) -> Task<void> {
    const Moment before = host.now();
    auto stream = co_await host.connect(told, in(host, milliseconds(80)));
    if (stream) {
      heard = "connected" + co_await Power<TypeParam>::read_until_silent(host, **stream);
      co_return;
    }
    heard = to_text(stream.error());
    EXPECT_EQ(host.now() - before, milliseconds(80));
  });
  this->run_for(milliseconds(300));
  EXPECT_EQ(heard, TypeParam::kIsVirtual ? "deadline passed" : "connected!deadline passed");
}

TYPED_TEST(Power, GivesThePortsBackAfterAReboot) {
  Endpoint stream_end;
  Endpoint datagram_end;
  int boot = 0;
  bool taken_again = false;
  Host& victim = this->power("victim", [&](Host& host) -> Task<void> {
    if (++boot == 2) {
      taken_again = host.listen(stream_end).ok() && host.open_udp(datagram_end).ok();
      co_return;
    }
    auto listener = host.listen(this->any(host));
    auto socket = host.open_udp(this->any(host));
    stream_end = (*listener)->local();
    datagram_end = (*socket)->local();
    co_await host.sleep(seconds(1000));
  });
  this->run_for(milliseconds(10));
  this->world_->power_cut(victim);
  this->run_for(milliseconds(10));
  this->world_->power_on(victim);
  this->run_for(milliseconds(10));
  EXPECT_EQ(boot, 2);
  EXPECT_TRUE(taken_again);
}

TYPED_TEST(Power, LosesTheDatagramsThatComeWhileItIsOff) {
  Endpoint told;
  int boot = 0;
  std::vector<std::string> heard;
  Host& victim = this->power("victim", [&](Host& host) -> Task<void> {
    ++boot;
    auto socket = host.open_udp(boot == 1 ? this->any(host) : told);
    told = (*socket)->local();
    for (;;) {
      const auto datagram = co_await (*socket)->receive(kNever);
      if (datagram) heard.push_back(datagram->bytes);
    }
  });
  std::optional<IoError> answer;
  this->power("peer", [&](Host& host) -> Task<void> {
    const Endpoint to = co_await learn(host, told);
    auto socket = host.open_udp(this->any(host));
    EXPECT_TRUE((*socket)->send(to, "before"));
    co_await host.sleep(milliseconds(60));
    EXPECT_TRUE((*socket)->send(to, "lost"));
    const auto silence = co_await (*socket)->receive(in(host, milliseconds(40)));
    if (!silence) answer = silence.error();
    co_await host.sleep(milliseconds(60));
    EXPECT_TRUE((*socket)->send(to, "after"));
    co_await host.sleep(milliseconds(500));
  });
  this->run_for(milliseconds(30));
  this->world_->power_cut(victim);
  this->run_for(milliseconds(90));
  this->world_->power_on(victim);
  this->run_for(milliseconds(90));
  EXPECT_EQ(heard, (std::vector<std::string>{"before", "after"}));
  EXPECT_EQ(answer, IoError::kDeadline);
}

TYPED_TEST(Power, IsSwitchedOnCutAndPressedInAnyOrderWithoutHarm) {
  int boots = 0;
  Host& host = this->add("host", [&](Host& self) -> Task<void> {
    ++boots;
    while (!self.power_off_requested()) co_await Wait(self.power_button(), kNever, "the power button");
  });
  World& world = *this->world_;
  world.power_off(host);
  world.power_cut(host);
  EXPECT_FALSE(host.powered());
  world.power_on(host);
  world.power_on(host);
  this->run_for(milliseconds(2));
  EXPECT_EQ(boots, 1);
  world.power_off(host);
  world.power_off(host);
  world.power_cut(host);
  world.power_cut(host);
  EXPECT_FALSE(host.powered());
  world.power_on(host);
  this->run_for(milliseconds(2));
  EXPECT_EQ(boots, 2);
  EXPECT_TRUE(host.powered());
  EXPECT_FALSE(host.power_off_requested());
}

TYPED_TEST(Power, IsCutByAControlEventThatPrecedesTheTimersOfItsMoment) {
  bool went_on = false;
  Moment cut_at{};
  Host& host = this->power("host", [&](Host& self) -> Task<void> {
    co_await self.sleep_until(cut_at);
    went_on = true;
  });
  cut_at = this->world_->now() + milliseconds(10);
  this->world_->at(cut_at, [&] { this->world_->power_cut(host); });
  this->run_for(milliseconds(30));
  EXPECT_FALSE(went_on);
  EXPECT_FALSE(host.powered());
}

TYPED_TEST(Power, DoesNotMoveTheHostsChanceBackAtAReboot) {
  constexpr Purpose kTest("test.reboot");
  std::set<std::uint64_t> seen;
  Host& host = this->add("host", [&](Host& self) -> Task<void> {
    seen.insert(self.chance(kTest).bits());
    co_return;
  });
  for (int boot = 0; boot < 3; ++boot) {
    this->world_->power_on(host);
    this->run_for(milliseconds(2));
  }
  EXPECT_EQ(seen.size(), 3U);
}

}  // namespace
}  // namespace dialtone
