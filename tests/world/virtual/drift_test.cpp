// A drifting clock, in exact moments of the world's time.
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tests/world/conformance/conformance.h"

namespace dialtone {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

class Drift : public Conformance<VirtualArm> {
 protected:
  // Returns when `main` has ended, by the world's clock. The drift is `parts_per_million` from `from` on.
  Moment end_of(std::int64_t parts_per_million, Moment from, Host::Main main) {
    Moment end = kNever;
    Host& host = add("device", [&, main = std::move(main)](Host& self) -> Task<void> {
      co_await main(self);
      end = self.world_now();
    });
    drift_at(host, from, parts_per_million);
    world_->at(Moment{}, [this, &host] { world_->power_on(host); });
    run_to_the_end(hours(24 * 365 * 90));
    return end;
  }
  void drift_at(Host& host, Moment at, std::int64_t parts_per_million) {
    world_->at(at, [this, &host, parts_per_million] { world_->set_clock_drift(host, parts_per_million); });
  }
  static Task<void> ten_seconds(Host& host) {
    co_await host.sleep(seconds(10));
    EXPECT_EQ(host.now(), Moment(seconds(10)));
  }
};

// 10 A6
TEST_F(Drift, OfAHundredMillionthsEndsTenSecondsAMillisecondSooner) {
  // 10 s / 1.0001, rounded up.
  EXPECT_EQ(end_of(100, Moment{}, ten_seconds), Moment(nanoseconds(9'999'000'100)));
}

// 10 A6
TEST_F(Drift, OfMinusAHundredMillionthsEndsTenSecondsAMillisecondLater) {
  EXPECT_EQ(end_of(-100, Moment{}, ten_seconds), Moment(nanoseconds(10'001'000'101)));
}

// 10 A6
TEST_F(Drift, OfHalfASecondInASecondIsExactBothWays) {
  EXPECT_EQ(end_of(500'000, Moment{}, ten_seconds), Moment(nanoseconds(6'666'666'667)));
}

// 10 A6
TEST_F(Drift, OfMinusHalfASecondInASecondDoublesASleep) {
  EXPECT_EQ(end_of(-500'000, Moment{}, ten_seconds), Moment(seconds(20)));
}

// 10 A6
TEST_F(Drift, ThatBeginsInASleepHurriesWhatIsLeftOfIt) {
  EXPECT_EQ(end_of(500'000, Moment(seconds(4)), ten_seconds), Moment(seconds(8)));
}

// 10 A6
TEST_F(Drift, ThatBeginsInASleepDelaysWhatIsLeftOfIt) {
  EXPECT_EQ(end_of(-500'000, Moment(seconds(4)), ten_seconds), Moment(seconds(16)));
}

// 10 A6
TEST_F(Drift, ThatChangesAgainAndAgainMovesASleepEachTime) {
  Moment end = kNever;
  Host& host = power("device", [&](Host& self) -> Task<void> {
    co_await ten_seconds(self);
    end = self.world_now();
  });
  drift_at(host, Moment(seconds(2)), 500'000);    // the host's clock shows 2 s
  drift_at(host, Moment(seconds(4)), -500'000);   // the host's clock shows 5 s
  drift_at(host, Moment(seconds(8)), 0);          // the host's clock shows 7 s
  drift_at(host, Moment(seconds(10)), -100'000);  // the host's clock shows 9 s
  run_to_the_end(seconds(60));
  EXPECT_EQ(end, Moment(nanoseconds(11'111'111'112)));
}

// 10 A6
TEST_F(Drift, ThatBeginsWhenADeadlineIsReachedLetsItPass) {
  EXPECT_EQ(end_of(-500'000, Moment(seconds(10)), ten_seconds), Moment(seconds(10)));
}

// 10 A6
TEST_F(Drift, MovesTheDeadlineOfAConnectionThatIsNotAnswered) {
  const Host& silent = add("silent", [](Host&) -> Task<void> { co_return; });
  Moment end = kNever;
  std::string said;
  Host& host = power("device", [&](Host& self) -> Task<void> {
    const auto stream = co_await self.connect({silent.address(), 80}, Moment(seconds(10)));
    said = to_text(stream.error());
    end = self.world_now();
  });
  drift_at(host, Moment(seconds(4)), -500'000);
  run_for(seconds(60));
  EXPECT_EQ(said, "deadline passed");
  EXPECT_EQ(end, Moment(seconds(16)));
}

// 10 A6
TEST_F(Drift, LeavesWorkFlashAndNamesToTheWorld) {
  std::vector<Duration> took;
  world_->set_name("ca.example.net", {IpAddress::v4(10, 9, 9, 9)});
  const Moment end = end_of(500'000, Moment{}, [&](Host& host) -> Task<void> {
    Moment began = host.world_now();
    co_await host.work(seconds(3));
    took.push_back(host.world_now() - began);
    began = host.world_now();
    EXPECT_TRUE(co_await host.flash().write("settings", std::string(1000, 'x')));
    took.push_back(host.world_now() - began);
    began = host.world_now();
    EXPECT_TRUE(co_await host.resolve("ca.example.net", host.now() + seconds(1)));
    took.push_back(host.world_now() - began);
  });
  EXPECT_EQ(took, (std::vector<Duration>{seconds(3), milliseconds(1), milliseconds(2)}));
  EXPECT_NE(end, kNever);
}

// 10 A6
TEST_F(Drift, ThatBeginsWhileAnAnswerIsUnderWayMovesItsDeadlineAndNotTheAnswer) {
  class Slow : public HostScript {
    NameAct on_question(const Host&, std::string_view) override { return {.delay = seconds(8)}; }
  } slow;
  std::vector<std::string> said;
  const auto ask = [&](Host& host) -> Task<void> {
    const auto found = co_await host.resolve("ca.example.net", Moment(seconds(10)));
    said.push_back((found ? "answered" : std::string(to_text(found.error()))) + " at " +
                   to_text(host.world_now() - Moment{}));
  };
  world_->set_name("ca.example.net", {IpAddress::v4(10, 9, 9, 9)});
  Host& fast = add("fast", ask, &slow);
  Host& late = add("late", ask, &slow);
  for (Host* host : {&fast, &late}) world_->power_on(*host);
  drift_at(fast, Moment(seconds(4)), 1'000'000);  // shows 10 s at the world's 7 s
  drift_at(late, Moment(seconds(4)), -500'000);
  run_to_the_end();
  EXPECT_EQ(said, (std::vector<std::string>{"deadline passed at 7s", "answered at 8.002s"}));
}

// 10 A6
TEST_F(Drift, KeepsTheOrderOfThoseWhoWaitForOneMoment) {
  std::string order;
  const auto sleeper = [&](Host& host, char name, Duration pause) -> Task<void> {
    if (pause > Duration::zero()) co_await host.sleep(pause);
    co_await host.sleep_until(Moment(seconds(10)));
    order += name;
  };
  Host& host = power("device", [&](Host& self) -> Task<void> {
    self.spawn("late", sleeper(self, 'c', seconds(2)));
    self.spawn("early", sleeper(self, 'a', Duration::zero()));
    self.spawn("middle", sleeper(self, 'b', seconds(1)));
    co_await self.sleep(seconds(20));
  });
  drift_at(host, Moment(seconds(4)), -500'000);
  drift_at(host, Moment(seconds(6)), 300'000);
  run_for(seconds(30));
  EXPECT_EQ(order, "abc");
}

// 10 A6
TEST_F(Drift, HoldsForWaitsOfYearsAndForEver) {
  const Duration years = hours(24 * 365 * 40);
  Moment end = kNever;
  bool is_over = false;
  Signal signal;
  Host& host = power("device", [&](Host& self) -> Task<void> {
    self.spawn("for ever", [](Host&, Signal& never, bool& over) -> Task<void> {
      co_await Wait(never, kNever, "a signal");
      over = true;
    }(self, signal, is_over));
    self.spawn("centuries", [](Host& own, bool& over) -> Task<void> {
      co_await own.sleep_until(Moment(hours(24 * 365 * 250)));
      over = true;
    }(self, is_over));
    co_await self.sleep(years);
    end = self.world_now();
    co_await self.sleep(years);
  });
  drift_at(host, Moment{}, -500'000);
  drift_at(host, Moment(seconds(1)), 500'000);
  drift_at(host, Moment(seconds(2)), -500'000);
  world_->run(Moment(hours(24 * 365 * 81)));
  EXPECT_EQ(end, Moment(2 * years - seconds(2)));
  EXPECT_FALSE(is_over);
}

// 10 A6
TEST_F(Drift, WakesNobodyBeforeHisDeadlineHoweverItIsRounded) {
  for (const std::int64_t drift : {500'000, -500'000, 1, -1, 333'333, -999'999, 99'000'001}) {
    int wakes = 0;
    Host& host = power("device " + std::to_string(drift), [&](Host& self) -> Task<void> {
      for (std::int64_t pause : {1, 2, 3, 7, 1001, 999'983}) {
        const Moment until = self.now() + nanoseconds(pause);
        for (; self.now() < until; ++wakes) co_await self.sleep_until(until);
      }
    });
    world_->set_clock_drift(host, drift);
    run_to_the_end(hours(1));
    EXPECT_EQ(wakes, 6) << drift;
  }
}

// 10 A6
TEST_F(Drift, DoesNotHoldUpTimeWhereAHostSleepsForNanoseconds) {
  for (const std::int64_t drift : {500'000, 99'000'000}) {
    Host& host = power("device " + std::to_string(drift), [](Host& self) -> Task<void> {
      const Moment until = self.now() + milliseconds(1);
      while (self.now() < until) co_await self.sleep(nanoseconds(1));
    });
    world_->set_clock_drift(host, drift);
    EXPECT_EQ(world_->run(world_->now() + milliseconds(5)), RunEnd::kIdle) << drift;
  }
}

// 10 A6
TEST_F(Drift, IsNoPartOfWhatAStalledRunPrints) {
  Host& host = power("device", [](Host& self) -> Task<void> { co_await self.sleep(seconds(10)); });
  drift_at(host, Moment(seconds(2)), -500'000);
  world_->run(Moment(seconds(4)));
  std::ostringstream out;
  world_->describe(out, 1);
  EXPECT_EQ(out.str(), "device\n  main awaits the end of a pause, until 18 s (in 14 s)\n");
}

// 10 A6
TEST_F(Drift, ThatComesToTheSameChangesNothingButTheRecord) {
  EXPECT_EQ(end_of(0, Moment(seconds(3)), ten_seconds), Moment(seconds(10)));
  EXPECT_EQ(events_.lines, (std::vector<std::string>{"device clock.changed drift_ppm=0"}));
}

}  // namespace
}  // namespace dialtone
