#include "scenarios/oracles/oracle.h"

#include "scenarios/oracles/database_oracle.h"
#include "scenarios/oracles/eventually_event_oracle.h"
#include "scenarios/oracles/eventually_oracle.h"
#include "scenarios/oracles/liveness_oracle.h"
#include "scenarios/oracles/metrics/metric_oracle.h"
#include "scenarios/oracles/metrics/state_times_oracle.h"
#include "scenarios/oracles/metrics/time_to_oracle.h"
#include "scenarios/oracles/never_event_oracle.h"
#include "scenarios/oracles/refused_identity_oracle.h"
#include "scenarios/oracles/secrecy_oracle.h"
#include "scenarios/oracles/sequence_oracle.h"
#include "scenarios/oracles/settings_safety_oracle.h"
#include "scenarios/oracles/state_oracle.h"
#include "values/readable_duration.h"

namespace dialtone {
namespace {

struct OracleOf {
  const std::string& name;
  const OracleContext& context;

  template <typename Kind, typename Condition>
  std::unique_ptr<Oracle> make(const Condition& what) const {
    return std::make_unique<Kind>(name, what, context);
  }
  std::unique_ptr<Oracle> operator()(const EventuallyCondition& what) const { return make<EventuallyOracle>(what); }
  std::unique_ptr<Oracle> operator()(const EventuallyEvent& what) const { return make<EventuallyEventOracle>(what); }
  std::unique_ptr<Oracle> operator()(const AlwaysCondition& what) const { return make<StateOracle>(what); }
  std::unique_ptr<Oracle> operator()(const NeverEvent& what) const { return make<NeverEventOracle>(what); }
  std::unique_ptr<Oracle> operator()(const NeverCondition& what) const { return make<StateOracle>(what); }
  std::unique_ptr<Oracle> operator()(const Sequence& what) const { return make<SequenceOracle>(what); }
  std::unique_ptr<Oracle> operator()(const Threshold& what) const {
    switch (parse_metric(what.metric)->of) {
      case Metric::Of::kGap:
      case Metric::Of::kTotal: return make<StateTimesOracle>(what);
      case Metric::Of::kTimeTo: return make<TimeToOracle>(what);
      default: return make<MetricOracle>(what);
    }
  }
  std::unique_ptr<Oracle> operator()(const DatabaseCount& what) const { return make<DatabaseOracle>(what); }
};

}  // namespace

std::vector<std::unique_ptr<Oracle>> make_oracles(const OracleContext& context) {
  const Scenario& scenario = context.plan.scenario;
  std::vector<std::unique_ptr<Oracle>> oracles;
  for (const Expectation& expectation : scenario.expectations) {
    oracles.push_back(std::visit(OracleOf{expectation.name, context}, expectation.condition));
  }
  if (scenario.safety) {
    oracles.push_back(std::make_unique<SettingsSafetyOracle>(context));
    oracles.push_back(std::make_unique<RefusedIdentityOracle>(context));
    oracles.push_back(std::make_unique<SecrecyOracle>(context));
  }
  if (scenario.liveness) oracles.push_back(std::make_unique<LivenessOracle>(*scenario.liveness, context));
  return oracles;
}

std::string_view to_text(OracleVerdict verdict) {
  switch (verdict) {
    case OracleVerdict::kPassed: return "passed";
    case OracleVerdict::kFailed: return "failed";
    case OracleVerdict::kUndecided: return "undecided";
    case OracleVerdict::kVacuous: return "vacuous";
  }
  std::abort();
}

void OracleResult::note_vacuous(std::string why) {
  if (why.empty() || (!passed() && !is_vacuous())) return;
  verdict = OracleVerdict::kVacuous;
  why_vacuous = std::move(why);
}

void judge_control(const MetricBound& bound, OracleResult& result) {
  const std::string why = bound.why_no_control();
  if (why.empty()) return;
  result.verdict = OracleVerdict::kPassed;
  result.note_vacuous(why);
}

std::string moment_text(Moment moment) {
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  const auto whole = std::chrono::round<milliseconds>(moment - Moment{});
  const auto fraction = whole % seconds(1);
  if (whole < seconds(1)) return readable_duration(whole);
  std::string text = readable_duration(whole - fraction);
  if (fraction == fraction.zero()) return text;
  std::string digits = std::to_string(1'000 + fraction.count()).substr(1);
  while (digits.back() == '0') digits.pop_back();
  // readable_duration() gives `3d 00:08:21`, `8h 12m`, or a text that ends with seconds: `12 s`, `8h 12m 5s`.
  if (text.find(':') != std::string::npos) return text + "." + digits;
  if (!text.ends_with('s')) return text + " 0." + digits + "s";
  return text.insert(text.find_last_of("0123456789") + 1, "." + digits);
}

std::string names_text(const std::vector<std::string_view>& names, std::uint64_t total) {
  std::string text;
  for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
  if (total > names.size()) text += " and " + std::to_string(total - names.size()) + " more";
  return text;
}

std::vector<Witness> first_witness(const FleetState& fleet, std::size_t group, Moment until,
                                   const std::function<bool(DeviceNumber)>& is_meant) {
  for (DeviceNumber device = fleet.first_of(group); device < fleet.last_of(group); ++device) {
    if (fleet.took_part(device, until) && is_meant(device)) return {{std::string(fleet.name_of(device)), until}};
  }
  return {};
}

std::string times_text(std::uint64_t count) {
  if (count == 0) return "never";
  return std::to_string(count) + (count == 1 ? " time" : " times");
}

std::string event_text(const RecordedEvent& event) {
  return std::string(event.host) + " " + std::string(event.name) + " at " + moment_text(event.time);
}

}  // namespace dialtone
