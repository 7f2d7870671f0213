// Oracles: conditions that a run must meet, watched as events are recorded and judged at the end. Each kind has its own
// class (*_oracle.h); make_oracles() makes those that a scenario asks for and those that hold in every scenario.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "scenarios/oracles/known/fleet_state.h"
#include "scenarios/oracles/metrics/metric.h"
#include "world/events/record.h"

namespace dialtone {

// A host whose events up to the moment `until` help to explain a failure.
struct Witness {
  std::string host;
  Moment until{};
};

enum class OracleVerdict : std::uint8_t {
  kPassed,
  kFailed,
  kUndecided,  // the run was cut short before the verdict was known
  kVacuous,    // holds only because there was nothing to judge
};
// Returns `passed`, `failed`, `undecided` or `vacuous`.
std::string_view to_text(OracleVerdict verdict);
constexpr OracleVerdict verdict_of(bool holds) { return holds ? OracleVerdict::kPassed : OracleVerdict::kFailed; }

struct OracleResult {
  bool passed() const { return verdict == OracleVerdict::kPassed; }
  bool failed() const { return verdict == OracleVerdict::kFailed; }
  bool is_vacuous() const { return verdict == OracleVerdict::kVacuous; }
  // Returns the result in one line: the measured value or, for a vacuous result, the reason.
  std::string told() const {
    return is_vacuous() && !why_vacuous.empty() ? "never looked at: " + why_vacuous : measured;
  }
  // Returns true if a run with this result can pass.
  bool lets_pass() const { return passed() || (is_vacuous() && may_be_vacuous); }
  // Turns a result that holds into a vacuous one if `why` is not empty; `why` is a reason such as `no device was on`.
  void note_vacuous(std::string why);

  std::string name;
  OracleVerdict verdict = OracleVerdict::kFailed;
  // The measured value as text: "all 100 at 6.2s", "97 of 100 at 10s", "p(95) = 1.34s".
  std::string measured;
  // For a failure: which devices, when, and how to look closer; a few lines without line ends.
  std::vector<std::string> details;
  // The first devices whose events help to explain a failure; evidence.h adds the events to the details.
  std::vector<Witness> witnesses = {};
  // True if the condition holds because nothing violated it, rather than through something that happened.
  bool holds_by_silence = false;
  // Why there was nothing to judge, if `measured` does not say so.
  std::string why_vacuous = {};
  // True if a vacuous result does not fail the run: the expectation permits it, or the oracle belongs to every
  // scenario.
  bool may_be_vacuous = false;
  // For a metric: its value, if there was one.
  std::optional<Measured> value = {};
  // The failure of the environment that prevented a judgement and makes the run invalid; empty if there was none.
  std::string obstacle = {};
};

// Shown for a vacuous result that fails the run.
inline constexpr std::string_view kVacuousFails =
    "an expectation that was never put to the test fails the run; where that may be, it says may_be_vacuous: true";

// What an oracle must be notified of.
struct Interests {
  template <EventStruct... Es>
  void add_events() {
    (events.emplace_back(Es::kEvent.name), ...);
  }

  // The names of events.
  std::vector<std::string> events;
  // Conditions that a device may gain or lose.
  ConditionMask conditions = 0;
  // True: every event.
  bool everything = false;
};

class Oracle {
 public:
  virtual ~Oracle() = default;

  virtual void add_interests(Interests& interests) const = 0;
  // Called with an event of interest, after the fleet state has been updated.
  virtual void see(const SeenEvent& /*seen*/) {}
  // Called after see() if the event changed a condition of interest.
  virtual void changed(const SeenEvent& /*seen*/) {}
  // Called at each moment from add_looks().
  virtual void look(Moment /*now*/) {}
  // Adds the moments at which look() must be called, whether an event happens then or not.
  virtual void add_looks(std::vector<Moment>& /*moments*/) const {}
  // Returns true if this oracle does not need the run to continue. An oracle whose condition is judged only at the end,
  // like `always`, returns true too.
  virtual bool decided() const = 0;
  virtual OracleResult judge(Moment end) const = 0;
  // Returns true if a longer run could change `verdict`, the verdict of judge(end). By default a condition that holds
  // can still be violated, and a violated condition stays violated.
  virtual bool could_change(OracleVerdict verdict, Moment /*end*/) const { return verdict != OracleVerdict::kFailed; }
};

struct OracleContext;

// Makes an oracle for each expectation, in order, then those that hold in every scenario. Everything that `context`
// refers to must outlive the oracles.
std::vector<std::unique_ptr<Oracle>> make_oracles(const OracleContext& context);

// For a metric that is compared with a control run: makes the result vacuous if the control run had no value.
void judge_control(const MetricBound& bound, OracleResult& result);

// --- texts that several oracles write ---

// Writes a moment since the run's start: `12.346 s`, `1m 30.25s`, `3d 00:08:21.495`; as readable_duration(), but to the
// millisecond.
std::string moment_text(Moment moment);
// Writes `homes-0001, homes-0002 and 7 more`.
std::string names_text(const std::vector<std::string_view>& names, std::uint64_t total);
inline constexpr std::size_t kNamedDevices = 5;
// Returns as the witness the first device of the group that `is_meant` accepts and that took part by `until`: other
// devices have no events to show. Empty if there is no such device.
std::vector<Witness> first_witness(const FleetState& fleet, std::size_t group, Moment until,
                                   const std::function<bool(DeviceNumber)>& is_meant);
// Writes `never`, `1 time`, `7 times`.
std::string times_text(std::uint64_t count);
// Writes `homes-0001 registration.rejected at 4s`.
std::string event_text(const RecordedEvent& event);

}  // namespace dialtone
