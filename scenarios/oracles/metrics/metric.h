// Numbers that are computed exactly from a run, and thresholds on them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/expectations/expectation.h"

namespace dialtone {

// Returns the smallest of the values that is not exceeded by at least `hundredths` / 100 percent of them (nearest
// rank); `hundredths` is 1 to 10,000. nullopt without values. Reorders `values`.
std::optional<std::int64_t> percentile(std::vector<std::int64_t>& values, int hundredths);

// A measured number in the threshold's unit, as a fraction, so that comparisons do not round.
struct Measured {
  __int128 numerator = 0;
  __int128 denominator = 1;
};
// Computes an aggregate other than kRate and kPeak; nullopt if there are no values. Reorders `values`.
std::optional<Measured> aggregate(const Threshold& threshold, std::vector<std::int64_t>& values);
// Returns `count` divided by `time`, in millionths per second.
Measured each_second(std::uint64_t count, Duration time);
// Returns `part` divided by `whole`, in millionths.
Measured share(std::uint64_t part, std::uint64_t whole);

// Formats a result in the unit that the aggregate measures: `p(95) = 1.34s`, `count = 17`, `rate = 12.5/s`,
// `rate = 0.0041`.
std::string measured_text(const Threshold& threshold, ThresholdUnit unit, const Measured& measured);

// A threshold, and for a comparison with a control run the value that the control run measured.
class MetricBound {
 public:
  // `control`: what the control run measured, for a threshold that is a factor; nullopt if it measured nothing.
  MetricBound(const Threshold& threshold, ThresholdUnit unit, std::optional<Measured> control)
      : threshold_(threshold), unit_(unit), control_(control) {}

  const Threshold& threshold() const { return threshold_; }
  bool holds(const Measured& measured) const;
  // Returns true if `measured` is below the bound.
  bool is_below(const Measured& measured) const { return order(measured) < 0; }
  // Returns true if further values cannot change the result of holds(): a count only rises, and a minimum only falls.
  bool is_final(const Measured& measured) const;
  // Formats a result, followed by the control run's value: `p(95) = 1.34 s (1.2 s without ill)`.
  std::string text(const Measured& measured) const;
  // Returns why there is no value to compare with: `without ill there was no value`. Empty if there is one, or if the
  // threshold needs none.
  std::string why_no_control() const;

 private:
  bool is_compared() const { return threshold_.unit == ThresholdUnit::kFactor; }
  // Returns a negative number, zero or a positive number if the value is below, at or above the bound. A value and a
  // control run's value are compared to the thousandth of their unit.
  int order(const Measured& measured) const;

  Threshold threshold_;
  ThresholdUnit unit_;
  std::optional<Measured> control_;
};

}  // namespace dialtone
