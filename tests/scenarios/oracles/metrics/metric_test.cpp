#include "scenarios/oracles/metrics/metric.h"

#include <gtest/gtest.h>

#include "scenarios/language/expectations/threshold.h"

namespace dialtone {
namespace {

bool holds(const Threshold& threshold, const Measured& measured, std::optional<Measured> control = std::nullopt) {
  return MetricBound(threshold, threshold.unit, control).holds(measured);
}

bool is_final(const Threshold& threshold, const Measured& measured) {
  return MetricBound(threshold, threshold.unit, std::nullopt).is_final(measured);
}

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
  // Shares are compared as fractions: 1 of 3 is more than 0.333333, and equal to 3 of 9.
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

TEST(Threshold, ComparesAFactorWithWhatTheControlRunMeasured) {
  const Threshold factor = *parse_threshold("p(95)<=1.2x");
  EXPECT_EQ(factor.unit, ThresholdUnit::kFactor);
  EXPECT_EQ(to_text(factor), "p(95)<=1.2x");
  EXPECT_TRUE(holds(factor, {12}, Measured{10}));
  EXPECT_FALSE(holds(factor, {13}, Measured{10}));
  EXPECT_TRUE(holds(factor, {3, 5}, Measured{1, 2})) << "0.6 is 1.2 times a half";
  EXPECT_FALSE(holds(factor, {1}, Measured{0})) << "a factor of nothing is nothing";
  const MetricBound bound(factor, ThresholdUnit::kDuration, Measured{Duration(std::chrono::seconds(2)).count()});
  EXPECT_EQ(bound.text({Duration(std::chrono::seconds(3)).count()}), "p(95) = 3 s (2 s without )");
}

TEST(Threshold, OfAFactorHasBounds) {
  for (const char* text : {"p(95)<=0.0001x", "p(95)<=1001x", "p(95)<=x", "p(95)<=-1x", "p(95)<=1.2345678x"}) {
    EXPECT_FALSE(parse_threshold(text).ok()) << text;
  }
  EXPECT_TRUE(parse_threshold("count>=0.001x").ok());
  EXPECT_TRUE(parse_threshold("rate<=1000x", MetricKind::kShare).ok());
}

TEST(Threshold, OfAPeakHasAWindow) {
  const Threshold peak = *parse_threshold("peak(10s) <= 500/s", MetricKind::kEvents);
  EXPECT_EQ(peak.window, std::chrono::seconds(10));
  EXPECT_EQ(to_text(peak), "peak(10s)<=500/s");
  EXPECT_EQ(to_text(*parse_threshold("peak(1s)<=5/s", MetricKind::kEvents)), "peak<=5/s");
  for (const char* text : {"peak()<=5/s", "peak(0s)<=5/s", "peak(10)<=5/s", "peak(-1s)<=5/s", "peak(1s<=5/s"}) {
    EXPECT_FALSE(parse_threshold(text, MetricKind::kEvents).ok()) << text;
  }
  EXPECT_FALSE(parse_threshold("peak(10s)<=5s", MetricKind::kDurations).ok());
}

TEST(Threshold, OfATimeToAStateIsOfAShareOfTheDevices) {
  for (const char* text : {"p(99)<10m", "min<1s", "med<1s", "max>=1m"}) {
    EXPECT_TRUE(parse_threshold(text, MetricKind::kTimeTo).ok()) << text;
  }
  for (const char* text : {"avg<10m", "count>1", "rate<1/s", "peak<1/s"}) {
    EXPECT_FALSE(parse_threshold(text, MetricKind::kTimeTo).ok()) << text;
  }
}

}  // namespace
}  // namespace dialtone
