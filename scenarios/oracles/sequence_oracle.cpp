#include "scenarios/oracles/sequence_oracle.h"

#include <algorithm>

#include "device_sim/model/device_events.h"
#include "scenarios/language/expectations/condition_reader.h"
#include "scenarios/language/names/run_events.h"
#include "values/readable_duration.h"

namespace dialtone {
namespace {

// After these events a device has lost its memory, which excuses the device from the rest of a sequence.
constexpr std::uint64_t kPowerCut = run_events::PowerCut::kEvent.hash;
constexpr std::uint64_t kPowerOff = device_events::PowerOff::kEvent.hash;
constexpr std::uint64_t kReboot = device_events::Reboot::kEvent.hash;
bool is_loss(std::uint64_t event) { return event == kPowerCut || event == kPowerOff || event == kReboot; }

// True for events with which a device's next life begins. A sequence that waits for one of these excuses no device.
bool is_of_next_life(std::uint64_t event) {
  return event == device_events::PowerOn::kEvent.hash || event == device_events::Boot::kEvent.hash ||
         event == device_events::SettingsLoaded::kEvent.hash;
}

// Describes the first condition that is not met: `expires is 20s, which is not >=1m`.
std::string unmet_text(const RecordedEvent& event, const std::vector<FieldCondition>& conditions,
                       const FieldValues& earlier) {
  for (const FieldCondition& condition : conditions) {
    if (meets(event, {condition}, earlier)) continue;
    const Field* field = event.find(condition.field);
    if (field == nullptr) return "it has no " + condition.field;
    std::string text = condition.field + " is " + value_text(*field, condition.kind) + ", not " + to_text(condition);
    for (const auto& [key, value] : earlier) {
      if (key != condition.of_when) continue;
      Field kept(key, std::string_view(value.text));
      kept.integer = value.number;
      text += " (" + value_text(kept, condition.kind) + ")";
    }
    return text;
  }
  return {};
}

}  // namespace

SequenceOracle::SequenceOracle(std::string name, const Sequence& what, const OracleContext& context)
    : name_(std::move(name)),
      what_(what),
      fleet_(context.fleet),
      group_(context.fleet.group_number(what.group)),
      next_of_(what.next_of, context.fleet),
      end_(context.end()),
      scope_(what.scope, context),
      when_(hash_text(what.when.event)),
      next_(hash_text(what.next.event)),
      spans_lives_(is_loss(when_) || is_of_next_life(next_) || !what.next_of.empty()) {
  for (const FieldCondition& condition : what.next.where) {
    if (!condition.of_when.empty()) kept_.push_back(condition.of_when);
  }
  if (!what.no_sooner_than_field.empty()) kept_.push_back(what.no_sooner_than_field);
}

void SequenceOracle::add_interests(Interests& interests) const {
  interests.events.insert(interests.events.end(), {what_.when.event, what_.next.event});
  interests.add_events<run_events::PowerCut, device_events::PowerOff, device_events::Reboot>();
  scope_.add_interests(interests);
}

bool SequenceOracle::decided() const { return times_ >= what_.at_least && begun_.empty() && scope_.decided(); }

bool SequenceOracle::is_in_vain(const Begun& begun, Moment end) const {
  return has_bound() ? is_late(begun, end) : end >= end_;
}

void SequenceOracle::see(const SeenEvent& seen) {
  scope_.see(seen);
  if (!what_.next_of.empty() && seen.name == next_ && next_of_.has(seen)) follow_all(seen);
  if (seen.device < fleet_.first_of(group_) || seen.device >= fleet_.last_of(group_)) return;
  if (seen.name == next_ && what_.next_of.empty()) follow(seen.device, seen);
  if (!spans_lives_ && is_loss(seen.name)) excuse(seen);
  if (seen.name == when_) begin(seen);
}

void SequenceOracle::excuse(const SeenEvent& seen) {
  const auto found = begun_.find(seen.device);
  if (found == begun_.end()) return;
  // An excused device does not count as a test of the expectation.
  is_late(found->second, seen.event.time) ? fail_late(seen.device, found->second)
                                          : static_cast<void>(times_ -= found->second.times);
  begun_.erase(found);
}

void SequenceOracle::begin(const SeenEvent& seen) {
  if (!scope_.is_open(seen.event.time, seen.device) || !matches(seen.event, what_.when)) return;
  Begun begun{.at = seen.event.time, .since = seen.event.time, .times = 1, .values = {}};
  for (const std::string& key : kept_) {
    const Field* field = seen.event.find(key);
    if (field == nullptr) return;
    begun.values.push_back({key, {field->kind, field->integer, std::string(field->text)}});
  }
  ++times_;
  const auto found = begun_.find(seen.device);
  if (found != begun_.end() && is_late(found->second, seen.event.time)) {
    fail_late(seen.device, found->second);
  } else if (found != begun_.end()) {
    // A repeated first event does not extend the wait.
    begun.since = found->second.since;
    begun.times = found->second.times + 1;
  }
  begun_.insert_or_assign(seen.device, std::move(begun));
}

void SequenceOracle::follow_all(const SeenEvent& seen) {
  std::vector<DeviceNumber> waiting;
  waiting.reserve(begun_.size());
  for (const auto& [device, begun] : begun_) waiting.push_back(device);
  for (const DeviceNumber device : waiting) follow(device, seen);
}

void SequenceOracle::follow(DeviceNumber device, const SeenEvent& seen) {
  const auto found = begun_.find(device);
  if (found == begun_.end()) return;
  const Begun begun = std::move(found->second);
  begun_.erase(found);
  const Moment now = seen.event.time;
  Duration least = what_.no_sooner_than;
  for (const auto& [key, value] : begun.values) {
    if (key == what_.no_sooner_than_field) least = Duration(value.number);
  }
  const std::string then = "then " + what_.next.event + " at " + moment_text(now) + ": ";
  if (is_late(begun, now)) {
    fail_late(device, begun);
  } else if (!meets(seen.event, what_.next.where, begun.values)) {
    fail(device, begun.at, now, then + unmet_text(seen.event, what_.next.where, begun.values));
  } else if (now - begun.at < least) {
    fail(device, begun.at, now,
         then + "after " + readable_duration(now - begun.at) + ", sooner than " + readable_duration(least));
  }
}

void SequenceOracle::fail_late(DeviceNumber device, const Begun& begun) {
  if (has_bound()) {
    fail(device, begun.since, begun.since + what_.within,
         "no " + what_.next.event + " within " + readable_duration(what_.within));
  } else {
    fail(device, begun.since, end_, "no " + what_.next.event + " before the scenario's end at " + moment_text(end_));
  }
}

void SequenceOracle::fail(DeviceNumber device, Moment since, Moment at, const std::string& why) {
  const std::string name(fleet_.name_of(device));
  if (failures_++ == 0) witnesses_.push_back({name, at});
  if (details_.size() >= kNamedDevices) return;
  details_.push_back(name + ": " + what_.when.event + " at " + moment_text(since) + ", " + why);
}

bool SequenceOracle::could_change(OracleVerdict, Moment end) const {
  const bool is_late_by_end =
      std::any_of(begun_.begin(), begun_.end(), [&](const auto& each) { return is_in_vain(each.second, end); });
  return failures_ == 0 && !is_late_by_end && !(scope_.is_over(end) && begun_.empty());
}

OracleResult SequenceOracle::judge(Moment end) const {
  SequenceOracle last = *this;
  std::uint64_t times = times_;
  for (const auto& [device, begun] : begun_) {
    // A device that still waits and has time left is not judged, so its first events do not count.
    is_in_vain(begun, end) ? last.fail_late(device, begun) : static_cast<void>(times -= begun.times);
  }
  OracleResult result{
      name_, verdict_of(last.failures_ == 0 && times >= what_.at_least), {}, last.details_, last.witnesses_};
  result.measured = last.failures_ == 0
                        ? std::to_string(times) + (times == 1 ? " time" : " times")
                        : std::to_string(last.failures_) + " of " + std::to_string(times) + " times not so";
  if (times == 0 && last.failures_ == 0 && what_.at_least <= 1) result.verdict = OracleVerdict::kVacuous;
  const std::uint64_t wanted = std::max(what_.at_least, std::uint64_t{1});
  if (times < wanted) {
    result.details.push_back(what_.when.event + where_phrase(what_.when.where) + " must happen at least " +
                             std::to_string(wanted) + (wanted == 1 ? " time" : " times") +
                             ", or this run says nothing about it");
  }
  return result;
}

}  // namespace dialtone
