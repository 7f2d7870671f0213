#include "scenarios/engine/run_record.h"

#include <algorithm>
#include <cassert>

#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/language/plan/loads.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kFaultEnded = run_events::FaultEnded::kEvent.hash;
constexpr std::uint64_t kFaultStarted = run_events::FaultStarted::kEvent.hash;

void leave_undecided(Moment end, OracleResult& result) {
  result.verdict = OracleVerdict::kUndecided;
  result.why_vacuous.clear();
  result.measured += "; the run was cut short at " + moment_text(end);
}

}  // namespace

RunRecord::RunRecord(const Plan& plan, EventLog log, SubscriberRows subscribers, bool in_real_time,
                     ControlValues controls)
    : plan_(plan),
      log_(std::move(log)),
      fleet_(plan),
      spans_(fault_spans(plan, in_real_time)),
      context_{plan_, fleet_, spans_, std::move(subscribers), std::move(controls)},
      oracles_(make_oracles(context_)),
      triggers_(plan, true, true,
                [this](const Fault& fault, Moment at, std::string_view host) { expect_strike(fault, at, host); }),
      strikes_(plan.scenario.faults.size()) {
  for (const Expectation& expectation : plan.scenario.expectations) {
    const bool is_eventually = std::holds_alternative<EventuallyCondition>(expectation.condition) ||
                               std::holds_alternative<EventuallyEvent>(expectation.condition);
    has_eventually_ = has_eventually_ || is_eventually;
    const auto* threshold = std::get_if<Threshold>(&expectation.condition);
    lasts_whole_ = lasts_whole_ || (threshold != nullptr && !threshold->without.empty());
    if (is_eventually) continue;
    for (const FaultSpan& span : spans_) goes_on_until_ = std::max(goes_on_until_, span.end);
    for (const Group& group : plan.scenario.fleet) await_load(group);
  }
  goes_on_until_ = std::max(goes_on_until_, loads_end_);
  ask_interests();
}

void RunRecord::await_load(const Group& group) {
  if (!group.load) return;
  for (const PlannedDevice& device : *group.devices) {
    loads_end_ = std::max(loads_end_, end_of_load(plan_.scenario, group, device));
  }
}

void RunRecord::ask_interests() {
  for (const std::unique_ptr<Oracle>& oracle : oracles_) {
    Interests interests;
    oracle->add_interests(interests);
    if (interests.everything) of_everything_.push_back(oracle.get());
    if (interests.conditions != 0) by_condition_.emplace_back(interests.conditions, oracle.get());
    for (const std::string& event : interests.events) {
      std::vector<Oracle*>& interested = by_event_[hash_text(event)];
      // Notify an oracle once per event, even if it is interested for several reasons.
      if (interested.empty() || interested.back() != oracle.get()) interested.push_back(oracle.get());
    }
  }
}

bool RunRecord::tell(const SeenEvent& seen) {
  for (Oracle* oracle : of_everything_) oracle->see(seen);
  const auto interested = by_event_.find(seen.name);
  bool told = interested != by_event_.end();
  if (told) {
    for (Oracle* oracle : interested->second) oracle->see(seen);
  }
  if (seen.changed == 0) return told;
  for (const auto& [conditions, oracle] : by_condition_) {
    if ((conditions & seen.changed) == 0) continue;
    oracle->changed(seen);
    told = true;
  }
  return told;
}

void RunRecord::record(const RecordedEvent& event) {
  log_.append(event);
  const SeenEvent seen = fleet_.apply(event);
  if (!triggers_.empty()) triggers_.see(event);
  if (seen.name == kFaultStarted) count_start(event);
  if ((tell(seen) || seen.name == kFaultEnded) && !decided_) decide(event.time);
  if (follow_) follow_(event);
}

void RunRecord::note(const FaultMoment& moment) {
  const std::string host = recorded_host_of(moment, plan_.scenario);
  if (moment.is_end) {
    record_of(host, moment.at, run_events::FaultEnded{.fault = moment.fault->name});
  } else {
    record_of(host, moment.at, run_events::FaultStarted{.fault = moment.fault->name});
  }
}

void RunRecord::expect_strike(const Fault& fault, Moment at, std::string_view host) {
  const std::vector<Group>& fleet = plan_.scenario.fleet;
  if (!host.empty() && !hits(fault, plan_.scenario, device_key_of_host(fleet, host))) return;
  struck_until_ = std::max(struck_until_, at + length_of(fault));
  Moment& due = strikes_[number_of(fault, plan_.scenario)].due;
  due = std::min(due, at);
}

void RunRecord::count_start(const RecordedEvent& event) {
  const std::string_view name = event.text(fields::kFault);
  for (const Fault& fault : plan_.scenario.faults) {
    if (fault.name != name) continue;
    ++strikes_[number_of(fault, plan_.scenario)].started;
    // Extend the effect from the recorded beginning, because the moment of a device's write is not known in advance.
    if (fault.when) struck_until_ = std::max(struck_until_, event.time + length_of(fault));
  }
}

std::vector<Moment> RunRecord::look_moments() const {
  std::vector<Moment> moments;
  for (const std::unique_ptr<Oracle>& oracle : oracles_) oracle->add_looks(moments);
  // Look at the end of the last load, because no event tells that a load is over.
  if (loads_end_ > Moment{}) moments.push_back(loads_end_);
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  return moments;
}

void RunRecord::look(Moment now) {
  for (const std::unique_ptr<Oracle>& oracle : oracles_) oracle->look(now);
  if (!decided_) decide(now);
}

void RunRecord::decide(Moment now) {
  assert(!decided_ && "what is decided stays so");
  assert(fleet_.ever(DeviceCondition::kOn) <= plan_.judged_count());
  decided_ = has_eventually_ && !lasts_whole_ && now >= std::max(struck_until_, goes_on_until_) &&
             fleet_.ever(DeviceCondition::kOn) == plan_.judged_count() &&
             std::all_of(oracles_.begin(), oracles_.end(), [](const auto& oracle) { return oracle->decided(); });
}

std::vector<OracleResult> RunRecord::judge(Moment end, bool is_cut_short) const {
  const std::vector<Expectation>& expectations = plan_.scenario.expectations;
  std::vector<OracleResult> results;
  for (std::size_t number = 0; number < oracles_.size(); ++number) {
    const Oracle& oracle = *oracles_[number];
    OracleResult& result = results.emplace_back(oracle.judge(end));
    if (is_cut_short && oracle.could_change(result.verdict, end)) leave_undecided(end, result);
    // Oracles after the expectations are liveness and safety, for which a scenario cannot say `may_be_vacuous`; they
    // always may be.
    result.may_be_vacuous = number >= expectations.size() || expectations[number].may_be_vacuous;
  }
  return results;
}

}  // namespace dialtone
