// A pause in both worlds: like SIGSTOP for a process.
#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

template <typename Arm>
class Paused : public Conformance<Arm> {
 protected:
  void pause_for(Host& host, Duration time) {
    this->world_->pause(host);
    this->run_for(time);
    this->world_->resume(host);
  }
};
TYPED_TEST_SUITE(Paused, Arms);

TYPED_TEST(Paused, RunsNothingAndGoesOnAfterwards) {
  int ticks = 0;
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    for (;; ++ticks) co_await self.sleep(milliseconds(1));
  });
  this->run_for(milliseconds(20));
  const int before = ticks;
  EXPECT_GT(before, 0);
  this->world_->pause(host);
  EXPECT_TRUE(host.paused());
  this->run_for(milliseconds(30));
  EXPECT_EQ(ticks, before);
  this->world_->resume(host);
  EXPECT_FALSE(host.paused());
  this->run_for(milliseconds(20));
  EXPECT_GT(ticks, before);
}

TYPED_TEST(Paused, RunsTimersThatCameDueInTheirOrderAndBeforeAnythingNewer) {
  std::string order;
  const auto sleeper = [&](Host& self, Duration time, char name) -> Task<void> {
    co_await self.sleep(time);
    order += name;
  };
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    self.spawn("third", sleeper(self, milliseconds(30), 'c'));
    self.spawn("first", sleeper(self, milliseconds(10), 'a'));
    self.spawn("second", sleeper(self, milliseconds(20), 'b'));
    self.spawn("after the pause", sleeper(self, milliseconds(300), 'z'));
    co_await self.sleep(seconds(100));
  });
  this->run_for(milliseconds(2));
  this->world_->pause(host);
  this->run_for(milliseconds(40));
  EXPECT_EQ(order, "");
  this->world_->resume(host);
  host.spawn("newer", sleeper(host, Duration::zero(), 'n'));
  this->run_for(milliseconds(400));
  EXPECT_EQ(order, "abcnz");
}

TYPED_TEST(Paused, GetsWhatWasSentToItMeanwhile) {
  Endpoint told;
  std::vector<std::string> got;
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    auto socket = self.open_udp(this->any(self));
    told = (*socket)->local();
    while (got.size() < 3) {
      auto datagram = co_await (*socket)->receive(kNever);
      if (datagram) got.push_back(datagram->bytes);
    }
  });
  this->power("peer", [&](Host& self) -> Task<void> {
    co_await self.sleep(milliseconds(10));
    const Endpoint to = co_await learn(self, told);
    auto socket = self.open_udp(this->any(self));
    for (const char* bytes : {"one", "two", "three"}) EXPECT_TRUE((*socket)->send(to, bytes));
    co_await self.sleep(milliseconds(5));
  });
  this->run_for(Duration::zero());
  this->pause_for(host, milliseconds(50));
  EXPECT_TRUE(got.empty());
  this->run_to_the_end();
  EXPECT_EQ(got, (std::vector<std::string>{"one", "two", "three"}));
}

TYPED_TEST(Paused, LosesDatagramsOverItsBuffer) {
  constexpr int kSent = 250;
  Endpoint told;
  int got = 0;
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    auto socket = self.open_udp(this->any(self));
    told = (*socket)->local();
    while (co_await (*socket)->receive(in(self, milliseconds(100)))) ++got;
  });
  this->power("peer", [&](Host& self) -> Task<void> {
    co_await self.sleep(milliseconds(10));
    const Endpoint to = co_await learn(self, told);
    auto socket = self.open_udp(this->any(self));
    for (int i = 0; i < kSent; ++i) EXPECT_TRUE((*socket)->send(to, std::string(65'507, 'x')));
    co_await self.sleep(milliseconds(5));
  });
  this->run_for(Duration::zero());
  // The deadline has passed when the host resumes, but the first datagram came before the deadline.
  this->pause_for(host, milliseconds(200));
  this->run_to_the_end();
  EXPECT_GT(got, 0);
  // The limit is 8 MiB: the real system allows twice the requested 4 MiB, including its own bookkeeping.
  EXPECT_LE(got, 2 * 4 * 1024 * 1024 / 65'507);
}

TYPED_TEST(Paused, TakesConnectionsAndBytesUntilTheWindowsAreFull) {
  constexpr std::size_t kMuch = 40'000'000;
  Endpoint told;
  std::size_t read = 0;
  std::size_t written = 0;
  Host& server = this->power("server", [&](Host& self) -> Task<void> {
    auto listener = self.listen(this->any(self));
    told = (*listener)->local();
    auto stream = co_await (*listener)->accept(kNever);
    std::vector<char> buffer(1'000'000);
    while (read < kMuch) {
      const auto got = co_await (*stream)->read(buffer, kNever);
      if (!got) co_return;
      read += *got;
    }
  });
  this->power("client", [&](Host& self) -> Task<void> {
    co_await self.sleep(milliseconds(10));
    auto stream = co_await connect_to(self, told);
    const std::string piece(10'000, 'x');
    for (; written < kMuch; written += piece.size()) EXPECT_TRUE(co_await stream->write(piece, kNever));
    // A host that closes with bytes in transit loses none.
    static_cast<void>(co_await read_to_end(self, *stream));
  });
  this->run_for(Duration::zero());
  this->world_->pause(server);
  this->run_for(milliseconds(300));
  EXPECT_EQ(read, 0U);
  EXPECT_GT(written, 100'000U);
  EXPECT_LT(written, kMuch);
  this->world_->resume(server);
  this->run_to_the_end();
  EXPECT_EQ(read, kMuch);
}

// Whichever of datagram and deadline came first decides, although both came during the pause.
TYPED_TEST(Paused, GetsADatagramThatCameBeforeItsDeadlineAndMissesOneThatCameAfter) {
  Endpoint told;
  Signal send;
  std::vector<std::string> heard;
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    auto socket = self.open_udp(this->any(self));
    told = (*socket)->local();
    for (const int patience : {500, 50, 10'000}) {
      auto datagram = co_await (*socket)->receive(in(self, milliseconds(patience)));
      heard.push_back(datagram ? datagram->bytes : std::string(to_text(datagram.error())));
    }
  });
  this->power("peer", [&](Host& self) -> Task<void> {
    const Endpoint to = co_await learn(self, told);
    auto socket = self.open_udp(this->any(self));
    for (const char* bytes : {"early", "late"}) {
      co_await Wait(send, kNever, "the word");
      EXPECT_TRUE((*socket)->send(to, bytes));
    }
  });
  this->run_for(milliseconds(5));
  send.notify();
  this->pause_for(host, milliseconds(600));
  this->run_for(Duration::zero());
  EXPECT_EQ(heard, std::vector<std::string>{"early"});
  this->world_->pause(host);
  this->run_for(milliseconds(100));
  send.notify();
  this->run_for(milliseconds(20));
  this->world_->resume(host);
  this->run_to_the_end();
  EXPECT_EQ(heard, (std::vector<std::string>{"early", "deadline passed", "late"}));
}

// A virtual host's flash completes the write that was begun; a real host writes a piece at each of its turns.
TYPED_TEST(Paused, WritesOnToItsFlashInTheVirtualWorldAlone) {
  const std::string bytes(4'000'000, 'x');
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    static_cast<void>(co_await self.flash().write("file", bytes));
    ADD_FAILURE() << "the write was to be cut";
  });
  this->run_for(milliseconds(10));
  this->world_->pause(host);
  const auto before = host.flash().size("file");
  this->run_for(milliseconds(20));
  this->world_->power_cut(host);
  const auto left = host.flash().size("file");
  ASSERT_TRUE(left);
  ASSERT_TRUE(before);
  if (TypeParam::kIsVirtual) EXPECT_EQ(*left, 30'000U) << "a byte each microsecond";
  if (!TypeParam::kIsVirtual) EXPECT_EQ(*left, *before);
}

TYPED_TEST(Paused, LosesItsPauseWithItsPower) {
  int ticks = 0;
  int boots = 0;
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    ++boots;
    for (;; ++ticks) co_await self.sleep(milliseconds(1));
  });
  this->run_for(milliseconds(10));
  this->world_->pause(host);
  this->run_for(milliseconds(10));
  this->world_->power_cut(host);
  EXPECT_FALSE(host.paused());
  EXPECT_TRUE(host.scope().strands().empty());
  this->run_for(milliseconds(10));
  const int before = ticks;
  this->world_->power_on(host);
  this->run_for(milliseconds(20));
  EXPECT_EQ(boots, 2);
  EXPECT_GT(ticks, before);
}

TYPED_TEST(Paused, HearsOfThePowerButtonWhenItGoesOn) {
  Host& host = this->power("device", [&](Host& self) -> Task<void> {
    while (!self.power_off_requested()) co_await Wait(self.power_button(), kNever, "the power button");
  });
  this->run_for(milliseconds(5));
  this->world_->pause(host);
  this->world_->power_off(host);
  this->run_for(milliseconds(10));
  EXPECT_TRUE(host.powered());
  this->world_->resume(host);
  this->run_for(milliseconds(10));
  EXPECT_FALSE(host.powered());
}

TYPED_TEST(Paused, IsNoHostWithoutPowerNorOneThatWasResumedAlready) {
  int boots = 0;
  Host& host = this->add("device", [&](Host& self) -> Task<void> {
    ++boots;
    co_await self.sleep(seconds(100));
  });
  this->world_->pause(host);
  EXPECT_FALSE(host.paused());
  this->world_->resume(host);
  this->world_->power_on(host);
  this->run_for(milliseconds(5));
  EXPECT_EQ(boots, 1);
  this->world_->pause(host);
  this->world_->pause(host);
  this->world_->resume(host);
  EXPECT_FALSE(host.paused());
}

// Switches two hosts on and pauses one of them in the same control event.
TYPED_TEST(Paused, HoldsBackWhatWasReadyAlready) {
  std::string order;
  Host* paused = &this->add("paused", [&](Host&) -> Task<void> {
    order += 'p';
    co_return;
  });
  Host* other = &this->add("other", [&](Host&) -> Task<void> {
    order += 'o';
    co_return;
  });
  this->world_->at(this->world_->now() + milliseconds(1), [&] {
    this->world_->power_on(*paused);
    this->world_->power_on(*other);
    this->world_->pause(*paused);
  });
  this->run_for(milliseconds(10));
  EXPECT_EQ(order, "o");
  this->world_->resume(*paused);
  this->run_to_the_end();
  EXPECT_EQ(order, "op");
}

TYPED_TEST(Paused, IsSaidSoAndMayOutlastTheWorld) {
  Host& host = this->power("device", [](Host& self) -> Task<void> {
    auto socket = self.open_udp({self.address(), 0});
    static_cast<void>(co_await (*socket)->receive(self.now() + milliseconds(3)));
    for (;;) co_await self.sleep(milliseconds(1));
  });
  this->run_for(milliseconds(1));
  this->world_->pause(host);
  this->run_for(milliseconds(10));
  std::ostringstream out;
  this->world_->describe(out, 1);
  EXPECT_TRUE(out.str().starts_with("device (paused)\n  main awaits ")) << out.str();
}

}  // namespace
}  // namespace dialtone
