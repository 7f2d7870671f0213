#include "scenarios/report/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "tests/scenarios/report/summary_samples.h"

namespace dialtone {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string printed(const RunSummary& summary, bool colour = false) {
  std::ostringstream out;
  print_summary(out, summary, colour);
  return out.str();
}

TEST(Console, ShowsTheResultTheFiguresAndHowToRepeatTheRun) {
  const std::string text = printed(passed_summary());
  EXPECT_THAT(text, HasSubstr("first-light: passed\n"));
  EXPECT_THAT(text, HasSubstr("virtual, seed 7, fingerprint 00abcdef01234567\n"));
  EXPECT_THAT(text, HasSubstr("12,345 planned; ever: 12,345 powered on, 12,344 provisioned, 12,343 registered\n"));
  EXPECT_THAT(text, HasSubstr("7.5s of 1m, simulated in 20ms, 1,902 events\n"));
  EXPECT_THAT(text, HasSubstr("ok      never provision.refused  never\n"));
  EXPECT_THAT(text, HasSubstr("files        runs/x\n"));
  EXPECT_THAT(text, HasSubstr("repeat with  dialtone run 'a \"b\".yaml' --seed 7\n"));
  EXPECT_THAT(text, Not(HasSubstr("who awaits what")));
}

// 10 A6
TEST(Console, TellsHowManyAreRegisteredAtTheEndFromHowManyEverWere) {
  EXPECT_THAT(printed(passed_summary()),
              HasSubstr("               at the end: 12,342 powered on, 12,341 provisioned, 12,340 registered\n"));
}

// 10 A5
TEST(Console, ShowsWhatIsUndecidedAsThat) {
  const std::string text = printed(interrupted_summary());
  EXPECT_THAT(text, HasSubstr("first-light: interrupted\n"));
  EXPECT_THAT(text, HasSubstr("  ok         never provision.refused  never\n"));
  EXPECT_THAT(text, HasSubstr("  undecided  all on                   1 of 3 at 2s; the run was cut short at 2s\n"));
  EXPECT_THAT(text, Not(HasSubstr("FAILED")));
  EXPECT_THAT(printed(interrupted_summary(), true), HasSubstr("\x1b[33mundecided\x1b[0m"));
}

TEST(Console, ShowsWhatFailedAndWhoAwaitedWhat) {
  const std::string text = printed(failed_summary());
  EXPECT_THAT(text, HasSubstr("FAILED  of homes count>=100 & more  count = 50\n            wanted count>=100\n"));
  EXPECT_THAT(text, HasSubstr("  note         fault 'cut' never struck: no device had 'settings.stored'\n"));
  EXPECT_THAT(text, Not(HasSubstr("'slow'")));
  EXPECT_THAT(text, Not(HasSubstr("'far'")));
  EXPECT_THAT(text, HasSubstr("who awaits what:\n    homes-0001\n      life awaits a moment, for ever\n"));
}

TEST(Console, ShowsWhyARunIsInvalid) {
  const std::string text = printed(invalid_summary());
  EXPECT_THAT(text, HasSubstr("first-light: invalid\n"));
  EXPECT_THAT(text, HasSubstr("invalid      the time limit of 1s passed\n"));
  EXPECT_THAT(text, Not(HasSubstr("fingerprint")));
  EXPECT_THAT(text, Not(HasSubstr("simulated")));
}

TEST(Console, ColoursOnlyWhereItIsAskedTo) {
  EXPECT_THAT(printed(failed_summary()), Not(HasSubstr("\x1b")));
  EXPECT_THAT(printed(failed_summary(), true), HasSubstr("\x1b[31mFAILED"));
}

}  // namespace
}  // namespace dialtone
