#include "scenarios/oracles/eventually_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

using EventuallyStory = OracleStory;

// In real time the look at the deadline comes late: what held only after the deadline does not count.
TEST_F(EventuallyStory, TakesNothingThatCameAfterTheDeadlineHoweverLateTheLookIs) {
  expect("eventually: { all: homes, are: bound, within: 1m }");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  bind(seconds(2), 1);
  bind(seconds(2), 2);
  bind(minutes(1) + std::chrono::milliseconds(1), 3);
  look(minutes(1) + std::chrono::milliseconds(2));
  EXPECT_TRUE(judge().failed()) << judge().measured;
}

TEST_F(EventuallyStory, TakesWhatCameAtTheDeadline) {
  expect("eventually: { all: homes, are: bound, within: 1m }");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  for (int home = 1; home <= 3; ++home) bind(minutes(1), home);
  look(minutes(1));
  EXPECT_TRUE(judge().passed()) << judge().measured;
}

}  // namespace
}  // namespace dialtone
