#include "scenarios/oracles/eventually_oracle.h"

#include <algorithm>

namespace dialtone {

EventuallyOracle::EventuallyOracle(std::string name, const EventuallyCondition& what, const OracleContext& context)
    : name_(std::move(name)),
      what_(what),
      fleet_(context.fleet),
      group_(context.fleet.group_number(what.group)),
      start_(scope_from(what.after, what.from), context) {}

void EventuallyOracle::add_interests(Interests& interests) const {
  interests.conditions |= mask_of(what_.condition);
  start_.add_interests(interests);
}

void EventuallyOracle::add_looks(std::vector<Moment>& moments) const {
  if (start_.begin() == kNever) return;
  moments.push_back(start_.begin());
  moments.push_back(deadline());
}

Moment EventuallyOracle::deadline() const { return start_.begin() == kNever ? kNever : start_.begin() + what_.within; }

void EventuallyOracle::see(const SeenEvent& seen) {
  start_.see(seen);
  // The fault has begun again, so results since its previous end do not count.
  if (start_.begin() == kNever) {
    met_at_.reset();
    has_begun_ = false;
  }
  look(seen.event.time);
}

void EventuallyOracle::changed(const SeenEvent& seen) {
  const Moment now = seen.event.time;
  // At the moment of the beginning, look() judges all changes together.
  if (decided() || now < start_.begin() || now > deadline() || (now == start_.begin() && !has_begun_)) return;
  check(now);
}

void EventuallyOracle::look(Moment now) {
  if (decided() || now < start_.begin()) return;
  has_begun_ = true;
  if (now <= deadline()) check(now);
  if (met_at_ || now < deadline()) return;
  missed_ = true;
  note_missing(now);
}

void EventuallyOracle::check(Moment now) {
  looked_ = std::max(looked_, now);
  const std::uint64_t count = fleet_.count(group_, what_.condition);
  if (is_enough(count)) {
    met_at_ = now;
    count_ = count;
  }
}

bool EventuallyOracle::is_enough(std::uint64_t count) const {
  return lacking(what_.quantity, what_.amount, count, fleet_.size(group_)) == 0;
}

bool EventuallyOracle::wants_few() const {
  return what_.quantity == Quantity::kNone || what_.quantity == Quantity::kAtMost;
}

void EventuallyOracle::note_missing(Moment now) {
  looked_ = now;
  count_ = fleet_.count(group_, what_.condition);
  const bool are_so = wants_few();
  missing_ = fleet_.those(group_, what_.condition, are_so, kNamedDevices);
  witnesses_ = first_witness(fleet_, group_, now,
                             [&](DeviceNumber device) { return fleet_.is(device, what_.condition) == are_so; });
}

OracleResult EventuallyOracle::judge(Moment end) const {
  OracleResult result{name_, verdict_of(met_at_.has_value()), {}, {}};
  const std::uint64_t size = fleet_.size(group_);
  if (met_at_) {
    const bool all = what_.quantity == Quantity::kAll;
    result.measured =
        (all ? "all " : std::to_string(count_) + " of ") + std::to_string(size) + " at " + moment_text(*met_at_);
    if (!fleet_.any_took_part(group_, *met_at_)) {
      result.note_vacuous("no device was on when it held, at " + moment_text(*met_at_));
    }
    return result;
  }
  if (start_.begin() == kNever) {
    result.measured = what_.after + " never ended";
    return result;
  }
  EventuallyOracle last = *this;
  if (!missed_) last.note_missing(end);
  result.measured = std::to_string(last.count_) + " of " + std::to_string(size) + " at " + moment_text(last.looked_);
  result.details.push_back((wants_few() ? "still " : "not ") + std::string(to_text(what_.condition)) + ": " +
                           names_text(last.missing_, wants_few() ? last.count_ : size - last.count_));
  result.witnesses = last.witnesses_;
  return result;
}

}  // namespace dialtone
