#include "scenarios/report/console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/scenarios/engine/engine_samples.h"
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
  EXPECT_THAT(text, HasSubstr("7.5 s of 1m, simulated in 20 ms, 1,902 events\n"));
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

TEST(Console, ListsWhatIsVacuousApart) {
  const std::string text = printed(vacuous_summary());
  EXPECT_THAT(text, HasSubstr("\n\n  ok       never provision.refused  never\n"
                              "  ok       never y                  never\n\n"
                              "  vacuous  never x during cut       never looked at: cut never began\n"
                              "            " +
                              std::string(kVacuousFails) +
                              "\n"
                              "  vacuous  liveness                 never looked at: cut never began\n\n"));
  EXPECT_THAT(text, Not(HasSubstr("FAILED")));
  EXPECT_THAT(printed(passed_summary()), Not(HasSubstr("vacuous")));
  EXPECT_THAT(printed(vacuous_summary(), true), HasSubstr("\x1b[31mvacuous\x1b[0m  never x"));
  EXPECT_THAT(printed(vacuous_summary(), true), HasSubstr("\x1b[33mvacuous\x1b[0m  liveness"));
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

// 10 D21
TEST(Console, WritesDurationsForPeople) {
  RunSummary summary = passed_summary();
  summary.lasted = std::chrono::milliseconds(259'701'495);
  summary.duration = std::chrono::minutes(4'340);
  summary.stages.front().most = Duration(std::chrono::hours(8) + std::chrono::minutes(12)).count();
  const std::string text = printed(summary);
  EXPECT_THAT(text, HasSubstr("  time         3d 00:08:21 of 3d 00:20:00, simulated in 20 ms"));
  EXPECT_THAT(text, HasSubstr("100         1 ms         2 ms         3 ms       8h 12m\n"));
}

// A run of 5,000 devices, none of which is on yet.
class LiveLine : public testing::Test {
 protected:
  LiveLine() { progress_.now = Moment(std::chrono::milliseconds(259'701'495)); }
  void show(Duration wall) {
    progress_.wall = wall;
    line_.show(progress_);
  }

  Plan plan_ = make_plan(homes(5'000));
  FleetState fleet_{plan_};
  RunProgress progress_{.fleet = &fleet_, .now = {}, .end = Moment(std::chrono::minutes(4'340)), .wall = {}};
  std::size_t columns_ = 80;
  std::ostringstream out_;
  ProgressLine line_{out_, [this] { return columns_; }};
};

// 10 D21
TEST_F(LiveLine, FitsEveryWidth) {
  progress_.wall = std::chrono::minutes(10);
  for (std::size_t columns = 0; columns < 160; ++columns) {
    EXPECT_LE(progress_text(progress_, 1'234, columns).size(), columns);
  }
  EXPECT_EQ(progress_text(progress_, 1'234),
            "3d 00:08:21 into the run | 5,000 off, 0 on, 0 provisioned, 0 registered of 5,000 | 1,234 registered/s | "
            "at most 1 s left");
  EXPECT_EQ(progress_text(progress_, 1'234, 99),
            "3d 00:08:21 | 5,000 off, 0 on, 0 provisioned, 0 registered of 5,000 | 1,234/s | at most 1 s left");
  EXPECT_EQ(progress_text(progress_, 1'234, 79),
            "3d 00:08:21 | 0 provisioned, 0 registered of 5,000 | 1,234/s | at most 1 s left");
  EXPECT_EQ(progress_text(progress_, 1'234, 30), "0 registered of 5,000");
  EXPECT_EQ(progress_text(progress_, 1'234, 12), "0 registered");
}

// 10 D21
TEST_F(LiveLine, IsWrittenAtMostFourTimesASecond) {
  for (int tenths = 0; tenths <= 100; ++tenths) show(std::chrono::milliseconds(100) * tenths);
  const std::string text = out_.str();
  // Every update but the first erases the previous line.
  EXPECT_LE(std::count(text.begin(), text.end(), '\r') + 1, 40);
  EXPECT_GE(std::count(text.begin(), text.end(), '\r') + 1, 30);
}

// 10 D21
TEST_F(LiveLine, TakesAwayAllRowsThatANarrowerTerminalMadeOfIt) {
  show(std::chrono::seconds(1));
  columns_ = 30;
  out_.str("");
  line_.clear();
  EXPECT_EQ(out_.str(), "\r\x1b[2A\x1b[J");
}

// 10 D21
TEST_F(LiveLine, IsAPlainLineEveryFiveSecondsWhereThereIsNoTerminal) {
  ProgressLine plain(out_, nullptr);
  for (int tenths = 0; tenths <= 120; ++tenths) {
    progress_.wall = std::chrono::milliseconds(100) * tenths;
    plain.show(progress_);
  }
  const std::string text = out_.str();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_THAT(text, Not(HasSubstr("\r")));
}

}  // namespace
}  // namespace dialtone
