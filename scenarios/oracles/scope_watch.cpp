#include "scenarios/oracles/scope_watch.h"

#include <algorithm>

#include "scenarios/language/expectations/scope_reader.h"
#include "scenarios/language/names/run_events.h"

namespace dialtone {
namespace {

std::vector<std::uint64_t> hashes_of(const std::vector<std::string>& events) {
  std::vector<std::uint64_t> hashes;
  for (const std::string& event : events) hashes.push_back(hash_text(event));
  return hashes;
}

}  // namespace

OracleScope scope_from(const std::string& after, Duration from) {
  OracleScope scope;
  scope.after = after;
  scope.from = from;
  return scope;
}

ScopeWatch::ScopeWatch(const OracleScope& scope, const OracleContext& context)
    : scope_(scope),
      fleet_(context.fleet),
      while_(scope, context),
      from_events_(hashes_of(scope.from_events)),
      until_events_(hashes_of(scope.until_events)) {
  if (!from_events_.empty()) begun_.resize(context.plan.device_count(), kNever);
  if (!until_events_.empty()) over_.resize(context.plan.device_count(), kNever);
  if (while_.is_there()) held_.resize(context.plan.device_count());
  begin_ = Moment(scope.from);
  if (scope.until != Duration{}) end_ = Moment(scope.until);
  if (scope.from_state) begin_ = kNever;
  const std::string& fault = scope.after.empty() ? scope.during : scope.after;
  const FaultSpan* span = context.span(fault);
  if (span == nullptr) return;
  const bool begins_with_end = !scope.after.empty();
  if (span->is_recorded) {
    recorded_ = fault;
    happens_once_ = !span->is_triggered;
    begin_ = happens_once_ && !begins_with_end ? span->begin : kNever;
  } else if (begins_with_end) {
    begin_ = span->end;
  } else {
    begin_ = span->begin;
    end_ = span->end;
  }
}

void ScopeWatch::add_interests(Interests& interests) const {
  interests.events.insert(interests.events.end(), scope_.from_events.begin(), scope_.from_events.end());
  interests.events.insert(interests.events.end(), scope_.until_events.begin(), scope_.until_events.end());
  if (!recorded_.empty()) interests.add_events<run_events::FaultStarted, run_events::FaultEnded>();
  for (const std::optional<GroupState>& state : {scope_.from_state, scope_.until_state}) {
    if (state) interests.conditions |= mask_of(state->condition);
  }
  while_.add_interests(interests);
}

void ScopeWatch::add_looks(std::vector<Moment>& moments) const {
  if (begin_ != kNever) moments.push_back(begin_);
  if (end_ != kNever) moments.push_back(end_);
  if (scope_.from_state || scope_.until_state) moments.push_back(Moment{});
}

void ScopeWatch::look(Moment now) {
  reached_ = now;
  note_states(now);
}

bool ScopeWatch::is_met(const GroupState& state) const {
  const std::size_t group = fleet_.group_number(state.group);
  return lacking(state.quantity, state.amount, fleet_.count(group, state.condition), fleet_.size(group)) == 0;
}

void ScopeWatch::note_states(Moment now) {
  reached_ = now;
  if (scope_.from_state && begin_ == kNever && is_met(*scope_.from_state)) begin_ = now;
  if (scope_.until_state && end_ == kNever && now >= begin_ && is_met(*scope_.until_state)) end_ = now;
}

bool ScopeWatch::is_one_of(const std::vector<std::uint64_t>& events, std::uint64_t name) const {
  return std::find(events.begin(), events.end(), name) != events.end();
}

void ScopeWatch::see(const SeenEvent& seen) {
  reached_ = seen.event.time;
  if (!recorded_.empty()) see_fault(seen);
  if (scope_.from_state || scope_.until_state) note_states(reached_);
  while_.see(seen);
  note_held(reached_);
  if (seen.device == kNobody) return;
  const auto note = [&](Moment& first) { first = std::min(first, seen.event.time); };
  if (is_one_of(from_events_, seen.name)) note(begun_[seen.device]);
  if (is_one_of(until_events_, seen.name)) note(over_[seen.device]);
}

void ScopeWatch::changed(const SeenEvent& seen) {
  note_states(seen.event.time);
  while_.changed(seen);
  note_held(reached_);
}

void ScopeWatch::note_held(Moment now) {
  if (while_.ended().empty()) return;
  const std::optional<OpenTime> open = open_time(now);
  if (!open) return;
  for (const WhileWatch::Time& time : while_.ended()) {
    const std::optional<OpenTime> own = open_time_of(time.device, *open);
    if (own && overlap(time, *own)) held_[time.device] = true;
  }
}

void ScopeWatch::see_fault(const SeenEvent& seen) {
  const bool is_start = seen.event.is<run_events::FaultStarted>();
  if (!is_start && !seen.event.is<run_events::FaultEnded>()) return;
  if (seen.event.text(fields::kFault) != recorded_) return;
  if (happens_once_) {
    // A server that was off reports the end late, so use the time in the event.
    if (!is_start) (scope_.after.empty() ? end_ : begin_) = seen.event.time;
    return;
  }
  if (is_start) {
    ++running_;
  } else if (running_ > 0) {
    --running_;
  }
  const bool is_open = scope_.after.empty() ? running_ > 0 : running_ == 0;
  if (!is_open) {
    if (begin_ != kNever) {
      was_open_ += seen.event.time - begin_;
      last_closed_ = seen.event.time;
    }
    begin_ = kNever;
  } else if (begin_ == kNever) {
    begin_ = seen.event.time;
    first_opened_ = std::min(first_opened_, begin_);
  }
}

bool ScopeWatch::is_open(Moment now, DeviceNumber device) const {
  if (now < begin_ || now >= end_) return false;
  if (while_.is_there() && !while_.holds(now, device)) return false;
  if (!is_by_device() || device == kNobody) return true;
  return (begun_.empty() || begun_[device] != kNever) && (over_.empty() || over_[device] == kNever);
}

Duration ScopeWatch::open_for(Moment end) const {
  const Moment last = std::min(end, end_);
  return was_open_ + (begin_ < last ? last - begin_ : Duration::zero());
}

bool ScopeWatch::decided() const {
  if (recorded_.empty() && begin_ == Moment{}) return true;
  return end_ != kNever && reached_ >= end_;
}

std::optional<ScopeWatch::OpenTime> ScopeWatch::open_time(Moment end) const {
  const Moment first = std::min(first_opened_, begin_);
  if (first > end || first >= end_) return std::nullopt;
  if (begin_ == kNever) return OpenTime{first, last_closed_ - Duration(1)};
  return OpenTime{first, std::min(end, end_ - Duration(1))};
}

std::optional<ScopeWatch::OpenTime> ScopeWatch::open_time_of(DeviceNumber device, const OpenTime& open) const {
  OpenTime own = open;
  if (!begun_.empty()) own.first = std::max(own.first, begun_[device]);
  if (!over_.empty() && over_[device] != kNever) own.last = std::min(own.last, over_[device] - Duration(1));
  return own.first <= own.last ? std::optional(own) : std::nullopt;
}

bool ScopeWatch::overlap(const WhileWatch::Time& time, const OpenTime& open) {
  return time.begin <= open.last && open.first < time.end;
}

bool ScopeWatch::has_held(DeviceNumber device, const OpenTime& open) const {
  return !while_.is_there() || held_[device] || overlap(while_.last_time(device), open);
}

bool ScopeWatch::was_open_within(DeviceNumber device, Moment from, Moment until) const {
  const std::optional<OpenTime> open = open_time(until);
  const std::optional<OpenTime> own = open ? open_time_of(device, *open) : std::nullopt;
  if (!own) return false;
  const OpenTime both{std::max(from, own->first), std::min(until, own->last)};
  return both.first <= both.last && (!while_.is_there() || overlap(while_.last_time(device), both));
}

std::string ScopeWatch::why_never_open() const {
  if (!scope_.during.empty()) return scope_.during + (recorded_.empty() ? " hit nobody" : " never began");
  if (!scope_.after.empty()) return scope_.after + " never ended";
  if (scope_.from_state && begin_ == kNever) return "at no moment " + phrase_of(*scope_.from_state);
  if (scope_.until_state && end_ <= begin_) return phrase_of(*scope_.until_state) + " when it begins";
  return "the run ended before its time came";
}

std::string ScopeWatch::why_nobody_on(const FleetState& fleet, std::size_t group, Moment end) const {
  const bool is_ended_by_state = scope_.until_state && end_ <= end;
  if (!is_ended_by_state) return "no device was on";
  std::string so = phrase_of(*scope_.until_state);
  so.replace(so.find(" are "), 5, " were ");
  return "no device of " + std::string(fleet.group_name(group)) + " was on before " + so + ", at " + moment_text(end_);
}

std::string ScopeWatch::why_nothing(const FleetState& fleet, std::size_t group, bool needs_devices, Moment end) const {
  const std::optional<OpenTime> open = open_time(end);
  if (!open) return why_never_open();
  if (needs_devices && !fleet.any_took_part(group, open->last)) return why_nobody_on(fleet, group, end);
  if (!is_by_device()) return {};
  bool was_open = false;
  bool at_another_time = false;
  for (DeviceNumber device = fleet.first_of(group); device < fleet.last_of(group); ++device) {
    if (needs_devices && !fleet.took_part(device, open->last)) continue;
    const std::optional<OpenTime> own = open_time_of(device, *open);
    if (own && has_held(device, *own)) return {};
    was_open = was_open || own;
    at_another_time = at_another_time || (while_.is_there() && while_.last_time(device).begin <= end);
  }
  if (was_open) return while_.why_not(at_another_time);
  const auto had = [](const std::vector<std::string>& events) { return " had " + either(events); };
  return scope_.from_events.empty() ? "each device" + had(scope_.until_events) + " before it began"
                                    : "no device" + had(scope_.from_events);
}

}  // namespace dialtone
