#include "scenarios/report/durations.h"

#include <gtest/gtest.h>

#include <fstream>

namespace dialtone {
namespace {

// 10 A7
TEST(Durations, OfSeveralRunsAreJudgedAsOne) {
  const std::filesystem::path file = testing::TempDir() + "durations-of-a-run.csv";
  StageDurations all;
  for (const std::int64_t first : {0, 50}) {
    std::vector<std::int64_t> durations;
    for (std::int64_t number = 1; number <= 50; ++number) durations.push_back(first + number);
    std::ofstream(file) << durations_csv({figures_of(Stage::kBoot, durations)});
    ASSERT_TRUE(add_durations(file, all));
  }
  std::ofstream(file) << "boot.duration,x\nother,7\nlifecycle.duration,9";
  ASSERT_TRUE(add_durations(file, all));
  std::filesystem::remove(file);
  EXPECT_FALSE(add_durations(file, all));
  const std::vector<StageFigures> figures = figures_of(all);
  ASSERT_EQ(figures.size(), 2U);
  EXPECT_EQ(figures[0].count, 100U);
  EXPECT_EQ(figures[0].p50, 50);
  EXPECT_EQ(figures[0].p95, 95);
  EXPECT_EQ(figures[0].p99, 99);
  EXPECT_EQ(figures[0].most, 100);
  EXPECT_EQ(figures[1].stage, Stage::kLifecycle);
  EXPECT_EQ(figures[1].most, 9);
}

}  // namespace
}  // namespace dialtone
