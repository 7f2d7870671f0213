// A drifting clock in both worlds: a party waits by its own clock, not the world's.
#include <gtest/gtest.h>

#include <string>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::int64_t kHundredfold = 99'000'000;
constexpr std::int64_t kTenth = -900'000;

template <typename Arm>
class DriftingClock : public Conformance<Arm> {
 protected:
  // How long a wait for ten seconds of the host's clock lasted by the world's clock and by the host's. After a tenth of
  // a second the host's clock begins to run a hundred times as fast.
  struct Lasted {
    Duration world{};
    Duration own{};
  };
  template <typename Waiting>
  Lasted wait_while_the_drift_changes(Waiting wait) {
    Lasted lasted;
    Host& host = this->power("device", [&](Host& self) -> Task<void> {
      const Moment began = self.world_now();
      const Moment own_began = self.now();
      co_await wait(self, own_began + seconds(10));
      lasted = {self.world_now() - began, self.now() - own_began};
    });
    this->run_for(milliseconds(100));
    this->world_->set_clock_drift(host, kHundredfold);
    this->run_to_the_end();
    return lasted;
  }
  // The rest of the ten seconds must have taken a hundredth of its length.
  static void expect_quickened(const Lasted& lasted) {
    EXPECT_GE(lasted.own, seconds(10));
    EXPECT_GE(lasted.world, milliseconds(199));
    EXPECT_LT(lasted.world, seconds(5));
    if (Arm::kIsVirtual) EXPECT_EQ(lasted, (Lasted{milliseconds(199), seconds(10)}));
  }
  friend bool operator==(const Lasted& one, const Lasted& other) {
    return one.world == other.world && one.own == other.own;
  }
};
TYPED_TEST_SUITE(DriftingClock, Arms);

// 10 A6
TYPED_TEST(DriftingClock, MovesASleepThatIsPending) {
  this->expect_quickened(this->wait_while_the_drift_changes(
      [](Host& host, Moment until) -> Task<void> { co_await host.sleep_until(until); }));
}

// 10 A6
TYPED_TEST(DriftingClock, MovesTheDeadlineOfADatagram) {
  this->expect_quickened(this->wait_while_the_drift_changes([](Host& host, Moment until) -> Task<void> {
    auto socket = host.open_udp({host.address(), 0});
    const auto datagram = co_await (*socket)->receive(until);
    EXPECT_EQ(datagram.error(), IoError::kDeadline);
  }));
}

// 10 A6
TYPED_TEST(DriftingClock, MovesTheDeadlinesOfAcceptingAndReading) {
  this->expect_quickened(this->wait_while_the_drift_changes([](Host& host, Moment until) -> Task<void> {
    auto listener = host.listen({host.address(), 0});
    auto stream = co_await host.connect((*listener)->local(), until);
    auto accepted = co_await (*listener)->accept(until);
    EXPECT_TRUE(stream.ok() && accepted.ok());
    const auto again = co_await (*listener)->accept(host.now() + seconds(5));
    EXPECT_EQ(again.error(), IoError::kDeadline);
    char byte = 0;
    const auto read = co_await (*stream)->read(std::span(&byte, 1), until);
    EXPECT_EQ(read.error(), IoError::kDeadline);
  }));
}

// 10 A6
TYPED_TEST(DriftingClock, MovesTheDeadlineOfASignalThatNeverComes) {
  Signal signal;
  this->expect_quickened(this->wait_while_the_drift_changes([&](Host&, Moment until) -> Task<void> {
    const Wake wake = co_await Wait(signal, until, "a signal");
    EXPECT_EQ(wake, Wake::kDeadline);
  }));
}

// 10 A6
TYPED_TEST(DriftingClock, OfAHostThatIsOffCountsForItsNextLife) {
  Duration world{};
  Host& host = this->add("device", [&](Host& self) -> Task<void> {
    const Moment began = self.world_now();
    co_await self.sleep(milliseconds(20));
    world = self.world_now() - began;
  });
  this->world_->set_clock_drift(host, kTenth);
  this->world_->power_on(host);
  this->run_to_the_end();
  EXPECT_GE(world, milliseconds(200));
  if (TypeParam::kIsVirtual) EXPECT_EQ(world, milliseconds(200));
}

// 10 A6
TYPED_TEST(DriftingClock, AgreesWithTheDateAndIsNotSteppedWithIt) {
  Host& host = this->power("device", [](Host& self) -> Task<void> { co_await self.sleep(milliseconds(40)); });
  this->world_->set_clock_drift(host, 500'000);
  const Moment now = host.now();
  const WallTime wall = host.wall_clock();
  this->world_->step_clock(host, -seconds(3600));
  EXPECT_EQ(host.now(), now);
  EXPECT_EQ(host.wall_clock(), wall - seconds(3600));
  this->run_for(milliseconds(10));
  EXPECT_GE(host.now() - now, milliseconds(15));
  EXPECT_EQ(host.wall_clock() - wall, host.now() - now - seconds(3600));
  this->run_to_the_end();
}

// 10 A6
TYPED_TEST(DriftingClock, MovesNobodyElses) {
  Duration slept{};
  Host& host = this->power("device", [](Host& self) -> Task<void> { co_await self.sleep(milliseconds(400)); });
  this->power("other", [&](Host& self) -> Task<void> {
    const Moment began = self.now();
    co_await self.sleep(milliseconds(30));
    slept = self.world_now() - began;
  });
  this->world_->set_clock_drift(host, kHundredfold);
  this->run_to_the_end();
  EXPECT_GE(slept, milliseconds(30));
  if (TypeParam::kIsVirtual) EXPECT_EQ(slept, milliseconds(30));
}

}  // namespace
}  // namespace dialtone
