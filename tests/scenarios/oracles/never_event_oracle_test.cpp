#include "scenarios/oracles/never_event_oracle.h"

#include "tests/scenarios/oracles/oracle_story.h"

namespace dialtone {
namespace {

using NeverEventStory = OracleStory;

TEST_F(NeverEventStory, CountsOnlyWhatMeetsItsConditions) {
  expect("never: { event: registration.rejected, of: homes, where: { status: 403 } }");
  power_on(seconds(1), "homes-0001");
  see(seconds(2), "homes-0001", "registration.rejected", {{"status", 500}});
  see(seconds(3), "homes-0001", "registration.accepted", {{"status", 403}});
  EXPECT_TRUE(judge().passed()) << judge().measured;
  see(seconds(4), "homes-0001", "registration.rejected", {{"status", 403}});
  EXPECT_TRUE(judge().failed());
}

}  // namespace
}  // namespace dialtone
