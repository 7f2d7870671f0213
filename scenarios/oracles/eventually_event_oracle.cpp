#include "scenarios/oracles/eventually_event_oracle.h"

#include <algorithm>

#include "scenarios/oracles/event_match.h"

namespace dialtone {

EventuallyEventOracle::EventuallyEventOracle(std::string name, const EventuallyEvent& what,
                                             const OracleContext& context)
    : name_(std::move(name)),
      what_(what),
      fleet_(context.fleet),
      audience_(what.group, context.fleet),
      start_(scope_from(what.after, what.from), context),
      event_(hash_text(what.pattern.event)),
      has_(what.each ? context.plan.device_count() : 0) {}

std::uint64_t EventuallyEventOracle::wanted() const {
  if (!what_.each) return 1;
  const std::uint64_t size = fleet_.size(audience_.group());
  return what_.at_least ? at_least(*what_.at_least, size) : size;
}

void EventuallyEventOracle::add_interests(Interests& interests) const {
  interests.events.push_back(what_.pattern.event);
  start_.add_interests(interests);
}

void EventuallyEventOracle::add_looks(std::vector<Moment>& moments) const {
  if (start_.begin() != kNever) moments.push_back(deadline());
}

void EventuallyEventOracle::see(const SeenEvent& seen) {
  const Moment now = seen.event.time;
  start_.see(seen);
  if (decided() || now < start_.begin()) return;
  if (now > deadline()) return look(now);
  if (seen.name != event_ || !audience_.has(seen) || !meets(seen.event, what_.pattern.where)) return;
  if (what_.each) {
    if (has_[seen.device]) return;
    has_[seen.device] = true;
  }
  if (++count_ == wanted()) met_at_ = now;
}

void EventuallyEventOracle::look(Moment now) {
  if (!met_at_ && now >= deadline()) missed_ = true;
}

OracleResult EventuallyEventOracle::judge(Moment end) const {
  OracleResult result{name_, verdict_of(met_at_.has_value()), {}, {}};
  if (met_at_) {
    const std::string many = (what_.at_least ? "" : "all ") + std::to_string(wanted());
    result.measured = (what_.each ? many + " by " : "at ") + moment_text(*met_at_);
    return result;
  }
  if (start_.begin() == kNever) {
    result.measured = what_.after + " never ended";
    return result;
  }
  const Moment last = std::min(end, deadline());
  result.measured = what_.each ? std::to_string(count_) + " of " + std::to_string(wanted()) + " by " + moment_text(last)
                               : "not by " + moment_text(last);
  if (!what_.each) return result;
  std::vector<std::string_view> missing;
  for (DeviceNumber device = fleet_.first_of(audience_.group());
       device < fleet_.last_of(audience_.group()) && missing.size() < kNamedDevices; ++device) {
    if (!has_[device]) missing.push_back(fleet_.name_of(device));
  }
  result.details.push_back("without: " + names_text(missing, fleet_.size(audience_.group()) - count_));
  result.witnesses = first_witness(fleet_, audience_.group(), last, [&](DeviceNumber device) { return !has_[device]; });
  return result;
}

}  // namespace dialtone
