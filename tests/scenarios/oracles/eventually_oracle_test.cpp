#include "scenarios/oracles/eventually_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

using EventuallyStory = OracleStory;

// In real time, look() is called a little after the deadline; a state that is reached only after the deadline does not
// count.
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

TEST_F(EventuallyStory, IsMetWhenSoManyAreSo) {
  expect("eventually: { at_least: 2, of: homes, are: bound, within: 1m }");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  bind(seconds(2), 1);
  EXPECT_FALSE(record_->decided());
  bind(seconds(3), 2);
  expect_passed("2 of 3 at 3 s");
}

TEST_F(EventuallyStory, RoundsAShareUpWhereItIsTheLeastAndDownWhereItIsTheMost) {
  expect("eventually: { 66%: homes, are: bound, within: 1m }");
  power_on(seconds(1), "homes-0001");
  bind(seconds(2), 1);
  look(minutes(1));
  expect_failed("1 of 3 at 1m", {"not bound: homes-0002, homes-0003"});
  expect("eventually: { at_most: 66%, of: homes, are: powered-off, from: 1s, within: 1m }");
  look(seconds(1));
  EXPECT_FALSE(record_->decided());
  power_on(seconds(4), "homes-0001");
  EXPECT_FALSE(record_->decided());
  power_on(seconds(5), "homes-0002");
  expect_passed("1 of 3 at 5 s");
}

TEST_F(EventuallyStory, NamesThoseWhoAreTooMany) {
  expect("eventually: { at_most: 1, of: homes, are: powered-on, from: 2s, within: 1m }");
  for (const char* home : {"homes-0001", "homes-0002", "homes-0003"}) power_on(seconds(1), home);
  look(seconds(2));
  look(seconds(62));
  expect_failed("3 of 3 at 1m 2s", {"still powered-on: homes-0001, homes-0002, homes-0003"});
}

}  // namespace
}  // namespace dialtone
