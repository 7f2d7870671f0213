#include "scenarios/oracles/metrics/time_to_oracle.h"

#include <algorithm>
#include <cstdlib>

#include "scenarios/language/expectations/threshold.h"
#include "values/readable_duration.h"

namespace dialtone {

TimeToOracle::TimeToOracle(std::string name, const Threshold& threshold, const OracleContext& context)
    : name_(std::move(name)),
      metric_(*parse_metric(threshold.metric)),
      bound_(threshold, unit_of(threshold.aggregate, metric_.kind), context.control_value(name_)),
      fleet_(context.fleet),
      group_(context.fleet.group_number(threshold.group)),
      after_(threshold.scope.after),
      scope_(threshold.scope, context) {}

void TimeToOracle::add_interests(Interests& interests) const {
  interests.conditions |= mask_of(metric_.condition);
  scope_.add_interests(interests);
}

std::uint64_t TimeToOracle::wanted() const {
  const std::uint64_t size = fleet_.size(group_);
  switch (bound_.threshold().aggregate) {
    case Aggregate::kMinimum: return 1;
    case Aggregate::kMedian: return (size + 1) / 2;
    case Aggregate::kMaximum: return size;
    default: break;
  }
  const auto hundredths = static_cast<std::uint64_t>(bound_.threshold().percentile);
  return std::max<std::uint64_t>(1, (size * hundredths + 9'999) / 10'000);
}

void TimeToOracle::see(const SeenEvent& seen) {
  scope_.see(seen);
  if (!after_.empty() && scope_.begin() == kNever) start_again(seen.event.time);
  look(seen.event.time);
}

void TimeToOracle::start_again(Moment now) {
  met_at_.reset();
  has_begun_ = false;
  most_ = 0;
  open_before_ = scope_.open_for(now);
}

void TimeToOracle::changed(const SeenEvent& seen) {
  const Moment now = seen.event.time;
  scope_.changed(seen);
  // At the moment of the beginning, look() judges all changes together.
  if (now == scope_.begin() && !has_begun_) return;
  check(now);
}

void TimeToOracle::look(Moment now) {
  scope_.look(now);
  has_begun_ = has_begun_ || now >= scope_.begin();
  check(now);
  if (!met_at_ && missing_.empty() && scope_.is_over(now)) note_missing();
}

void TimeToOracle::note_missing() {
  missing_ = fleet_.those(group_, metric_.condition, false, kNamedDevices);
  missing_count_ = fleet_.size(group_) - fleet_.count(group_, metric_.condition);
}

void TimeToOracle::check(Moment now) {
  looked_ = std::max(looked_, now);
  if (met_at_ || !scope_.is_open(now, kNobody)) return;
  const std::uint64_t count = fleet_.count(group_, metric_.condition);
  most_ = std::max(most_, count);
  if (count < wanted()) return;
  met_at_ = now;
  time_ = open_for(now);
}

bool TimeToOracle::wants_long() const {
  const Comparison comparison = bound_.threshold().comparison;
  return comparison == Comparison::kGreater || comparison == Comparison::kGreaterOrEqual;
}

bool TimeToOracle::could_change(OracleVerdict, Moment end) const {
  if (scope_.is_over(end)) return false;
  if (met_at_) return !after_.empty() && scope_.may_begin_again();
  return bound_.is_below(waited(end));
}

OracleResult TimeToOracle::judge(Moment end) const {
  const std::optional<Measured> measured = met_at_ ? std::optional(Measured{time_.count()}) : std::nullopt;
  const Measured waited_for = waited(end);
  OracleResult result{name_, verdict_of(bound_.holds(measured.value_or(waited_for))), {}, {}};
  result.value = measured;
  if (measured) {
    result.measured = bound_.text(*measured) + ", at " + moment_text(*met_at_);
    if (!fleet_.any_took_part(group_, *met_at_)) {
      result.note_vacuous("no device was on when it held, at " + moment_text(*met_at_));
    }
  } else {
    result.verdict = verdict_of(wants_long() && bound_.holds(waited_for));
    result.measured = aggregate_text(bound_.threshold()) + " not reached in " +
                      readable_duration(Duration(static_cast<std::int64_t>(waited_for.numerator))) + ": " +
                      std::to_string(most_) + " of " + std::to_string(fleet_.size(group_)) + " at most";
    const bool is_of_power = metric_.condition == DeviceCondition::kOn || metric_.condition == DeviceCondition::kOff;
    if (const std::string why = scope_.why_nothing(fleet_, group_, !is_of_power, end); !why.empty()) {
      result.verdict = OracleVerdict::kPassed;
      result.note_vacuous(why);
    }
  }
  judge_control(bound_, result);
  if (!result.failed()) return result;
  result.details.push_back("wanted " + bound_.threshold().text);
  if (!measured) {
    TimeToOracle last = *this;
    if (missing_.empty()) last.note_missing();
    result.details.push_back("not " + std::string(to_text(metric_.condition)) +
                             " at the end: " + names_text(last.missing_, last.missing_count_));
  }
  result.witnesses =
      first_witness(fleet_, group_, end, [&](DeviceNumber device) { return !fleet_.is(device, metric_.condition); });
  return result;
}

}  // namespace dialtone
