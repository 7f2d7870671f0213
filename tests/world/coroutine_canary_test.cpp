// Each form of coroutine in the tree, finished and destroyed at each of its suspensions. Compilers have failed here:
// g++ 12 loses a branch taken on an awaited value and frees temporaries twice, clang 14 leaks the temporaries of a
// destroyed frame. Under AddressSanitizer these tests detect both.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "values/result.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::seconds;

// Counts its instances: each that is made must be destroyed once.
class Counted {
 public:
  explicit Counted(int& alive) : alive_(&alive) { ++*alive_; }
  Counted(const Counted& other) : alive_(other.alive_), heap_(other.heap_ ? new std::string(*other.heap_) : nullptr) {
    ++*alive_;
  }
  Counted(Counted&& other) noexcept : alive_(other.alive_), heap_(std::move(other.heap_)) { ++*alive_; }
  Counted& operator=(const Counted&) = delete;
  ~Counted() { --*alive_; }

 private:
  int* alive_;
  std::unique_ptr<std::string> heap_ = std::make_unique<std::string>("a text that is longer than a small one");
};

Task<bool> yes() { co_return true; }
Task<bool> later(Host& host, bool value) {
  co_await host.sleep(seconds(1));
  co_return value;
}
Task<int> branch_at_once() {
  if (co_await yes()) co_return 1;
  co_return 0;
}
Task<int> branch_later(Host& host) {
  if (co_await later(host, true)) co_return 1;
  co_return 0;
}
Task<int> take(Host& host, Counted /*first*/, Counted /*second*/) {
  co_await host.sleep(seconds(1));
  co_return 1;
}
struct Pack {
  Counted counted;
  std::string text;
};
Task<int> take_pack(Host& host, Pack pack) {
  co_await host.sleep(seconds(1));
  co_return static_cast<int>(pack.text.size());
}
Task<Result<std::string>> result_later(Host& host, bool good) {
  co_await host.sleep(seconds(1));
  if (!good) co_return Failure{"no, for a reason that needs some room"};
  co_return std::string("yes, and with enough text to be on the heap");
}
Task<std::optional<std::unique_ptr<int>>> optional_later(Host& host) {
  co_await host.sleep(seconds(1));
  co_return std::make_unique<int>(7);
}

// Six suspensions of different forms, with living objects between them.
Task<void> every_form(Host& host, int& alive, std::vector<int>& steps) {
  const Counted outer(alive);
  steps.push_back(co_await branch_later(host));
  steps.push_back(co_await take(host, Counted(alive), Counted{alive}));
  steps.push_back(co_await take_pack(host, {Counted(alive), "a braced temporary"}));
  const auto lambda = [](Host& self, Counted counted) -> Task<int> {
    const Counted copy = counted;
    co_await self.sleep(seconds(1));
    co_return 1;
  };
  steps.push_back(co_await lambda(host, Counted(alive)));
  for (int i = 0; i < 2; ++i) {
    const Counted inner(alive);
    const Result<std::string> result = co_await result_later(host, i == 0);
    steps.push_back(result ? 1 : 0);
  }
  if (const auto value = co_await optional_later(host); value && **value == 7) steps.push_back(7);
}

struct Canary {
  int alive = 0;
  std::vector<int> steps;
  VirtualWorld world{{.seed = 1}};

  Host& power(Host::Main main) {
    HostConfig config{.name = "canary", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
    config.main = std::move(main);
    Host& host = world.add_host(std::move(config));
    world.power_on(host);
    return host;
  }
};

TEST(CoroutineCanary, TakesTheBranchOfAnAwaitedValue) {
  Canary canary;
  canary.power([&](Host&) -> Task<void> { canary.steps.push_back(co_await branch_at_once()); });
  canary.world.run(Moment(seconds(1)));
  EXPECT_EQ(canary.steps, std::vector<int>{1});
}

TEST(CoroutineCanary, DestroysEveryTemporaryOnceWhenItFinishes) {
  Canary canary;
  canary.power([&](Host& host) { return every_form(host, canary.alive, canary.steps); });
  canary.world.run(Moment(seconds(100)));
  EXPECT_EQ(canary.steps, (std::vector<int>{1, 1, 18, 1, 1, 0, 7}));
  EXPECT_EQ(canary.alive, 0);
}

TEST(CoroutineCanary, DestroysEveryTemporaryOnceAtEachSuspension) {
  for (int suspension = 0; suspension < 7; ++suspension) {
    Canary canary;
    Host& host = canary.power([&](Host& self) { return every_form(self, canary.alive, canary.steps); });
    canary.world.run(Moment(seconds(suspension) + std::chrono::milliseconds(500)));
    ASSERT_EQ(canary.steps.size(), static_cast<std::size_t>(suspension));
    EXPECT_GT(canary.alive, 0);
    canary.world.power_cut(host);
    EXPECT_EQ(canary.alive, 0) << "destroyed at suspension " << suspension;
  }
}

TEST(CoroutineCanary, DestroysATaskThatWasNeverAwaited) {
  int alive = 0;
  Canary canary;
  canary.power([&](Host& host) -> Task<void> {
    const Task<int> forgotten = take(host, Counted(alive), Counted(alive));
    co_return;
  });
  canary.world.run(Moment(seconds(1)));
  EXPECT_EQ(alive, 0);
}

TEST(CoroutineCanary, AwaitsAMillionTimesWithoutGrowingTheStack) {
  Canary canary;
  std::uint64_t sum = 0;
  canary.power([&](Host&) -> Task<void> {
    for (int i = 0; i < 1'000'000; ++i) sum += co_await yes() ? 1 : 0;
  });
  canary.world.run(Moment(seconds(1)));
  EXPECT_EQ(sum, 1'000'000U);
}

Task<int> depth(int levels) {
  if (levels == 0) co_return 0;
  co_return 1 + co_await depth(levels - 1);
}

TEST(CoroutineCanary, NestsDeeply) {
  Canary canary;
  canary.power([&](Host&) -> Task<void> { canary.steps.push_back(co_await depth(10'000)); });
  canary.world.run(Moment(seconds(1)));
  EXPECT_EQ(canary.steps, std::vector<int>{10'000});
}

}  // namespace
}  // namespace dialtone
