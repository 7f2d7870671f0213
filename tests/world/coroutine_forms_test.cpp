// Forms of coroutines beyond those of coroutine_canary_test.cpp, each run to its end and destroyed at each suspension.
// Objects are recorded by address, so that every build detects one that is destroyed twice, never, or without having
// been made.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

using std::chrono::milliseconds;

// The living objects, by the addresses at which they were made.
struct Ledger {
  std::set<const void*> alive;
  int made = 0;
  int wrongly_destroyed = 0;
  bool finished = false;
};

class Witness {
 public:
  explicit Witness(Ledger& ledger) : ledger_(&ledger) { begin(); }
  Witness(const Witness& other) : ledger_(other.ledger_) { begin(); }
  Witness(Witness&& other) noexcept : ledger_(other.ledger_) { begin(); }
  Witness& operator=(const Witness&) = default;
  Witness& operator=(Witness&&) = default;
  ~Witness() {
    if (ledger_->alive.erase(this) != 1) ++ledger_->wrongly_destroyed;
  }

 private:
  void begin() {
    ++ledger_->made;
    ledger_->alive.insert(this);
  }
  Ledger* ledger_;
  // Memory by which the address sanitizer detects a leak or a second destruction.
  std::string bytes_ = std::string(100, 'w');
};

struct Order {
  Witness first;
  std::string text;
  Witness second;
};

// --- awaited tasks ---

Task<bool> yes_later(Host& host) {
  co_await host.sleep(milliseconds(1));
  co_return true;
}

Task<bool> no(Host& host) {
  co_await host.sleep(milliseconds(1));
  co_return false;
}

Task<int> number(Host& host, int value) {
  co_await host.sleep(milliseconds(1));
  co_return value;
}

Task<Witness> make(Host& host, Ledger& ledger) {
  Witness local(ledger);
  co_await host.sleep(milliseconds(1));
  co_return local;
}

Task<int> take_order(Host& host, Order order) {
  co_await host.sleep(milliseconds(1));
  co_return static_cast<int>(order.text.size());
}

Task<int> look_at(Host& host, const Order& order) {
  co_await host.sleep(milliseconds(1));
  co_return static_cast<int>(order.text.size());
}

Task<int> call(Host& host, std::function<int()> function) {
  co_await host.sleep(milliseconds(1));
  co_return function();
}

Task<std::vector<Witness>> several(Host& host, Ledger& ledger) {
  std::vector<Witness> all;
  for (int i = 0; i < 3; ++i) {
    co_await host.sleep(milliseconds(1));
    all.emplace_back(ledger);
  }
  co_return all;
}

Task<Result<Witness, IoError>> perhaps(Host& host, Ledger& ledger, bool success) {
  const Witness local(ledger);
  co_await host.sleep(milliseconds(1));
  if (!success) co_return IoError::kRefused;
  co_return Witness(ledger);
}

Task<std::optional<Witness>> maybe(Host& host, Ledger& ledger, bool present) {
  const Witness local(ledger);
  co_await host.sleep(milliseconds(1));
  if (!present) co_return std::nullopt;
  co_return Witness(ledger);
}

// --- the forms ---

Task<int> one_if_yes(Host& host) {
  if (co_await yes_later(host)) co_return 1;
  co_return 0;
}

Task<int> one_if_no(Host& host) {
  if (co_await no(host)) co_return 1;
  co_return 0;
}

Task<void> returns_from_a_condition(Host& host, Ledger& ledger) {
  const Witness local(ledger);
  EXPECT_EQ(co_await one_if_yes(host), 1);
  EXPECT_EQ(co_await one_if_no(host), 0);
}

Task<void> passes_braced_temporaries_by_value(Host& host, Ledger& ledger) {
  EXPECT_EQ(co_await take_order(host, {Witness(ledger), "braced", Witness(ledger)}), 6);
  EXPECT_EQ(co_await take_order(host, Order{Witness(ledger), "named", Witness(ledger)}), 5);
}

Task<void> passes_braced_temporaries_by_reference(Host& host, Ledger& ledger) {
  EXPECT_EQ(co_await look_at(host, {Witness(ledger), "braced", Witness(ledger)}), 6);
  if (co_await look_at(host, Order{Witness(ledger), "named", Witness(ledger)}) != 5) ADD_FAILURE();
}

Task<void> passes_lambdas_with_captures(Host& host, Ledger& ledger) {
  EXPECT_EQ(co_await call(host, [held = Witness(ledger), value = 3] { return value; }), 3);
  const Witness outer(ledger);
  EXPECT_EQ(co_await call(host, [outer] { return 4; }), 4);
}

Task<void> awaits_a_lambda_that_is_a_coroutine(Host& host, Ledger& ledger) {
  const auto twice = [](Host& self, Witness /*held*/, int value) -> Task<int> {
    const int got = co_await number(self, value);
    co_return 2 * got;
  };
  EXPECT_EQ(co_await twice(host, Witness(ledger), 21), 42);
}

Task<void> awaits_in_loops(Host& host, Ledger& ledger) {
  int sum = 0;
  for (int i = 0; i < 3; ++i) {
    const Witness each(ledger);
    if (i == 1) continue;
    sum += co_await number(host, i);
  }
  while (co_await no(host)) ++sum;
  do {
    const Witness each(ledger);
    ++sum;
  } while (co_await number(host, sum) < 5);
  EXPECT_EQ(sum, 5);
}

Task<void> goes_through_an_awaited_range(Host& host, Ledger& ledger) {
  int count = 0;
  for (const Witness& each : co_await several(host, ledger)) {
    const Witness copy(each);
    co_await host.sleep(milliseconds(1));
    ++count;
  }
  EXPECT_EQ(count, 3);
}

Task<int> nested(Host& host, Ledger& ledger, int depth) {
  const Witness local(ledger);
  if (depth == 0) co_return 0;
  co_await host.sleep(milliseconds(1));
  co_return 1 + co_await nested(host, ledger, depth - 1);
}

Task<void> nests_deeply(Host& host, Ledger& ledger) { EXPECT_EQ(co_await nested(host, ledger, 6), 6); }

Task<void> returns_results(Host& host, Ledger& ledger) {
  const Result<Witness, IoError> success = co_await perhaps(host, ledger, true);
  EXPECT_TRUE(success);
  const Result<Witness, IoError> failure = co_await perhaps(host, ledger, false);
  EXPECT_EQ(failure.error(), IoError::kRefused);
  if (const auto again = co_await perhaps(host, ledger, true)) co_await host.sleep(milliseconds(1));
}

Task<void> returns_optionals(Host& host, Ledger& ledger) {
  std::optional<Witness> kept = co_await maybe(host, ledger, true);
  EXPECT_TRUE(kept.has_value());
  EXPECT_FALSE((co_await maybe(host, ledger, false)).has_value());
  kept = co_await maybe(host, ledger, true);
  co_await host.sleep(milliseconds(1));
}

Task<void> awaits_in_conditional_expressions(Host& host, Ledger& ledger) {
  const bool first = co_await yes_later(host);
  const Witness chosen = first ? co_await make(host, ledger) : Witness(ledger);
  const int value = first && co_await no(host) ? 1 : co_await number(host, 2);
  EXPECT_EQ(value, 2);
  EXPECT_TRUE(co_await no(host) || co_await yes_later(host));
  switch (co_await number(host, 7)) {
    case 7: co_await host.sleep(milliseconds(1)); break;
    default: ADD_FAILURE();
  }
}

Task<void> awaits_among_arguments(Host& host, Ledger& ledger) {
  const auto sum = [](int one, int other, const Witness&) { return one + other; };
  EXPECT_EQ(sum(co_await number(host, 1), co_await number(host, 2), co_await make(host, ledger)), 3);
  EXPECT_EQ(co_await take_order(host, {co_await make(host, ledger), "both", co_await make(host, ledger)}), 4);
}

Task<void> keeps_a_task_for_later(Host& host, Ledger& ledger) {
  Task<Witness> never_awaited = make(host, ledger);
  Task<Witness> later = make(host, ledger);
  co_await host.sleep(milliseconds(1));
  Task<Witness> moved = std::move(later);
  const Witness got = co_await moved;
  co_await host.sleep(milliseconds(1));
}

Task<void> owns_by_pointer(Host& host, Ledger& ledger) {
  auto owned = std::make_unique<Witness>(ledger);
  const auto consume = [](Host& self, std::unique_ptr<Witness> taken) -> Task<std::unique_ptr<Witness>> {
    co_await self.sleep(milliseconds(1));
    co_return taken;
  };
  owned = co_await consume(host, std::move(owned));
  EXPECT_NE(owned, nullptr);
  owned = co_await consume(host, std::make_unique<Witness>(ledger));
}

Task<void> catches_the_end_of_a_block(Host& host, Ledger& ledger) {
  {
    const Witness inner(ledger);
    const std::array<Witness, 2> pair{Witness(ledger), Witness(ledger)};
    co_await host.sleep(milliseconds(1));
  }
  EXPECT_EQ(ledger.alive.size(), 0U);
  co_await host.sleep(milliseconds(1));
}

struct Form {
  const char* name;
  Task<void> (*run)(Host&, Ledger&);
  friend std::ostream& operator<<(std::ostream& out, const Form& form) { return out << form.name; }
};

class CoroutineForm : public testing::TestWithParam<Form> {
 protected:
  // Runs the form for so many events and then cuts the power; returns true if the form had ended by itself.
  static bool finishes_within(const Form& form, int events) {
    Ledger ledger;
    {
      VirtualWorld world({.seed = 1});
      HostConfig config{.name = "host", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
      config.main = [&](Host& host) -> Task<void> {
        co_await form.run(host, ledger);
        ledger.finished = true;
      };
      Host& host = world.add_host(std::move(config));
      world.power_on(host);
      if (events > 0) world.run(world.now());
      for (int i = 1; i < events; ++i) world.run(world.now() + milliseconds(1));
      world.power_cut(host);
      EXPECT_EQ(ledger.alive.size(), 0U) << "not destroyed, after " << events << " events";
    }
    EXPECT_EQ(ledger.wrongly_destroyed, 0) << "destroyed twice, after " << events << " events";
    if (ledger.finished) EXPECT_GT(ledger.made, 0);
    return ledger.finished;
  }
};

TEST_P(CoroutineForm, DestroysEverythingExactlyOnceAtTheEndAndAtEachSuspension) {
  constexpr int kMost = 100;
  int events = 0;
  while (events < kMost && !finishes_within(GetParam(), events)) ++events;
  EXPECT_GT(events, 1) << "it never suspends";
  EXPECT_LT(events, kMost) << "it never ends";
}

constexpr std::array<Form, 15> kForms{{{"ReturnsFromACondition", returns_from_a_condition},
                                       {"PassesBracedTemporariesByValue", passes_braced_temporaries_by_value},
                                       {"PassesBracedTemporariesByReference", passes_braced_temporaries_by_reference},
                                       {"PassesLambdasWithCaptures", passes_lambdas_with_captures},
                                       {"AwaitsALambdaThatIsACoroutine", awaits_a_lambda_that_is_a_coroutine},
                                       {"AwaitsInLoops", awaits_in_loops},
                                       {"GoesThroughAnAwaitedRange", goes_through_an_awaited_range},
                                       {"NestsDeeply", nests_deeply},
                                       {"ReturnsResults", returns_results},
                                       {"ReturnsOptionals", returns_optionals},
                                       {"AwaitsInConditionalExpressions", awaits_in_conditional_expressions},
                                       {"AwaitsAmongArguments", awaits_among_arguments},
                                       {"KeepsATaskForLater", keeps_a_task_for_later},
                                       {"OwnsByPointer", owns_by_pointer},
                                       {"CatchesTheEndOfABlock", catches_the_end_of_a_block}}};

INSTANTIATE_TEST_SUITE_P(All, CoroutineForm, testing::ValuesIn(kForms),
                         [](const testing::TestParamInfo<Form>& info) { return std::string(info.param.name); });

TEST(CoroutineForms, KeepTheStackFlatOverAMillionAwaitsThatCompleteAtOnce) {
  struct Extent {
    std::uintptr_t lowest = UINTPTR_MAX;
    std::uintptr_t highest = 0;
  } extent;
  constexpr int kCount = 1'000'000;
  int done = 0;
  VirtualWorld world({.seed = 1});
  HostConfig config{.name = "host", .addresses = {IpAddress::v4(10, 0, 0, 1)}};
  config.main = [&](Host&) -> Task<void> {
    const auto at_once = [](Extent& seen) -> Task<int> {
      const auto here = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
      seen.lowest = std::min(seen.lowest, here);
      seen.highest = std::max(seen.highest, here);
      co_return 1;
    };
    for (int i = 0; i < kCount; ++i) done += co_await at_once(extent);
  };
  world.power_on(world.add_host(std::move(config)));
  world.run(Moment(milliseconds(1)));
  EXPECT_EQ(done, kCount);
  EXPECT_LT(extent.highest - extent.lowest, 16U * 1024);
}

}  // namespace
}  // namespace dialtone
