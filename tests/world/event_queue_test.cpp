#include "world/event_queue.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "values/hash.h"

namespace dialtone {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

class Named : public Event {
 public:
  explicit Named(int number) : Event([](Event&) {}), number(number) {}
  int number;
};

std::vector<int> drain(EventQueue& queue, Moment limit = Moment::max() - seconds(1)) {
  std::vector<int> order;
  while (Event* event = queue.pop(limit)) order.push_back(static_cast<Named*>(event)->number);
  return order;
}

TEST(EventQueue, OrdersAMomentByClassThenSourceThenSequence) {
  EventQueue queue;
  Named a(1), b(2), c(3), d(4), e(5);
  const Moment moment(seconds(1));
  queue.schedule(a, moment, EventClass::kTimer, 1, 1);
  queue.schedule(b, moment, EventClass::kPacket, 9, 9);
  queue.schedule(c, moment, EventClass::kPacket, 2, 8);
  queue.schedule(d, moment, EventClass::kPacket, 2, 7);
  queue.schedule(e, moment, EventClass::kControl, 5, 5);
  EXPECT_EQ(drain(queue), (std::vector<int>{5, 4, 3, 2, 1}));
}

TEST(EventQueue, GivesNothingBeforeItIsDue) {
  EventQueue queue;
  Named late(1);
  queue.schedule(late, Moment(hours(5)), EventClass::kTimer, 1, 1);
  EXPECT_EQ(queue.pop(Moment(hours(5)) - Duration(1)), nullptr);
  EXPECT_LE(queue.earliest(), Moment(hours(5)));
  EXPECT_EQ(queue.pop(Moment(hours(5))), &late);
  EXPECT_EQ(queue.earliest(), kNever);
}

TEST(EventQueue, KeepsTheOrderOfWhatIsScheduledBehindTheWheelsBack) {
  EventQueue queue;
  Named far(1), near(2);
  queue.schedule(far, Moment(hours(1)), EventClass::kTimer, 1, 1);
  EXPECT_EQ(queue.pop(Moment(hours(1)) - Duration(1)), nullptr);
  queue.schedule(near, Moment(seconds(1)), EventClass::kTimer, 1, 2);
  EXPECT_EQ(drain(queue), (std::vector<int>{2, 1}));
}

TEST(EventQueue, LetsGoOfACancelledEventAtOnce) {
  EventQueue queue;
  auto in_wheel = std::make_unique<Named>(1);
  auto in_heap = std::make_unique<Named>(2);
  Named stays(3);
  queue.schedule(*in_wheel, Moment(hours(30)), EventClass::kTimer, 1, 1);
  queue.schedule(*in_heap, Moment{}, EventClass::kTimer, 1, 2);
  queue.schedule(stays, Moment(hours(30)), EventClass::kTimer, 1, 3);
  EXPECT_EQ(queue.size(), 3U);
  in_wheel.reset();
  in_heap.reset();
  EXPECT_EQ(queue.size(), 1U);
  EXPECT_EQ(drain(queue), std::vector<int>{3});
}

TEST(EventQueue, ReachesAsFarAsAMomentDoes) {
  EventQueue queue;
  Named last(1), soon(2);
  queue.schedule(last, Moment::max() - Duration(1), EventClass::kTimer, 1, 1);
  queue.schedule(soon, Moment(milliseconds(3)), EventClass::kTimer, 1, 2);
  EXPECT_EQ(drain(queue, Moment::max() - Duration(1)), (std::vector<int>{2, 1}));
}

TEST(EventQueue, BehavesAsASortedMapDoesOverAHundredThousandOperations) {
  using Key = std::tuple<Moment, EventClass, std::uint64_t, std::uint32_t>;
  EventQueue queue;
  std::map<Key, int> model;
  std::vector<std::unique_ptr<Named>> events;
  std::map<int, Key> keys;
  Moment now{};
  for (std::uint32_t turn = 0; turn < 100'000; ++turn) {
    const std::uint64_t bits = mix(turn + 1);
    if (bits % 8 < 4) {
      const auto reach = static_cast<std::int64_t>(mix(bits) >> (10 + bits % 45));
      const Key key{now + Duration(reach), static_cast<EventClass>(bits / 8 % 3), bits / 64 % 5, turn};
      const int number = static_cast<int>(events.size());
      events.push_back(std::make_unique<Named>(number));
      queue.schedule(*events.back(), std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key));
      model[key] = number;
      keys[number] = key;
    } else if (bits % 8 < 6 && !events.empty()) {
      const int number = static_cast<int>(mix(bits) % events.size());
      if (const auto found = keys.find(number); found != keys.end()) {
        model.erase(found->second);
        keys.erase(found);
      }
      events[static_cast<std::size_t>(number)]->cancel();
    } else {
      const Moment limit = now + Duration(static_cast<std::int64_t>(mix(bits) >> (20 + bits % 40)));
      if (!model.empty()) {
        ASSERT_LE(queue.earliest(), std::get<0>(model.begin()->first)) << "turn " << turn;
      }
      Event* popped = queue.pop(limit);
      const bool due = !model.empty() && std::get<0>(model.begin()->first) <= limit;
      ASSERT_EQ(popped != nullptr, due) << "turn " << turn;
      if (popped == nullptr) continue;
      ASSERT_EQ(static_cast<Named*>(popped)->number, model.begin()->second) << "turn " << turn;
      now = std::max(now, std::get<0>(model.begin()->first));
      keys.erase(model.begin()->second);
      model.erase(model.begin());
    }
    ASSERT_EQ(queue.size(), model.size());
  }
}

}  // namespace
}  // namespace dialtone
