#include "scenarios/oracles/metrics/metric.h"

#include <algorithm>
#include <cstdlib>

#include "scenarios/language/expectations/threshold.h"
#include "values/readable_duration.h"

namespace dialtone {
namespace {

constexpr std::int64_t kMillion = 1'000'000;

std::string value_text(ThresholdUnit unit, std::int64_t value) {
  switch (unit) {
    case ThresholdUnit::kCount: return std::to_string(value);
    case ThresholdUnit::kDuration: return readable_duration(Duration(value));
    case ThresholdUnit::kEachSecond: {
      // Shows three decimals.
      return millionths_text(value / 1'000 * 1'000) + "/s";
    }
    case ThresholdUnit::kShare: return millionths_text(value);
    case ThresholdUnit::kFactor: break;
  }
  std::abort();
}

// Formats the value without the aggregate's name.
std::string value_text(ThresholdUnit unit, const Measured& measured) {
  const bool is_whole = measured.numerator % measured.denominator == 0;
  // The average of whole numbers may have a fraction.
  if (unit == ThresholdUnit::kCount && !is_whole) {
    const auto thousandths = static_cast<std::int64_t>(measured.numerator * 1'000 / measured.denominator);
    return millionths_text(thousandths * 1'000);
  }
  return value_text(unit, static_cast<std::int64_t>(measured.numerator / measured.denominator));
}

__int128 thousandths(const Measured& measured) { return measured.numerator * 1'000 / measured.denominator; }

}  // namespace

std::optional<std::int64_t> percentile(std::vector<std::int64_t>& values, int hundredths) {
  if (values.empty()) return std::nullopt;
  const std::size_t scaled = values.size() * static_cast<std::size_t>(hundredths);
  const std::size_t rank = std::max<std::size_t>(1, (scaled + 9'999) / 10'000);
  const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

std::optional<Measured> aggregate(const Threshold& threshold, std::vector<std::int64_t>& values) {
  if (threshold.aggregate == Aggregate::kCount) return Measured{static_cast<__int128>(values.size())};
  if (values.empty()) return std::nullopt;
  switch (threshold.aggregate) {
    case Aggregate::kPercentile: return Measured{*percentile(values, threshold.percentile)};
    case Aggregate::kMedian: return Measured{*percentile(values, 5'000)};
    case Aggregate::kMinimum: return Measured{*std::min_element(values.begin(), values.end())};
    case Aggregate::kMaximum: return Measured{*std::max_element(values.begin(), values.end())};
    case Aggregate::kAverage: {
      Measured average{0, static_cast<__int128>(values.size())};
      for (const std::int64_t value : values) average.numerator += value;
      return average;
    }
    case Aggregate::kCount:
    case Aggregate::kRate:
    case Aggregate::kPeak: break;
  }
  std::abort();
}

Measured each_second(std::uint64_t count, Duration time) {
  const std::int64_t nanoseconds = std::max<std::int64_t>(1, time.count());
  return {static_cast<__int128>(count) * kMillion * Duration(std::chrono::seconds(1)).count(), nanoseconds};
}

Measured share(std::uint64_t part, std::uint64_t whole) {
  return {static_cast<__int128>(part) * kMillion, static_cast<__int128>(whole)};
}

std::string measured_text(const Threshold& threshold, ThresholdUnit unit, const Measured& measured) {
  return aggregate_text(threshold) + " = " + value_text(unit, measured);
}

// --- bounds ---

int MetricBound::order(const Measured& measured) const {
  __int128 value = measured.numerator;
  __int128 bound = static_cast<__int128>(threshold_.bound) * measured.denominator;
  if (is_compared()) {
    value = thousandths(measured) * kMillion;
    bound = control_ ? thousandths(*control_) * threshold_.bound : 0;
  }
  return value < bound ? -1 : value > bound ? 1 : 0;
}

bool MetricBound::holds(const Measured& measured) const { return compare(order(measured), threshold_.comparison, 0); }

bool MetricBound::is_final(const Measured& measured) const {
  const Aggregate kind = threshold_.aggregate;
  const bool falls = kind == Aggregate::kMinimum;
  const bool rises = kind == Aggregate::kCount || kind == Aggregate::kMaximum || kind == Aggregate::kPeak;
  if (!falls && !rises) return false;
  const int past = falls ? -order(measured) : order(measured);
  if (past != 0) return past > 0;
  // If the value is at the bound, the comparison gives the same result there and beyond it in the direction in which
  // the value can move.
  return compare(0, threshold_.comparison, 0) == compare(falls ? -1 : 1, threshold_.comparison, 0);
}

std::string MetricBound::text(const Measured& measured) const {
  const std::string text = measured_text(threshold_, unit_, measured);
  if (!is_compared()) return text;
  return text + " (" + (control_ ? value_text(unit_, *control_) : "no value") + " without " + threshold_.without + ")";
}

std::string MetricBound::why_no_control() const {
  return is_compared() && !control_ ? "without " + threshold_.without + " there was no value" : "";
}

}  // namespace dialtone
