#include "scenarios/oracles/metric.h"

#include <gtest/gtest.h>

#include "scenarios/language/expectations/threshold.h"

namespace dialtone {
namespace {

TEST(Percentile, IsTheNearestRank) {
  std::vector<std::int64_t> values{50, 10, 40, 20, 30};
  EXPECT_EQ(percentile(values, 5'000), 30);
  EXPECT_EQ(percentile(values, 9'500), 50);
  EXPECT_EQ(percentile(values, 2'000), 10);
  EXPECT_EQ(percentile(values, 2'001), 20);
  EXPECT_EQ(percentile(values, 1), 10);
  EXPECT_EQ(percentile(values, 10'000), 50);
  std::vector<std::int64_t> none;
  EXPECT_EQ(percentile(none, 5'000), std::nullopt);
}

TEST(Threshold, ComparesAsItSays) {
  Threshold threshold;
  threshold.bound = 10;
  const auto holding = [&](Comparison comparison) {
    threshold.comparison = comparison;
    return std::string() + (holds(threshold, {9}) ? '1' : '0') + (holds(threshold, {10}) ? '1' : '0') +
           (holds(threshold, {11}) ? '1' : '0');
  };
  EXPECT_EQ(holding(Comparison::kLess), "100");
  EXPECT_EQ(holding(Comparison::kLessOrEqual), "110");
  EXPECT_EQ(holding(Comparison::kGreater), "001");
  EXPECT_EQ(holding(Comparison::kGreaterOrEqual), "011");
  EXPECT_EQ(holding(Comparison::kEqual), "010");
}

// 10 A5
TEST(Threshold, IsFinalWhereFurtherValuesCannotChangeIt) {
  Threshold threshold;
  threshold.bound = 10;
  const auto finals = [&](Aggregate aggregate, Comparison comparison) {
    threshold.aggregate = aggregate;
    threshold.comparison = comparison;
    return std::string() + (is_final(threshold, {9}) ? '1' : '0') + (is_final(threshold, {10}) ? '1' : '0') +
           (is_final(threshold, {11}) ? '1' : '0');
  };
  for (const Aggregate rising : {Aggregate::kCount, Aggregate::kMaximum, Aggregate::kPeak}) {
    EXPECT_EQ(finals(rising, Comparison::kLess), "011");
    EXPECT_EQ(finals(rising, Comparison::kLessOrEqual), "001");
    EXPECT_EQ(finals(rising, Comparison::kGreater), "001");
    EXPECT_EQ(finals(rising, Comparison::kGreaterOrEqual), "011");
    EXPECT_EQ(finals(rising, Comparison::kEqual), "001");
    EXPECT_EQ(finals(rising, Comparison::kNotEqual), "001");
  }
  EXPECT_EQ(finals(Aggregate::kMinimum, Comparison::kLess), "100");
  EXPECT_EQ(finals(Aggregate::kMinimum, Comparison::kGreaterOrEqual), "100");
  EXPECT_EQ(finals(Aggregate::kMinimum, Comparison::kGreater), "110");
  EXPECT_EQ(finals(Aggregate::kAverage, Comparison::kLess), "000");
}

TEST(Threshold, ComparesSharesAndRatesWithoutRounding) {
  // 1 of 3 is more than 0.333333, and equal to 3 of 9.
  EXPECT_FALSE(holds(*parse_threshold("rate<=0.333333", MetricKind::kShare), share(1, 3)));
  EXPECT_TRUE(holds(*parse_threshold("rate<=0.333334", MetricKind::kShare), share(1, 3)));
  EXPECT_TRUE(holds(*parse_threshold("rate==25%", MetricKind::kShare), share(1, 4)));
  EXPECT_TRUE(holds(*parse_threshold("rate<=500/s", MetricKind::kEvents), each_second(1'000, std::chrono::seconds(2))));
  EXPECT_FALSE(holds(*parse_threshold("rate<=500/s", MetricKind::kEvents),
                     each_second(1'000, std::chrono::seconds(2) - Duration(1))));
}

TEST(Threshold, AveragesWithoutRounding) {
  std::vector<std::int64_t> values{1, 2};
  const Threshold below = *parse_threshold("avg<=1ns");
  const std::optional<Measured> average = aggregate(below, values);
  ASSERT_TRUE(average);
  EXPECT_FALSE(holds(below, *average));
  EXPECT_TRUE(holds(*parse_threshold("avg<2ns"), *average));
}

}  // namespace
}  // namespace dialtone
