#include "scenarios/oracles/metrics/metric_oracle.h"

#include <algorithm>

#include "device_sim/model/device_events.h"
#include "scenarios/language/expectations/threshold.h"
#include "scenarios/language/names/event_forms.h"
#include "scenarios/oracles/event_match.h"
#include "values/readable_duration.h"

namespace dialtone {

MetricOracle::MetricOracle(std::string name, const Threshold& threshold, const OracleContext& context)
    : name_(std::move(name)),
      threshold_(threshold),
      metric_(*parse_metric(threshold.metric)),
      bound_(threshold, unit_of(threshold.aggregate, metric_.kind), context.control_value(name_)),
      fleet_(context.fleet),
      audience_(Audience::counting_once(threshold.group, context.fleet)),
      scope_(threshold.scope, context) {
  const bool is_of_devices = metric_.of == Metric::Of::kStage || is_devices_own(metric_.event);
  if (audience_.is_of_devices() || (threshold.group.empty() && is_of_devices)) {
    by_device_.resize(context.plan.device_count());
  }
}

void MetricOracle::add_interests(Interests& interests) const {
  if (metric_.of == Metric::Of::kStage) {
    interests.add_events<device_events::ProvisionRequest, device_events::ProvisionAccepted,
                         device_events::RegistrationAccepted>();
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
  // An event that is only of interest to the scope.
  if (seen.event.name != metric_.event) return;
  if (metric_.of == Metric::Of::kEvent) return count_event(seen);
  if (metric_.of == Metric::Of::kInterval) return note_interval(seen);
  const Field* field = seen.event.find(metric_.field);
  if (field != nullptr && field->kind == Field::Kind::kInteger) take(field->integer, seen);
}

void MetricOracle::count_event(const SeenEvent& seen) {
  ++count_;
  if (seen.device != kNobody && !by_device_.empty()) ++by_device_[seen.device];
  const Moment now = seen.event.time;
  if (threshold_.aggregate == Aggregate::kPeak) {
    recent_.push_back(now);
    while (recent_.front() + threshold_.window <= now) recent_.pop_front();
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
  if (seen.device != kNobody && !by_device_.empty()) ++by_device_[seen.device];
  const auto sample = [&] {
    return Sample{.value = value, .device = seen.device, .host = std::string(seen.event.host), .at = seen.event.time};
  };
  if (!least_ || value < least_->value) least_ = sample();
  if (!most_ || value > most_->value) most_ = sample();
}

std::optional<Measured> MetricOracle::measure(Moment end) const {
  if (metric_.of == Metric::Of::kEvent) {
    if (threshold_.aggregate == Aggregate::kCount) return Measured{static_cast<__int128>(count_)};
    if (threshold_.aggregate == Aggregate::kPeak) return each_second(peak_, threshold_.window);
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

void MetricOracle::name_the_fewest(Moment end, OracleResult& result) const {
  if (by_device_.empty() || metric_.of == Metric::Of::kFailures) return;
  const auto first = by_device_.begin() + fleet_.first_of(audience_.group());
  const auto last = by_device_.begin() + fleet_.last_of(audience_.group());
  if (first == last) return;
  const std::uint32_t fewest = *std::min_element(first, last);
  std::vector<std::string_view> names;
  for (auto each = first; each != last && names.size() < kNamedDevices; ++each) {
    if (*each == fewest) names.push_back(fleet_.name_of(static_cast<DeviceNumber>(each - by_device_.begin())));
  }
  const auto total = static_cast<std::uint64_t>(std::count(first, last, fewest));
  result.details.push_back((fewest == 0 ? "without: " : "the fewest, " + std::to_string(fewest) + ": ") +
                           names_text(names, total));
  result.witnesses =
      first_witness(fleet_, audience_.group(), end, [&](DeviceNumber device) { return by_device_[device] == fewest; });
}

void MetricOracle::explain(const Measured& measured, Moment end, OracleResult& result) const {
  const bool too_few = threshold_.comparison == Comparison::kGreater || bound_.is_below(measured);
  if (too_few && (values_.empty() || threshold_.aggregate == Aggregate::kCount)) return name_the_fewest(end, result);
  const std::optional<Sample>& sample = extreme();
  if (!sample) return;
  const std::string whose(sample->device == kNobody ? std::string_view(sample->host) : fleet_.name_of(sample->device));
  if (!values_.empty()) {
    const std::string value = metric_.kind == MetricKind::kDurations ? readable_duration(Duration(sample->value))
                                                                     : std::to_string(sample->value);
    result.details.push_back((&sample == &least_ ? "the least: " : "the most: ") + value + ", " + whose + " at " +
                             moment_text(sample->at));
  } else if (metric_.of == Metric::Of::kFailures) {
    result.details.push_back("the last that failed: " + whose + " at " + moment_text(sample->at));
  } else {
    const bool is_second = threshold_.window == kPeakWindow;
    const std::string window = is_second ? "second" : readable_duration(threshold_.window);
    result.details.push_back((threshold_.aggregate == Aggregate::kPeak ? "the most in the " + window + " before "
                                                                       : "the first: " + whose + " at ") +
                             moment_text(sample->at));
  }
  result.witnesses.push_back({whose, sample->at});
}

bool MetricOracle::could_change(OracleVerdict, Moment end) const {
  if (scope_.is_over(end)) return false;
  const std::optional<Measured> measured = measure(end);
  return !measured || !bound_.is_final(*measured);
}

std::string MetricOracle::why_nothing(Moment end) const {
  if (count_ > 0 || !values_.empty()) return {};
  const std::string why = scope_.why_nothing(fleet_, audience_.group(), !by_device_.empty(), end);
  return why.empty() && metric_.of == Metric::Of::kFailures ? "nothing that it counts has ended" : why;
}

OracleResult MetricOracle::judge(Moment end) const {
  const std::optional<Measured> measured = measure(end);
  const std::string why_none = why_nothing(end);
  const bool passes = measured ? bound_.holds(*measured) : !why_none.empty();
  OracleResult result{name_, verdict_of(passes), {}, {}};
  result.measured = measured ? bound_.text(*measured) : "no value";
  result.value = measured;
  if (metric_.of == Metric::Of::kFailures && measured) {
    result.measured += " (" + std::to_string(failures_) + " of " + std::to_string(count_) + ")";
  }
  judge_control(bound_, result);
  if (!result.failed()) {
    result.holds_by_silence = count_ == 0 && values_.empty();
    result.note_vacuous(why_none);
    return result;
  }
  result.details.push_back("wanted " + threshold_.text);
  measured ? explain(*measured, end, result) : name_the_fewest(end, result);
  return result;
}

}  // namespace dialtone
