#include "scenarios/oracles/metric.h"

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
  }
  std::abort();
}

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

bool holds(const Threshold& threshold, const Measured& measured) {
  return compare<__int128>(measured.numerator, threshold.comparison,
                           static_cast<__int128>(threshold.bound) * measured.denominator);
}

bool is_final(const Threshold& threshold, const Measured& measured) {
  const Aggregate kind = threshold.aggregate;
  const bool falls = kind == Aggregate::kMinimum;
  const bool rises = kind == Aggregate::kCount || kind == Aggregate::kMaximum || kind == Aggregate::kPeak;
  if (!falls && !rises) return false;
  const __int128 bound = static_cast<__int128>(threshold.bound) * measured.denominator;
  const bool is_past = falls ? measured.numerator < bound : measured.numerator > bound;
  if (is_past || measured.numerator != bound) return is_past;
  // The value is at the bound, so it can only stay there or move past it.
  return compare(0, threshold.comparison, 0) == compare(falls ? -1 : 1, threshold.comparison, 0);
}

std::string measured_text(const Threshold& threshold, const Measured& measured) {
  const bool is_whole = measured.numerator % measured.denominator == 0;
  // An average of whole numbers has a fraction.
  if (threshold.unit == ThresholdUnit::kCount && !is_whole) {
    const auto thousandths = static_cast<std::int64_t>(measured.numerator * 1'000 / measured.denominator);
    return aggregate_text(threshold) + " = " + millionths_text(thousandths * 1'000);
  }
  const auto value = static_cast<std::int64_t>(measured.numerator / measured.denominator);
  return aggregate_text(threshold) + " = " + value_text(threshold.unit, value);
}

}  // namespace dialtone
