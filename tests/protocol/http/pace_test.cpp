#include "protocol/http/pace.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

constexpr Moment kNow(1h);

TEST(Pace, EndsASilence) {
  const Pace pace(10s, 1000);
  EXPECT_EQ(pace.deadline(kNow), kNow + 10s);
}

TEST(Pace, IsHeldByWhoSendsAtTheLeastRate) {
  Pace pace(10s, 1000);
  for (int i = 0; i < 1000; ++i) pace.note(3s, 3000);
  EXPECT_EQ(pace.deadline(kNow), kNow + 10s);
}

TEST(Pace, LeavesLessAndLessTimeToWhoIsSlower) {
  Pace pace(10s, 1000);
  pace.note(3s, 1000);
  EXPECT_EQ(pace.deadline(kNow), kNow + 8s);
  pace.note(3s, 1);
  EXPECT_EQ(pace.deadline(kNow), kNow + 5001ms);
}

TEST(Pace, SavesNoTimeForLater) {
  Pace pace(10s, 1000);
  pace.note(1ms, 1'000'000);
  EXPECT_EQ(pace.deadline(kNow), kNow + 10s);
}

}  // namespace
}  // namespace dialtone
