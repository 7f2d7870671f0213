#include "scenarios/engine/threshold.h"

#include <array>
#include <charconv>
#include <limits>
#include <optional>

#include "scenarios/engine/diagnostic.h"
#include "scenarios/engine/word_table.h"
#include "scenarios/engine/yaml_cursor.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestThreshold = 256;

constexpr WordTable<Aggregate, 5> kAggregates{{{"avg", Aggregate::kAverage},
                                               {"min", Aggregate::kMinimum},
                                               {"med", Aggregate::kMedian},
                                               {"max", Aggregate::kMaximum},
                                               {"count", Aggregate::kCount}}};

// The longer ones first: `<=` begins with `<`.
constexpr WordTable<Comparison, 5> kComparisons{{{"<=", Comparison::kLessOrEqual},
                                                 {">=", Comparison::kGreaterOrEqual},
                                                 {"==", Comparison::kEqual},
                                                 {"<", Comparison::kLess},
                                                 {">", Comparison::kGreater}}};

std::string without_blanks(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c != ' ') result += c;
  }
  return result;
}

std::optional<std::int64_t> parse_count(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (fault != std::errc() || end != text.data() + text.size() || text.starts_with('-')) return std::nullopt;
  return count;
}

// `95`, `99.9` or `99.99` in hundredths of a percent; nothing where it is none from 0.01 to 100.
std::optional<int> parse_percentile(std::string_view text) {
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (whole.size() > 3 || fraction.size() > 2) return std::nullopt;
  if (point != std::string_view::npos && fraction.empty()) return std::nullopt;
  const std::optional<std::int64_t> percent =
      parse_count(std::string(whole) + std::string(fraction) + std::string(2 - fraction.size(), '0'));
  if (whole.empty() || !percent || *percent < 1 || *percent > 10'000) return std::nullopt;
  return static_cast<int>(*percent);
}

Result<void, Failure> parse_aggregate(std::string_view text, Threshold& threshold) {
  if (text.starts_with("p(") && text.ends_with(')')) {
    const std::optional<int> percentile = parse_percentile(text.substr(2, text.size() - 3));
    if (!percentile) return Failure{in_quotes(text) + " is not a percentile from p(0.01) to p(100)"};
    threshold.aggregate = Aggregate::kPercentile;
    threshold.percentile = *percentile;
    return {};
  }
  for (const Word<Aggregate>& word : kAggregates) {
    if (word.text != text) continue;
    threshold.aggregate = word.value;
    return {};
  }
  return Failure{in_quotes(text) + " is not one of p(N), avg, min, med, max, count"};
}

}  // namespace

Result<Threshold> parse_threshold(std::string_view text) {
  if (text.size() > kLongestThreshold) return Failure{"a threshold is not that long: " + in_quotes(text)};
  Threshold threshold;
  threshold.text = without_blanks(text);
  const std::string_view all = threshold.text;
  const std::size_t sign = all.find_first_of("<>=");
  if (sign == std::string_view::npos) {
    return Failure{in_quotes(text) + " is not a threshold such as p(95)<2s or count>=100"};
  }
  std::string_view bound;
  for (const Word<Comparison>& word : kComparisons) {
    if (!all.substr(sign).starts_with(word.text)) continue;
    threshold.comparison = word.value;
    bound = all.substr(sign + word.text.size());
    break;
  }
  if (bound.data() == nullptr) return Failure{in_quotes(text) + " has none of < <= > >= =="};
  if (const Result<void, Failure> aggregate = parse_aggregate(all.substr(0, sign), threshold); !aggregate) {
    return aggregate.error();
  }
  if (threshold.aggregate == Aggregate::kCount) {
    const std::optional<std::int64_t> count = parse_count(bound);
    if (!count) return Failure{"count is compared with a whole number, not " + in_quotes(bound)};
    threshold.bound = *count;
    return threshold;
  }
  const Result<Duration> duration = parse_duration_within(bound, {});
  if (!duration) return Failure{"the bound " + duration.error().reason};
  threshold.bound = duration->count();
  return threshold;
}

std::string to_text(const Threshold& threshold) {
  std::string text;
  if (threshold.aggregate == Aggregate::kPercentile) {
    text = "p(" + std::to_string(threshold.percentile / 100);
    if (const int hundredths = threshold.percentile % 100; hundredths != 0) {
      text += "." + std::to_string(hundredths / 10);
      if (hundredths % 10 != 0) text += std::to_string(hundredths % 10);
    }
    text += ")";
  } else {
    text = word_of(threshold.aggregate, kAggregates);
  }
  text += word_of(threshold.comparison, kComparisons);
  return text + (threshold.aggregate == Aggregate::kCount ? std::to_string(threshold.bound)
                                                          : to_text(Duration(threshold.bound)));
}

}  // namespace dialtone
