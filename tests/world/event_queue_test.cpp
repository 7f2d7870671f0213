#include "world/event_queue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>
#include <tuple>
#include <vector>

namespace dialtone {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

struct Numbered : Event {
  explicit Numbered(int which = 0) : Event([](Event& event) { ++static_cast<Numbered&>(event).fired; }), number(which) {}
  int number;
  int fired = 0;
};

Moment moment(Duration since_start) { return Moment(since_start); }

// The numbers of all events due at `limit`, in the order of the queue.
std::vector<int> drain(EventQueue& queue, Moment limit = kNever) {
  std::vector<int> order;
  while (Event* event = queue.pop(limit)) order.push_back(static_cast<Numbered*>(event)->number);
  return order;
}

TEST(EventQueue, IsEmptyAtFirst) {
  EventQueue queue;
  EXPECT_EQ(queue.size(), 0U);
  EXPECT_EQ(queue.earliest(), kNever);
  EXPECT_EQ(queue.pop(kNever), nullptr);
}

TEST(EventQueue, OrdersAMomentByClassThenSourceThenSequence) {
  EventQueue queue;
  std::deque<Numbered> events;
  const Moment at = moment(seconds(1));
  const auto add = [&](int number, EventClass order, std::uint64_t source, std::uint32_t sequence) {
    queue.schedule(events.emplace_back(number), at, order, source, sequence);
  };
  add(7, EventClass::kTimer, 2, 0);
  add(6, EventClass::kTimer, 1, 9);
  add(5, EventClass::kTimer, 1, 8);
  add(4, EventClass::kPacket, 9, 1);
  add(3, EventClass::kPacket, 9, 0);
  add(2, EventClass::kPacket, 3, 5);
  add(1, EventClass::kControl, 77, 77);
  EXPECT_EQ(drain(queue), (std::vector<int>{1, 2, 3, 4, 5, 6, 7}));
}

TEST(EventQueue, OrdersNanosecondsWithinOneTickOfItsWheel) {
  EventQueue queue;
  std::deque<Numbered> events;
  for (int i = 99; i >= 0; --i) {
    queue.schedule(events.emplace_back(i), moment(hours(1) + nanoseconds(i)), EventClass::kTimer, 0, 0);
  }
  const std::vector<int> order = drain(queue);
  ASSERT_EQ(order.size(), 100U);
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST(EventQueue, GivesOnlyWhatIsDue) {
  EventQueue queue;
  Numbered soon(1);
  Numbered later(2);
  queue.schedule(soon, moment(milliseconds(10)), EventClass::kTimer, 0, 0);
  queue.schedule(later, moment(milliseconds(10) + nanoseconds(1)), EventClass::kTimer, 0, 1);
  EXPECT_EQ(queue.pop(moment(milliseconds(10) - nanoseconds(1))), nullptr);
  EXPECT_EQ(drain(queue, moment(milliseconds(10))), std::vector<int>{1});
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_TRUE(later.scheduled());
  EXPECT_FALSE(soon.scheduled());
  EXPECT_EQ(drain(queue, moment(milliseconds(11))), std::vector<int>{2});
}

TEST(EventQueue, TakesAnEventEarlierThanWhereItHasLookedAlready) {
  EventQueue queue;
  Numbered far(2);
  Numbered near(1);
  queue.schedule(far, moment(seconds(100)), EventClass::kTimer, 0, 0);
  EXPECT_EQ(queue.pop(moment(seconds(99))), nullptr);
  queue.schedule(near, moment(seconds(50)), EventClass::kTimer, 0, 1);
  EXPECT_EQ(drain(queue), (std::vector<int>{1, 2}));
}

TEST(EventQueue, ForgetsWhatIsCancelledInTheWheelAndInTheHeap) {
  EventQueue queue;
  std::deque<Numbered> events;
  // Tick 0 is in the heap at once; the others lie in slots of three levels.
  const std::vector<Duration> whens{nanoseconds(5), nanoseconds(6), nanoseconds(7), seconds(5), seconds(5),
                                    seconds(5),     hours(2),       hours(2),       hours(2)};
  for (std::size_t i = 0; i < whens.size(); ++i) {
    queue.schedule(events.emplace_back(static_cast<int>(i)), moment(whens[i]), EventClass::kTimer, 0,
                   static_cast<std::uint32_t>(i));
  }
  for (const std::size_t cancelled : {1U, 3U, 7U}) {
    events[cancelled].cancel();
    EXPECT_FALSE(events[cancelled].scheduled());
    events[cancelled].cancel();
  }
  EXPECT_EQ(queue.size(), 6U);
  EXPECT_EQ(drain(queue), (std::vector<int>{0, 2, 4, 5, 6, 8}));
}

TEST(EventQueue, ForgetsAnEventThatIsDestroyedAndLetsOneBeScheduledAgain) {
  EventQueue queue;
  Numbered kept(1);
  {
    Numbered gone(2);
    queue.schedule(gone, moment(seconds(1)), EventClass::kTimer, 0, 0);
  }
  queue.schedule(kept, moment(seconds(3)), EventClass::kTimer, 0, 1);
  kept.cancel();
  queue.schedule(kept, moment(seconds(2)), EventClass::kTimer, 0, 2);
  EXPECT_EQ(kept.at(), moment(seconds(2)));
  EXPECT_EQ(drain(queue), std::vector<int>{1});
}

TEST(EventQueue, LetsItsEventsGoWhenItIsDestroyed) {
  Numbered near(1);
  Numbered far(2);
  {
    EventQueue queue;
    queue.schedule(near, moment(nanoseconds(1)), EventClass::kTimer, 0, 0);
    queue.schedule(far, moment(hours(1)), EventClass::kTimer, 0, 0);
  }
  EXPECT_FALSE(near.scheduled());
  EXPECT_FALSE(far.scheduled());
}

TEST(EventQueue, ReachesAsFarAsAMomentDoes) {
  EventQueue queue;
  std::deque<Numbered> events;
  const std::vector<Moment> whens{kNever - nanoseconds(1), moment(hours(24 * 365 * 200)), moment(hours(24 * 365)),
                                  moment(hours(24)), moment(seconds(1))};
  for (std::size_t i = 0; i < whens.size(); ++i) {
    queue.schedule(events.emplace_back(static_cast<int>(i)), whens[i], EventClass::kTimer, 0, 0);
  }
  EXPECT_EQ(drain(queue), (std::vector<int>{4, 3, 2, 1, 0}));
}

TEST(EventQueue, FiresWhatWasPopped) {
  EventQueue queue;
  Numbered event;
  queue.schedule(event, moment(seconds(1)), EventClass::kTimer, 0, 0);
  Event* popped = queue.pop(kNever);
  ASSERT_EQ(popped, &event);
  EventQueue::fire(*popped);
  EXPECT_EQ(event.fired, 1);
}

// A queue beside the simplest one that is right.
class Model {
 public:
  explicit Model(std::uint64_t seed) : random_(seed) {}

  void turn() {
    const std::uint64_t what = random_() % 100;
    if (what < 50) {
      schedule();
    } else if (what < 70) {
      cancel();
    } else {
      pop();
    }
    ASSERT_EQ(queue_.size(), expected_.size());
    const Moment first = expected_.empty() ? kNever : std::get<0>(expected_.begin()->first);
    ASSERT_LE(queue_.earliest(), first);
  }
  void empty() {
    while (!expected_.empty()) ASSERT_NO_FATAL_FAILURE(pop_until(kNever));
    ASSERT_EQ(queue_.pop(kNever), nullptr);
  }

 private:
  using Key = std::tuple<Moment, EventClass, std::uint64_t, std::uint32_t>;

  Duration some_time() {
    // Every magnitude from nanoseconds to centuries, and often the present moment.
    const int bits = static_cast<int>(random_() % 62);
    return Duration(static_cast<std::int64_t>(random_() & ((std::uint64_t{1} << bits) - 1)));
  }
  void schedule() {
    Numbered& event = events_.emplace_back();
    const Moment latest = kNever - nanoseconds(1);
    const Duration time = std::min(some_time(), latest - now_);
    const Key key{now_ + time, static_cast<EventClass>(random_() % 3), random_() % 4, next_sequence_++};
    queue_.schedule(event, std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key));
    expected_.emplace(key, &event);
  }
  void cancel() {
    if (expected_.empty()) return;
    // Near events and far ones alike.
    auto chosen = expected_.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(random_() % std::min<std::size_t>(expected_.size(), 64)));
    chosen->second->cancel();
    expected_.erase(chosen);
  }
  void pop() {
    // Time goes on slowly, so that it passes through all levels of the wheel.
    const Duration step = std::min(some_time(), Duration(random_() % 2 == 0 ? milliseconds(3) : hours(30)));
    ASSERT_NO_FATAL_FAILURE(pop_until(std::min(now_ + step, kNever - nanoseconds(1))));
  }
  void pop_until(Moment limit) {
    Event* got = queue_.pop(limit);
    const bool due = !expected_.empty() && std::get<0>(expected_.begin()->first) <= limit;
    ASSERT_EQ(got, due ? expected_.begin()->second : nullptr);
    if (due) {
      now_ = got->at();
      expected_.erase(expected_.begin());
    } else {
      now_ = limit;
    }
  }

  std::mt19937_64 random_;
  Moment now_{};
  std::uint32_t next_sequence_ = 0;
  EventQueue queue_;
  std::deque<Numbered> events_;
  std::multimap<Key, Numbered*> expected_;
};

TEST(EventQueue, AgreesWithAMultimapOver100000RandomOperations) {
  Model model(20260101);
  for (int i = 0; i < 100'000; ++i) {
    model.turn();
    if (HasFatalFailure()) FAIL() << "at operation " << i;
  }
  model.empty();
}

}  // namespace
}  // namespace dialtone
