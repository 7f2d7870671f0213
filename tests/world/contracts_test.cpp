// Misuse by callers stops the process with a message that names the impossible state.
#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

class Nothing : public Event {
 public:
  Nothing() : Event([](Event&) {}) {}
};

TEST(EventQueueDeathTest, RefusesAnEventThatIsScheduled) {
  EventQueue queue;
  Nothing event;
  queue.schedule(event, Moment(seconds(1)), EventClass::kTimer, 1, 1);
  EXPECT_DEATH(queue.schedule(event, Moment(seconds(2)), EventClass::kTimer, 1, 2), "scheduled");
  EXPECT_DEATH(EventQueue::fire(event), "scheduled");
}

TEST(EventQueueDeathTest, MovesOnlyWhatIsScheduled) {
  Nothing event;
  EXPECT_DEATH(event.move(Moment(seconds(1))), "scheduled");
}

TEST(LoopDeathTest, DoesNotGoBackInTime) {
  Loop loop;
  loop.set_now(Moment(seconds(2)));
  EXPECT_DEATH(loop.set_now(Moment(seconds(1))), "now >= now_");
}

TEST(LoopDeathTest, KnowsNoEventBeforeTheLast) {
  Loop loop;
  Nothing first;
  Nothing second;
  loop.queue().schedule(first, Moment(seconds(2)), EventClass::kTimer, 1, 1);
  EXPECT_TRUE(loop.run_one(Moment(seconds(2))));
  loop.queue().schedule(second, Moment(seconds(1)), EventClass::kTimer, 1, 2);
  EXPECT_DEATH(loop.run_one(Moment(seconds(2))), "nothing is scheduled in the past");
  second.cancel();
}

// A host that does what a test wants at power-on.
class PartyDeathTest : public testing::Test {
 protected:
  void live(Host::Main main) {
    HostConfig config{.name = "host", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
    config.main = std::move(main);
    world_.power_on(world_.add_host(std::move(config)));
    world_.run(Moment(seconds(1)));
  }

  VirtualWorld world_{{}};
};

TEST_F(PartyDeathTest, DoesNotCutItsOwnPower) {
  const auto main = [this](Host& host) -> Task<void> {
    world_.power_cut(host);
    co_return;
  };
  EXPECT_DEATH(live(main), "between the parties' turns");
}

TEST_F(PartyDeathTest, DoesNotDestroyTheStrandThatItRunsOn) {
  const auto main = [](Host& host) -> Task<void> {
    std::unique_ptr<Child> itself;
    Signal ended;
    const auto end = [](Host& on, std::unique_ptr<Child>& child) -> Task<void> {
      co_await on.sleep(Duration::zero());
      child.reset();
    };
    itself = std::make_unique<Child>(host, "itself", end(host, itself), ended);
    co_await host.sleep(seconds(1));
  };
  EXPECT_DEATH(live(main), "a strand does not destroy itself");
}

TEST_F(PartyDeathTest, AwaitsATaskOnce) {
  const auto main = [](Host& host) -> Task<void> {
    const auto pause = [](Host& on) -> Task<void> { co_await on.sleep(Duration::zero()); };
    Task<void> task = pause(host);
    co_await task;
    co_await task;
  };
  EXPECT_DEATH(live(main), "a task is awaited once");
}

TEST(NetworkDeathTest, GivesAnAddressToOneHost) {
  VirtualWorld world{{}};
  const auto config = [](const char* name) {
    return HostConfig{
        .name = name, .addresses = {IpAddress::v4(10, 0, 0, 1)}, .main = [](Host&) -> Task<void> { co_return; }};
  };
  world.add_host(config("one"));
  EXPECT_DEATH(world.add_host(config("other")), "an address is one host's");
}

TEST(NetworkDeathTest, LetsNoRuleInstallAnother) {
  VirtualWorld world{{}};
  const RuleGuard guard = world.network().install([&](const Packet&, Moment) {
    const RuleGuard another = world.network().install([](const Packet&, Moment) { return Verdict::pass(); });
    return Verdict::pass();
  });
  HostConfig config{.name = "host", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
  config.main = [](Host& host) -> Task<void> {
    const auto socket = host.open_udp({host.address(), 0});
    static_cast<void>((*socket)->send({host.address(), 9}, "x").ok());
    co_return;
  };
  world.power_on(world.add_host(std::move(config)));
  EXPECT_DEATH(world.run(Moment(seconds(1))), "no rule installs another");
}

}  // namespace
}  // namespace dialtone
