#include "world/scope.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Records its destruction.
class LogEntry {
 public:
  LogEntry(std::string& log, char name) : log_(log), name_(name) {}
  ~LogEntry() { log_ += name_; }
  LogEntry(const LogEntry&) = delete;
  LogEntry& operator=(const LogEntry&) = delete;

 private:
  std::string& log_;
  char name_;
};

Task<void> stay(Host& host, std::string& log, char name) {
  const LogEntry farewell(log, name);
  co_await host.sleep_until(kNever);
}

Task<void> stay_for(Host& host, std::string& log, char name, Duration time) {
  const LogEntry farewell(log, name);
  co_await host.sleep(time);
}

class ScopeStory : public testing::Test {
 protected:
  Host& power(Host::Main main) {
    HostConfig config{.name = "host", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
    config.main = std::move(main);
    Host& host = world_.add_host(std::move(config));
    world_.power_on(host);
    return host;
  }
  void run_for(Duration time) { world_.run(world_.now() + time); }

  VirtualWorld world_{{.seed = 1}};
  std::string log_;
};

TEST_F(ScopeStory, StartsWhatIsSpawnedAfterThePresentEventAndInOrder) {
  power([&](Host& host) -> Task<void> {
    const auto say = [&](char name) -> Task<void> {
      log_ += name;
      co_return;
    };
    host.spawn("a", say('a'));
    host.spawn("b", say('b'));
    log_ += 'm';
    co_return;
  });
  run_for(milliseconds(1));
  EXPECT_EQ(log_, "mab");
}

TEST_F(ScopeStory, RunsWhatIsSpawnedBesideTheMain) {
  power([&](Host& host) -> Task<void> {
    host.spawn("a", stay_for(host, log_, 'a', milliseconds(2)));
    host.spawn("b", stay_for(host, log_, 'b', milliseconds(1)));
    co_await host.sleep(milliseconds(3));
    log_ += 'm';
  });
  run_for(milliseconds(10));
  EXPECT_EQ(log_, "bam");
}

TEST_F(ScopeStory, DestroysTheOldestStrandFirstWhenThePowerIsCut) {
  Host& host = power([&](Host& self) -> Task<void> {
    const LogEntry farewell(log_, 'm');
    self.spawn("a", stay(self, log_, 'a'));
    self.spawn("b", stay(self, log_, 'b'));
    self.spawn("c", stay(self, log_, 'c'));
    co_await self.sleep_until(kNever);
  });
  run_for(milliseconds(1));
  world_.power_cut(host);
  EXPECT_EQ(log_, "mabc");
  EXPECT_TRUE(host.scope().strands().empty());
}

TEST_F(ScopeStory, DestroysWhatAwaitsInsideOutwards) {
  Host& host = power([&](Host& self) -> Task<void> {
    const LogEntry farewell(log_, 'o');
    co_await stay(self, log_, 'i');
  });
  run_for(milliseconds(1));
  world_.power_cut(host);
  EXPECT_EQ(log_, "io");
}

TEST_F(ScopeStory, DestroysAStrandThatHasNotBegun) {
  Host& host = power([&](Host& self) -> Task<void> {
    self.spawn("a", stay(self, log_, 'a'));
    co_return;
  });
  world_.power_cut(host);
  EXPECT_EQ(log_, "");
  EXPECT_TRUE(host.scope().strands().empty());
}

TEST_F(ScopeStory, IsThereForDestructorsThatSeeTheHostWithoutPower) {
  struct Look {
    Host& host;
    std::string& log;
    ~Look() { log += host.powered() ? "powered" : "dead"; }
  };
  Host& host = power([&](Host& self) -> Task<void> {
    const Look look{self, log_};
    co_await self.sleep_until(kNever);
  });
  run_for(milliseconds(1));
  world_.power_cut(host);
  EXPECT_EQ(log_, "dead");
}

TEST_F(ScopeStory, EndsTheOthersWhenTheMainReturns) {
  Host& host = power([&](Host& self) -> Task<void> {
    self.spawn("a", stay(self, log_, 'a'));
    co_await self.sleep(milliseconds(5));
  });
  run_for(milliseconds(10));
  EXPECT_EQ(log_, "a");
  EXPECT_FALSE(host.powered());
}

TEST_F(ScopeStory, AChildThatEndsNotifiesAndIsDone) {
  std::optional<Moment> heard;
  power([&](Host& host) -> Task<void> {
    Signal finished;
    const Child child(host, "child", stay_for(host, log_, 'c', milliseconds(7)), finished);
    EXPECT_FALSE(child.done());
    while (!child.done()) co_await Wait(finished, kNever, "the child");
    heard = host.now();
    co_await host.sleep(milliseconds(1));
  });
  run_for(milliseconds(20));
  EXPECT_EQ(heard, Moment(milliseconds(7)));
  EXPECT_EQ(log_, "c");
}

TEST_F(ScopeStory, AChildGoesWithWhoeverMadeItWhereverItIs) {
  power([&](Host& host) -> Task<void> {
    Signal finished;
    {
      const Child child(host, "child", stay(host, log_, 'c'), finished);
      co_await host.sleep(milliseconds(1));
      log_ += '1';
    }
    log_ += '2';
    {
      const Child never_begun(host, "child", stay(host, log_, 'x'), finished);
    }
    co_await host.sleep(milliseconds(1));
  });
  run_for(milliseconds(10));
  EXPECT_EQ(log_, "1c2");
}

TEST_F(ScopeStory, AChildAndItsMakerGoOnceWhenThePowerIsCut) {
  Host& host = power([&](Host& self) -> Task<void> {
    const LogEntry farewell(log_, 'm');
    Signal finished;
    const Child child(self, "child", stay(self, log_, 'c'), finished);
    co_await self.sleep_until(kNever);
  });
  run_for(milliseconds(1));
  world_.power_cut(host);
  EXPECT_EQ(log_, "cm");
}

TEST_F(ScopeStory, AChildOfAChildGoesWithIt) {
  power([&](Host& host) -> Task<void> {
    const auto parent = [&](Host& self) -> Task<void> {
      Signal finished;
      const Child inner(self, "inner", stay(self, log_, 'i'), finished);
      co_await stay(self, log_, 'o');
    };
    Signal finished;
    auto child = std::make_unique<Child>(host, "outer", parent(host), finished);
    co_await host.sleep(milliseconds(1));
    child.reset();
    log_ += '!';
    co_await host.sleep(milliseconds(1));
  });
  run_for(milliseconds(10));
  EXPECT_EQ(log_, "oi!");
}

TEST_F(ScopeStory, AChildIsDroppedWhenThePowerButtonIsPressed) {
  Host& host = power([&](Host& self) -> Task<void> {
    const Child life(self, "life", stay(self, log_, 'l'), self.power_button());
    while (!life.done() && !self.power_off_requested()) co_await Wait(self.power_button(), kNever, "the power button");
    log_ += 'b';
  });
  run_for(milliseconds(5));
  world_.power_off(host);
  run_for(milliseconds(5));
  EXPECT_EQ(log_, "bl");
  EXPECT_FALSE(host.powered());
}

// --- signals and waits ---

TEST_F(ScopeStory, ASignalWakesAllWhoWaitInTheOrderInWhichTheyCame) {
  Signal signal;
  power([&](Host& host) -> Task<void> {
    const auto waiter = [&](char name) -> Task<void> {
      const Wake wake = co_await Wait(signal, kNever, "a signal");
      log_ += wake == Wake::kSignal ? name : '?';
    };
    for (const char name : {'a', 'b', 'c'}) host.spawn("waiter", waiter(name));
    co_await host.sleep(milliseconds(1));
    EXPECT_TRUE(signal.awaited());
    signal.notify();
    EXPECT_FALSE(signal.awaited());
    log_ += 'n';
    co_await host.sleep(milliseconds(1));
  });
  run_for(milliseconds(5));
  EXPECT_EQ(log_, "nabc");
}

TEST_F(ScopeStory, ASignalIsNotRemembered) {
  std::optional<Wake> wake;
  Signal signal;
  power([&](Host& host) -> Task<void> {
    signal.notify();
    wake = co_await Wait(signal, host.now() + milliseconds(3), "a signal");
    EXPECT_EQ(host.now(), Moment(milliseconds(3)));
  });
  run_for(milliseconds(5));
  EXPECT_EQ(wake, Wake::kDeadline);
}

TEST_F(ScopeStory, ASignalBeatsADeadlineOfTheSameMomentAndLeavesNoTimerBehind) {
  std::optional<Wake> wake;
  Signal signal;
  power([&](Host& host) -> Task<void> {
    wake = co_await Wait(signal, Moment(milliseconds(3)), "a signal");
    co_await host.sleep_until(kNever);
  });
  world_.at(Moment(milliseconds(3)), [&] { signal.notify(); });
  EXPECT_EQ(world_.run(Moment(seconds(1))), RunEnd::kIdle);
  EXPECT_EQ(wake, Wake::kSignal);
}

TEST_F(ScopeStory, AWaitThatIsDestroyedLeavesItsSignalAndItsTimer) {
  Signal signal;
  power([&](Host& host) -> Task<void> {
    const auto waiter = [&](Moment until) -> Task<void> { co_await Wait(signal, until, "a signal"); };
    Signal finished;
    {
      const Child child(host, "child", waiter(Moment(seconds(100))), finished);
      co_await host.sleep(milliseconds(1));
      EXPECT_TRUE(signal.awaited());
    }
    EXPECT_FALSE(signal.awaited());
    co_await host.sleep_until(kNever);
  });
  EXPECT_EQ(world_.run(Moment(seconds(1000))), RunEnd::kIdle);
  EXPECT_EQ(world_.now(), Moment(milliseconds(1)));
}

TEST_F(ScopeStory, AStrandThatWasMadeReadyMayBeDestroyedBeforeItGoesOn) {
  Signal signal;
  power([&](Host& host) -> Task<void> {
    const auto waiter = [&]() -> Task<void> {
      const LogEntry farewell(log_, 'w');
      co_await Wait(signal, kNever, "a signal");
      log_ += "went on";
    };
    Signal finished;
    auto child = std::make_unique<Child>(host, "child", waiter(), finished);
    co_await host.sleep(milliseconds(1));
    signal.notify();
    child.reset();
    co_await host.sleep(milliseconds(1));
    log_ += '.';
  });
  run_for(milliseconds(5));
  EXPECT_EQ(log_, "w.");
}

TEST_F(ScopeStory, SleepersOfOneMomentWakeInTheOrderInWhichTheyLayDown) {
  power([&](Host& host) -> Task<void> {
    const auto sleeper = [&](Host& self, char name) -> Task<void> {
      co_await self.sleep_until(Moment(milliseconds(9)));
      log_ += name;
    };
    for (const char name : {'c', 'a', 'b'}) host.spawn("sleeper", sleeper(host, name));
    co_await host.sleep(milliseconds(20));
  });
  run_for(milliseconds(30));
  EXPECT_EQ(log_, "cab");
}

}  // namespace
}  // namespace dialtone
