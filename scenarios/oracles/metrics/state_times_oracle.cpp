#include "scenarios/oracles/metrics/state_times_oracle.h"

#include <algorithm>
#include <utility>

#include "scenarios/language/expectations/threshold.h"
#include "values/readable_duration.h"

namespace dialtone {

StateTimesOracle::StateTimesOracle(std::string name, const Threshold& threshold, const OracleContext& context)
    : name_(std::move(name)),
      metric_(*parse_metric(threshold.metric)),
      bound_(threshold, unit_of(threshold.aggregate, metric_.kind), context.control_value(name_)),
      fleet_(context.fleet),
      group_(context.fleet.group_number(threshold.group)),
      scope_(threshold.scope, context),
      devices_(context.fleet.size(group_)) {
  for (DeviceNumber number = fleet_.first_of(group_); number < fleet_.last_of(group_); ++number) {
    devices_[number - fleet_.first_of(group_)].is_so = fleet_.is(number, metric_.condition);
  }
}

void StateTimesOracle::add_interests(Interests& interests) const {
  interests.conditions |= mask_of(metric_.condition) | mask_of(DeviceCondition::kOn);
  scope_.add_interests(interests);
}

void StateTimesOracle::see(const SeenEvent& seen) {
  scope_.see(seen);
  reached_ = seen.event.time;
}

void StateTimesOracle::changed(const SeenEvent& seen) {
  const Moment now = seen.event.time;
  reached_ = now;
  scope_.changed(seen);
  // The event of a call agent that loses its bindings is about no single device but changes many.
  seen.device == kNobody ? update_all(now) : update(seen.device, now);
}

void StateTimesOracle::look(Moment now) {
  scope_.look(now);
  reached_ = now;
  update_all(now);
}

void StateTimesOracle::update_all(Moment now) {
  for (DeviceNumber number = fleet_.first_of(group_); number < fleet_.last_of(group_); ++number) update(number, now);
}

void StateTimesOracle::update(DeviceNumber number, Moment now) {
  if (number < fleet_.first_of(group_) || number >= fleet_.last_of(group_)) return;
  Device& device = devices_[number - fleet_.first_of(group_)];
  const bool was_so = std::exchange(device.is_so, fleet_.is(number, metric_.condition));
  device.has_been_on = device.has_been_on || fleet_.is(number, DeviceCondition::kOn);
  const bool is_open = scope_.is_open(now, number);
  was_any_so_ = was_any_so_ || (is_open && (device.is_so || was_so));
  if (metric_.of == Metric::Of::kTotal) return count_total(device, now);
  if (was_so && !was_any_so_) was_any_so_ = scope_.was_open_within(number, device.so_since, now);
  if (!was_so && device.is_so) device.so_since = now;
  if (was_so && !device.is_so && is_open) {
    device.lost = now;
    ++open_gaps_;
  } else if (!was_so && device.is_so && device.lost != kNever) {
    // A state that is lost and regained at the same moment makes no gap.
    if (device.lost < now) gaps_.push_back({(now - device.lost).count(), number, now});
    device.lost = kNever;
    --open_gaps_;
  }
}

void StateTimesOracle::count_total(Device& device, Moment now) const {
  const bool counts = device.has_been_on && device.is_so != metric_.lacks;
  const bool counted = device.since >= Duration{};
  if (counts == counted) return;
  const Duration open = scope_.open_for(now);
  if (counted) device.total += open - device.since;
  device.since = counts ? open : Duration(-1);
}

bool StateTimesOracle::decided() const {
  if (metric_.of == Metric::Of::kTotal) return scope_.is_over(reached_);
  return open_gaps_ == 0 && scope_.decided();
}

std::vector<StateTimesOracle::Value> StateTimesOracle::values(Moment end) const {
  std::vector<Value> values = gaps_;
  const bool is_total = metric_.of == Metric::Of::kTotal;
  const Duration open = is_total ? scope_.open_for(end) : Duration{};
  for (DeviceNumber number = fleet_.first_of(group_); number < fleet_.last_of(group_); ++number) {
    const Device& device = devices_[number - fleet_.first_of(group_)];
    if (is_total && device.has_been_on && open > Duration{}) {
      const Duration last = device.since >= Duration{} ? open - device.since : Duration{};
      values.push_back({(device.total + last).count(), number, end});
    } else if (!is_total && device.lost < end) {
      values.push_back({(end - device.lost).count(), number, end});
    }
  }
  return values;
}

std::optional<Measured> StateTimesOracle::measure(const std::vector<Value>& values) const {
  std::vector<std::int64_t> lengths;
  lengths.reserve(values.size());
  for (const Value& value : values) lengths.push_back(value.length);
  return aggregate(bound_.threshold(), lengths);
}

bool StateTimesOracle::could_change(OracleVerdict, Moment end) const {
  if (scope_.is_over(end) && open_gaps_ == 0) return false;
  // The smallest value can still grow if it is an unfinished gap or total.
  if (bound_.threshold().aggregate == Aggregate::kMinimum) return true;
  const std::optional<Measured> measured = measure(values(end));
  return !measured || !bound_.is_final(*measured);
}

std::string StateTimesOracle::why_nothing(Moment end) const {
  std::string why = scope_.why_nothing(fleet_, group_, true, end);
  if (!why.empty() || metric_.of == Metric::Of::kTotal) return why;
  const std::string state(to_text(metric_.condition));
  bool was_any_so = was_any_so_;
  for (DeviceNumber number = fleet_.first_of(group_); number < fleet_.last_of(group_) && !was_any_so; ++number) {
    const Device& device = devices_[number - fleet_.first_of(group_)];
    was_any_so = device.is_so && scope_.was_open_within(number, device.so_since, end);
  }
  if (!was_any_so) return "no device was " + state;
  return bound_.threshold().aggregate == Aggregate::kCount ? "" : "each device that was " + state + " stayed so";
}

void StateTimesOracle::explain(const Measured& measured, const std::vector<Value>& values, Moment end,
                               OracleResult& result) const {
  const bool is_too_little = bound_.is_below(measured);
  const auto shorter = [](const Value& a, const Value& b) { return a.length < b.length; };
  const auto found = is_too_little ? std::min_element(values.begin(), values.end(), shorter)
                                   : std::max_element(values.begin(), values.end(), shorter);
  if (found == values.end()) return;
  const std::string name(fleet_.name_of(found->device));
  std::string text =
      (is_too_little ? "the least: " : "the most: ") + readable_duration(Duration(found->length)) + ", " + name;
  if (metric_.of == Metric::Of::kGap) {
    const bool goes_on = devices_[found->device - fleet_.first_of(group_)].lost < end && found->until == end;
    text += " from " + moment_text(found->until - Duration(found->length)) + " on" + (goes_on ? ", and still" : "");
  }
  result.details.push_back(std::move(text));
  result.witnesses.push_back({name, found->until});
}

OracleResult StateTimesOracle::judge(Moment end) const {
  const std::vector<Value> all = values(end);
  const std::optional<Measured> measured = measure(all);
  OracleResult result{name_, verdict_of(measured && bound_.holds(*measured)), {}, {}};
  result.measured = measured ? bound_.text(*measured) : "no value";
  result.value = measured;
  if (all.empty()) {
    const std::string why = why_nothing(end);
    if (!why.empty()) result.verdict = OracleVerdict::kPassed;
    result.holds_by_silence = true;
    result.note_vacuous(why);
  }
  judge_control(bound_, result);
  if (!result.failed()) return result;
  result.details.push_back("wanted " + bound_.threshold().text);
  if (measured) explain(*measured, all, end, result);
  return result;
}

}  // namespace dialtone
