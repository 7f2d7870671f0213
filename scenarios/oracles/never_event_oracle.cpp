#include "scenarios/oracles/never_event_oracle.h"

#include "scenarios/language/names/event_forms.h"
#include "scenarios/oracles/event_match.h"

namespace dialtone {

NeverEventOracle::NeverEventOracle(std::string name, const NeverEvent& what, const OracleContext& context)
    : name_(std::move(name)),
      what_(what),
      fleet_(context.fleet),
      audience_(what.group, context.fleet),
      scope_(what.scope, context),
      event_(hash_text(what.pattern.event)) {}

void NeverEventOracle::add_interests(Interests& interests) const {
  interests.events.push_back(what_.pattern.event);
  scope_.add_interests(interests);
}

void NeverEventOracle::see(const SeenEvent& seen) {
  // The event that begins a scope is inside the scope; the event that ends a scope is outside.
  scope_.see(seen);
  if (seen.name != event_ || !scope_.is_open(seen.event.time, seen.device)) return;
  if (!audience_.has(seen) || !meets(seen.event, what_.pattern.where)) return;
  if (count_++ > 0) return;
  first_ = event_text(seen.event);
  witness_ = {std::string(seen.device == kNobody ? seen.event.host : fleet_.name_of(seen.device)), seen.event.time};
}

OracleResult NeverEventOracle::judge(Moment end) const {
  OracleResult result{name_, verdict_of(count_ == 0), times_text(count_), {}};
  if (count_ == 0) {
    result.holds_by_silence = true;
    const bool is_of_devices =
        audience_.is_of_devices() || (what_.group.empty() && is_devices_own(what_.pattern.event));
    result.note_vacuous(scope_.why_nothing(fleet_, audience_.group(), is_of_devices, end));
    return result;
  }
  result.details.push_back("first: " + first_);
  result.witnesses.push_back(witness_);
  return result;
}

}  // namespace dialtone
