#include "scenarios/language/expectations/threshold.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "scenarios/language/document/diagnostic.h"
#include "scenarios/language/document/word_table.h"
#include "scenarios/language/document/yaml_cursor.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestThreshold = 256;
constexpr std::string_view kPeakOfWindow = "peak(";

constexpr WordTable<Aggregate, 7> kAggregates{{{"avg", Aggregate::kAverage},
                                               {"min", Aggregate::kMinimum},
                                               {"med", Aggregate::kMedian},
                                               {"max", Aggregate::kMaximum},
                                               {"count", Aggregate::kCount},
                                               {"rate", Aggregate::kRate},
                                               {"peak", Aggregate::kPeak}}};

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Removes the blanks within the aggregate, around the operator and at the end.
std::string without_blanks(std::string_view text) {
  constexpr std::string_view kOperators = "<>=";
  const std::size_t first = text.find_first_of(kOperators);
  if (first == std::string_view::npos) return std::string(trimmed(text));
  const std::size_t end = std::min(text.find_first_not_of(kOperators, first), text.size());
  std::string result(text.substr(0, end));
  std::erase(result, ' ');
  return result.append(trimmed(text.substr(end)));
}

std::optional<std::int64_t> parse_count(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size() || text.starts_with('-')) return std::nullopt;
  return count;
}

// Parses `0.05` with `decimals` of 4 as 500. Accepts at most `decimals` decimals, after at most nine digits.
std::optional<std::int64_t> parse_decimal(std::string_view text, std::size_t decimals) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  const std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.empty() || whole.size() > 9 || fraction.size() > decimals) return std::nullopt;
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  return parse_count(std::string(whole) + std::string(fraction) + std::string(decimals - fraction.size(), '0'));
}

// Parses `95`, `99.9` or `99.99` as hundredths of a percent; nullopt outside 0.01 to 100.
std::optional<int> parse_percentile(std::string_view text) {
  const std::optional<std::int64_t> percent = parse_decimal(text, 2);
  if (!percent || *percent < 1 || *percent > 10'000) return std::nullopt;
  return static_cast<int>(*percent);
}

bool can_ask(Aggregate aggregate, MetricKind kind) {
  const bool is_event = aggregate == Aggregate::kRate || aggregate == Aggregate::kPeak;
  switch (kind) {
    case MetricKind::kDurations:
    case MetricKind::kNumbers: return !is_event;
    case MetricKind::kEvents: return is_event || aggregate == Aggregate::kCount;
    case MetricKind::kShare: return aggregate == Aggregate::kRate || aggregate == Aggregate::kCount;
    case MetricKind::kTimeTo: return !is_event && aggregate != Aggregate::kAverage && aggregate != Aggregate::kCount;
  }
  std::abort();
}

std::string_view aggregates_of(MetricKind kind) {
  switch (kind) {
    case MetricKind::kDurations:
    case MetricKind::kNumbers: return "p(N), avg, min, med, max, count";
    case MetricKind::kEvents: return "count, rate, peak, peak(DURATION)";
    case MetricKind::kShare: return "rate, count";
    case MetricKind::kTimeTo: return "p(N), min, med, max";
  }
  std::abort();
}

Result<void, Failure> parse_aggregate(std::string_view text, MetricKind kind, Threshold& threshold) {
  if (text.starts_with("p(") && text.ends_with(')') && can_ask(Aggregate::kPercentile, kind)) {
    const std::optional<int> percentile = parse_percentile(text.substr(2, text.size() - 3));
    if (!percentile) return Failure{in_quotes(text) + " is not a percentile from p(0.01) to p(100)"};
    threshold.aggregate = Aggregate::kPercentile;
    threshold.percentile = *percentile;
    return {};
  }
  if (text.starts_with(kPeakOfWindow) && text.ends_with(')') && can_ask(Aggregate::kPeak, kind)) {
    const std::string_view window = text.substr(kPeakOfWindow.size(), text.size() - kPeakOfWindow.size() - 1);
    const Result<Duration> duration = parse_duration_within(window, kPositiveDuration);
    if (!duration) return Failure{"the window of peak " + duration.error().reason};
    threshold.aggregate = Aggregate::kPeak;
    threshold.window = *duration;
    return {};
  }
  for (const Word<Aggregate>& word : kAggregates) {
    if (word.text != text || !can_ask(word.value, kind)) continue;
    threshold.aggregate = word.value;
    return {};
  }
  return Failure{in_quotes(text) + " is not one of " + std::string(aggregates_of(kind))};
}

}  // namespace

ThresholdUnit unit_of(Aggregate aggregate, MetricKind kind) {
  if (aggregate == Aggregate::kCount || kind == MetricKind::kNumbers) return ThresholdUnit::kCount;
  if (kind == MetricKind::kEvents) return ThresholdUnit::kEachSecond;
  return kind == MetricKind::kShare ? ThresholdUnit::kShare : ThresholdUnit::kDuration;
}

namespace {

Result<std::int64_t> parse_bound(std::string_view text, std::string_view aggregate, ThresholdUnit unit) {
  std::optional<std::int64_t> bound;
  switch (unit) {
    case ThresholdUnit::kCount:
      bound = parse_count(text);
      if (bound) return *bound;
      return Failure{std::string(aggregate) + " is compared with a whole number, not " + in_quotes(text)};
    case ThresholdUnit::kDuration: {
      const Result<Duration> duration = parse_duration_within(text, {});
      if (!duration) return Failure{"the bound " + duration.error().reason};
      return duration->count();
    }
    case ThresholdUnit::kEachSecond:
      if (text.ends_with("/s")) bound = parse_decimal(text.substr(0, text.size() - 2), 6);
      if (bound) return *bound;
      return Failure{std::string(aggregate) + " is compared with so many a second, such as 500/s, not " +
                     in_quotes(text)};
    case ThresholdUnit::kShare:
      bound = text.ends_with('%') ? parse_decimal(text.substr(0, text.size() - 1), 4) : parse_decimal(text, 6);
      if (bound && *bound <= 1'000'000) return *bound;
      return Failure{std::string(aggregate) + " is compared with a share from 0 to 1, such as 0.01 or 1%, not " +
                     in_quotes(text)};
    case ThresholdUnit::kFactor: break;
  }
  std::abort();
}

// Returns true if the threshold holds for every possible value, false if for none, and nullopt if it depends on the
// value: counts and rates are never negative, shares are at most 1.
std::optional<bool> outcome_of(const Threshold& threshold) {
  const bool is_share = threshold.unit == ThresholdUnit::kShare;
  const bool is_counted = threshold.aggregate == Aggregate::kCount || threshold.unit == ThresholdUnit::kEachSecond;
  if (!is_share && !is_counted) return std::nullopt;
  const bool is_least = threshold.bound == 0;
  const bool is_most = is_share && threshold.bound == 1'000'000;
  switch (threshold.comparison) {
    case Comparison::kGreaterOrEqual: return is_least ? std::optional(true) : std::nullopt;
    case Comparison::kLess: return is_least ? std::optional(false) : std::nullopt;
    case Comparison::kLessOrEqual: return is_most ? std::optional(true) : std::nullopt;
    case Comparison::kGreater: return is_most ? std::optional(false) : std::nullopt;
    default: return std::nullopt;
  }
}

// Parses `1.2x` as a factor in millionths.
Result<std::int64_t> parse_factor(std::string_view text) {
  constexpr std::int64_t kLeast = 1'000;
  constexpr std::int64_t kMost = 1'000'000'000;
  const std::optional<std::int64_t> factor = parse_decimal(text.substr(0, text.size() - 1), 6);
  if (factor && *factor >= kLeast && *factor <= kMost) return *factor;
  return Failure{in_quotes(text) + " is no factor from 0.001x to 1000x, such as 1.2x"};
}

}  // namespace

Result<Threshold> parse_threshold(std::string_view text, MetricKind kind) {
  if (text.size() > kLongestThreshold) return Failure{"a threshold is not that long: " + in_quotes(text)};
  Threshold threshold;
  threshold.text = without_blanks(text);
  const std::string_view all = threshold.text;
  const std::size_t sign = all.find_first_of("<>=");
  if (sign == std::string_view::npos) {
    return Failure{in_quotes(text) + " is not a threshold such as p(95)<2s or count>=100"};
  }
  std::string_view bound = all.substr(sign);
  threshold.comparison = take_comparison(bound, Comparison::kContains);
  if (threshold.comparison == Comparison::kContains) return Failure{in_quotes(text) + " has none of < <= > >= =="};
  const std::string_view aggregate = all.substr(0, sign);
  if (const Result<void, Failure> parsed = parse_aggregate(aggregate, kind, threshold); !parsed) return parsed.error();
  const bool is_factor = bound.ends_with('x');
  threshold.unit = is_factor ? ThresholdUnit::kFactor : unit_of(threshold.aggregate, kind);
  const Result<std::int64_t> number = is_factor ? parse_factor(bound) : parse_bound(bound, aggregate, threshold.unit);
  if (!number) return number.error();
  threshold.bound = *number;
  if (const std::optional<bool> always = outcome_of(threshold)) {
    return Failure{in_quotes(text) + (*always ? " always holds" : " never holds")};
  }
  return threshold;
}

std::string millionths_text(std::int64_t millionths) {
  std::string text = std::to_string(millionths / 1'000'000);
  std::string fraction = std::to_string(1'000'000 + millionths % 1'000'000).substr(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  return fraction.empty() ? text : text + "." + fraction;
}

std::string aggregate_text(const Threshold& threshold) {
  if (threshold.aggregate == Aggregate::kPeak && threshold.window != kPeakWindow) {
    return std::string(kPeakOfWindow) + to_text(threshold.window) + ")";
  }
  if (threshold.aggregate != Aggregate::kPercentile) return std::string(word_of(threshold.aggregate, kAggregates));
  std::string text = "p(" + std::to_string(threshold.percentile / 100);
  if (const int hundredths = threshold.percentile % 100; hundredths != 0) {
    text += "." + std::to_string(hundredths / 10);
    if (hundredths % 10 != 0) text += std::to_string(hundredths % 10);
  }
  return text + ")";
}

std::string to_text(const Threshold& threshold) {
  const std::string text = aggregate_text(threshold) + std::string(word_of(threshold.comparison, kComparisonWords));
  switch (threshold.unit) {
    case ThresholdUnit::kCount: return text + std::to_string(threshold.bound);
    case ThresholdUnit::kDuration: return text + to_text(Duration(threshold.bound));
    case ThresholdUnit::kEachSecond: return text + millionths_text(threshold.bound) + "/s";
    case ThresholdUnit::kShare: return text + millionths_text(threshold.bound);
    case ThresholdUnit::kFactor: return text + millionths_text(threshold.bound) + "x";
  }
  std::abort();
}

}  // namespace dialtone
