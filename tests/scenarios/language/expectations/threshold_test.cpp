#include "scenarios/language/expectations/threshold.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dialtone {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Threshold, ReadsEveryAggregateAndComparison) {
  struct Case {
    std::string text;
    Aggregate aggregate;
    int percentile;
    Comparison comparison;
    std::int64_t bound;
  };
  const std::vector<Case> cases{
      {"p(95)<2s", Aggregate::kPercentile, 9'500, Comparison::kLess, Duration(seconds(2)).count()},
      {"p(99.9)<=1.5s", Aggregate::kPercentile, 9'990, Comparison::kLessOrEqual, Duration(milliseconds(1500)).count()},
      {"p(99.99)>1ms", Aggregate::kPercentile, 9'999, Comparison::kGreater, Duration(milliseconds(1)).count()},
      {"p(0.01)<1s", Aggregate::kPercentile, 1, Comparison::kLess, Duration(seconds(1)).count()},
      {"p(100)<1s", Aggregate::kPercentile, 10'000, Comparison::kLess, Duration(seconds(1)).count()},
      {"avg<=500ms", Aggregate::kAverage, 0, Comparison::kLessOrEqual, Duration(milliseconds(500)).count()},
      {"min>=10ms", Aggregate::kMinimum, 0, Comparison::kGreaterOrEqual, Duration(milliseconds(10)).count()},
      {"med<1s", Aggregate::kMedian, 0, Comparison::kLess, Duration(seconds(1)).count()},
      {"max==0s", Aggregate::kMaximum, 0, Comparison::kEqual, 0},
      {"count>=5000", Aggregate::kCount, 0, Comparison::kGreaterOrEqual, 5'000},
      {"count==0", Aggregate::kCount, 0, Comparison::kEqual, 0},
  };
  for (const Case& expected : cases) {
    SCOPED_TRACE(expected.text);
    const Result<Threshold> threshold = parse_threshold(expected.text);
    ASSERT_TRUE(threshold.ok()) << threshold.error().reason;
    EXPECT_EQ(threshold->aggregate, expected.aggregate);
    EXPECT_EQ(threshold->percentile, expected.percentile);
    EXPECT_EQ(threshold->comparison, expected.comparison);
    EXPECT_EQ(threshold->bound, expected.bound);
    EXPECT_EQ(threshold->text, expected.text);
    EXPECT_EQ(to_text(*threshold), expected.text);
  }
}

TEST(Threshold, DropsBlanks) {
  const Result<Threshold> threshold = parse_threshold("p( 95 ) < 2s");
  ASSERT_TRUE(threshold.ok());
  EXPECT_EQ(threshold->text, "p(95)<2s");
  EXPECT_FALSE(parse_threshold("max < 1 0s", MetricKind::kDurations).ok());
}

TEST(Threshold, ThatAlwaysOrNeverHoldsIsRefused) {
  using Case = std::tuple<const char*, MetricKind, const char*>;
  for (const auto& [text, kind, reason] : {Case{"count>=0", MetricKind::kEvents, "'count>=0' always holds"},
                                           Case{"count<0", MetricKind::kDurations, "'count<0' never holds"},
                                           Case{"peak>=0/s", MetricKind::kEvents, "'peak>=0/s' always holds"},
                                           Case{"rate<=100%", MetricKind::kShare, "'rate<=100%' always holds"},
                                           Case{"rate>1", MetricKind::kShare, "'rate>1' never holds"}}) {
    const Result<Threshold> threshold = parse_threshold(text, kind);
    ASSERT_FALSE(threshold.ok()) << text;
    EXPECT_EQ(threshold.error().reason, reason);
  }
  EXPECT_TRUE(parse_threshold("min>=0s", MetricKind::kDurations).ok());
  EXPECT_TRUE(parse_threshold("rate>0", MetricKind::kShare).ok());
}

TEST(Threshold, SaysWhatIsWrong) {
  struct Case {
    std::string text;
    std::string reason;
  };
  const std::string duration = "the bound must be a duration such as 250ms, 90s, 15m or 1h, not ";
  const std::vector<Case> cases{
      {"", "'' is not a threshold such as p(95)<2s or count>=100"},
      {"p(95)", "'p(95)' is not a threshold such as p(95)<2s or count>=100"},
      {"p95<2s", "'p95' is not one of p(N), avg, min, med, max, count"},
      {"rate<1%", "'rate' is not one of p(N), avg, min, med, max, count"},
      {"<2s", "'' is not one of p(N), avg, min, med, max, count"},
      {"p(0)<2s", "'p(0)' is not a percentile from p(0.01) to p(100)"},
      {"p(100.01)<2s", "'p(100.01)' is not a percentile from p(0.01) to p(100)"},
      {"p(99.999)<2s", "'p(99.999)' is not a percentile from p(0.01) to p(100)"},
      {"p(95.)<2s", "'p(95.)' is not a percentile from p(0.01) to p(100)"},
      {"p(.5)<2s", "'p(.5)' is not a percentile from p(0.01) to p(100)"},
      {"p()<2s", "'p()' is not a percentile from p(0.01) to p(100)"},
      {"p(-1)<2s", "'p(-1)' is not a percentile from p(0.01) to p(100)"},
      {"max=2s", "'max=2s' has none of < <= > >= =="},
      {"max<", duration + "''"},
      {"max<2", duration + "'2'"},
      {"max<=>2s", duration + "'>2s'"},
      {"avg<-1s", "the bound must be from 0s to 8784h, not '-1s'"},
      {"count>=1s", "count is compared with a whole number, not '1s'"},
      {"count>=-1", "count is compared with a whole number, not '-1'"},
      {"count>=", "count is compared with a whole number, not ''"},
      {"count>=99999999999999999999", "count is compared with a whole number, not '99999999999999999999'"},
      {std::string(300, ' ') + "max<1s", "a threshold is not that long: '" + std::string(40, ' ') + "...'"},
  };
  for (const Case& wrong : cases) {
    SCOPED_TRACE(wrong.text);
    const Result<Threshold> threshold = parse_threshold(wrong.text);
    ASSERT_FALSE(threshold.ok());
    EXPECT_EQ(threshold.error().reason, wrong.reason);
  }
}

TEST(Threshold, CutAnywhereIsNeverReadAsAnother) {
  const std::string whole = "p(99.9)<=1500ms";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Result<Threshold> threshold = parse_threshold(whole.substr(0, length));
    // A number without a unit is not a duration; of the shortened texts only `1500m` is one.
    EXPECT_EQ(threshold.ok(), length + 1 == whole.size()) << whole.substr(0, length);
  }
}

}  // namespace
}  // namespace dialtone
