#include "scenarios/oracles/metric_oracle.h"

#include <algorithm>

#include "scenarios/language/event_match.h"

namespace dialtone {

MetricOracle::MetricOracle(std::string name, const Threshold& threshold, const OracleContext& context)
    : name_(std::move(name)),
      threshold_(threshold),
      metric_(*parse_metric(threshold.metric)),
      fleet_(context.fleet),
      audience_(Audience::counting_once(threshold.group, context.fleet)),
      scope_(threshold.scope, context) {}

void MetricOracle::add_interests(Interests& interests) const {
  if (metric_.of == Metric::Of::kStage) {
    interests.events.insert(interests.events.end(),
                            {"provision.request", "provision.accepted", "registration.accepted"});
  } else if (metric_.of == Metric::Of::kFailures) {
    for (const std::string_view event : ends_of(threshold_.metric)) interests.events.emplace_back(event);
  } else {
    interests.events.push_back(metric_.event);
  }
  scope_.add_interests(interests);
}

void MetricOracle::see(const SeenEvent& seen) {
  scope_.see(seen);
  if (!scope_.is_open(seen.event.time, seen.device) || !audience_.has(seen)) return;
  switch (metric_.of) {
    case Metric::Of::kStage:
      for (const FleetState::Completed& completed : fleet_.completed()) {
        if (completed.stage == metric_.stage) take(completed.duration, seen);
      }
      return;
    case Metric::Of::kFailures:
      if (const std::optional<bool> has_failed = failed(threshold_.metric, seen.event)) {
        ++count_;
        if (!*has_failed) return;
        ++failures_;
        most_ = Sample{.value = 0, .device = seen.device, .host = std::string(seen.event.host), .at = seen.event.time};
      }
      return;
    default: break;
  }
  // A scope's events are of interest too.
  if (seen.event.name != metric_.event) return;
  if (metric_.of == Metric::Of::kEvent) return count_event(seen);
  if (metric_.of == Metric::Of::kInterval) return note_interval(seen);
  const Field* field = find_field(seen.event, metric_.field);
  if (field != nullptr && field->kind == Field::Kind::kInteger) take(field->integer, seen);
}

void MetricOracle::count_event(const SeenEvent& seen) {
  ++count_;
  const Moment now = seen.event.time;
  if (threshold_.aggregate == Aggregate::kPeak) {
    recent_.push_back(now);
    while (recent_.front() + std::chrono::seconds(1) <= now) recent_.pop_front();
    if (recent_.size() <= peak_) return;
    peak_ = recent_.size();
  } else if (count_ > 1) {
    return;
  }
  most_ = Sample{.value = 0, .device = seen.device, .host = std::string(seen.event.host), .at = now};
}

void MetricOracle::note_interval(const SeenEvent& seen) {
  if (seen.device == kNobody) return;
  const auto [last, is_first] = last_.try_emplace(seen.device, seen.event.time);
  if (is_first) return;
  const Moment before = std::exchange(last->second, seen.event.time);
  take((seen.event.time - before).count(), seen);
}

void MetricOracle::take(std::int64_t value, const SeenEvent& seen) {
  values_.push_back(value);
  const auto sample = [&] {
    return Sample{.value = value, .device = seen.device, .host = std::string(seen.event.host), .at = seen.event.time};
  };
  if (!least_ || value < least_->value) least_ = sample();
  if (!most_ || value > most_->value) most_ = sample();
}

std::optional<Measured> MetricOracle::measure(Moment end) const {
  if (metric_.of == Metric::Of::kEvent) {
    if (threshold_.aggregate == Aggregate::kCount) return Measured{static_cast<__int128>(count_)};
    if (threshold_.aggregate == Aggregate::kPeak) return each_second(peak_, std::chrono::seconds(1));
    const Duration open = scope_.open_for(end);
    if (open == Duration::zero()) return std::nullopt;
    return each_second(count_, open);
  }
  if (metric_.of == Metric::Of::kFailures) {
    if (threshold_.aggregate == Aggregate::kCount) return Measured{static_cast<__int128>(failures_)};
    if (count_ == 0) return std::nullopt;
    return share(failures_, count_);
  }
  std::vector<std::int64_t> values = values_;
  return aggregate(threshold_, values);
}

const std::optional<MetricOracle::Sample>& MetricOracle::extreme() const {
  const bool wants_little =
      threshold_.comparison == Comparison::kLess || threshold_.comparison == Comparison::kLessOrEqual;
  const bool has_values = !values_.empty();
  return has_values && !wants_little ? least_ : most_;
}

void MetricOracle::explain(const Measured& measured, OracleResult& result) const {
  result.details.push_back("wanted " + threshold_.text);
  // Too few of something is nobody's.
  const bool too_few = compare<__int128>(measured.numerator, Comparison::kLess,
                                         static_cast<__int128>(threshold_.bound) * measured.denominator);
  const std::optional<Sample>& sample = extreme();
  if (!sample || (values_.empty() && too_few)) return;
  const std::string whose(sample->device == kNobody ? std::string_view(sample->host) : fleet_.name_of(sample->device));
  if (!values_.empty()) {
    const std::string value =
        metric_.kind == MetricKind::kDurations ? rounded_text(sample->value) : std::to_string(sample->value);
    result.details.push_back((&sample == &least_ ? "the least: " : "the most: ") + value + ", " + whose + " at " +
                             moment_text(sample->at));
  } else if (metric_.of == Metric::Of::kFailures) {
    result.details.push_back("the last that failed: " + whose + " at " + moment_text(sample->at));
  } else {
    result.details.push_back(
        (threshold_.aggregate == Aggregate::kPeak ? "the most in the second before " : "the first: " + whose + " at ") +
        moment_text(sample->at));
  }
  result.witnesses.push_back({whose, sample->at});
}

OracleResult MetricOracle::judge(Moment end) const {
  const std::optional<Measured> measured = measure(end);
  OracleResult result{name_, measured && holds(threshold_, *measured), {}, {}};
  result.measured = measured ? measured_text(threshold_, *measured) : "no value";
  if (metric_.of == Metric::Of::kFailures && measured) {
    result.measured += " (" + std::to_string(failures_) + " of " + std::to_string(count_) + ")";
  }
  if (result.passed) return result;
  if (measured) {
    explain(*measured, result);
  } else {
    result.details.push_back("wanted " + threshold_.text);
  }
  return result;
}

}  // namespace dialtone
