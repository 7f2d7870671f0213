// What a run must meet: conditions that are watched as events come, and judged at its end. Each kind is a class of its
// own (*_oracle.h); make_oracles puts together what a scenario asks for, and what holds in every one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "scenarios/oracles/known/fleet_state.h"
#include "world/events/record.h"

namespace dialtone {

// Where to look closer: a host, and the moment up to which its events led to a failure.
struct Witness {
  std::string host;
  Moment until{};
};

enum class OracleVerdict : std::uint8_t {
  kPassed,
  kFailed,
  kUndecided,  // the run was cut short before it could tell
  kVacuous,    // it holds, but only because there was nothing to look at
};
// `passed`, `failed`, `undecided`, `vacuous`.
std::string_view to_text(OracleVerdict verdict);
constexpr OracleVerdict verdict_of(bool holds) { return holds ? OracleVerdict::kPassed : OracleVerdict::kFailed; }

struct OracleResult {
  bool passed() const { return verdict == OracleVerdict::kPassed; }
  bool failed() const { return verdict == OracleVerdict::kFailed; }
  bool is_vacuous() const { return verdict == OracleVerdict::kVacuous; }
  // What there is to say of it in a line: what was measured or, of one that is vacuous, why.
  std::string told() const {
    return is_vacuous() && !why_vacuous.empty() ? "never looked at: " + why_vacuous : measured;
  }
  // Whether a run with it can pass.
  bool lets_pass() const { return passed() || (is_vacuous() && may_be_vacuous); }
  // Of one that holds: it is vacuous, because of `why`, such as `no device was on`; empty: it is not.
  void note_vacuous(std::string why);

  std::string name;
  OracleVerdict verdict = OracleVerdict::kFailed;
  // What was measured, for a person: "all 100 at 6.2s", "97 of 100 at 10s", "p(95) = 1.34s".
  std::string measured;
  // Where it failed: who, when and how to look closer; a few lines without a line end.
  std::vector<std::string> details;
  // Of those whose events are worth reading, the first; evidence.h adds them to the details.
  std::vector<Witness> witnesses = {};
  // Whether it holds as nothing happened that breaks it, rather than by something that did.
  bool holds_by_silence = false;
  // Why there was nothing to look at, where `measured` does not say it.
  std::string why_vacuous = {};
  // Whether its being vacuous fails no run: its expectation says so, or it is one of every scenario.
  bool may_be_vacuous = false;
  // What of the environment kept it from being judged, which makes the run invalid; empty: nothing.
  std::string obstacle = {};
};

// What is told of one that is vacuous and may not be.
inline constexpr std::string_view kVacuousFails =
    "an expectation that was never put to the test fails the run; where that may be, it says may_be_vacuous: true";

// What an oracle wants to be told.
struct Interests {
  template <EventStruct... Es>
  void add_events() {
    (events.emplace_back(Es::kEvent.name), ...);
  }

  // The events of these names.
  std::vector<std::string> events;
  // That some device has gained or lost one of these conditions.
  ConditionMask conditions = 0;
  // Every event.
  bool everything = false;
};

class Oracle {
 public:
  virtual ~Oracle() = default;

  virtual void add_interests(Interests& interests) const = 0;
  // An event of interest, when the fleet has taken it.
  virtual void see(const SeenEvent& /*seen*/) {}
  // A condition of interest has changed by this event. Behind see().
  virtual void changed(const SeenEvent& /*seen*/) {}
  // A moment that it asked for has come.
  virtual void look(Moment /*now*/) {}
  // Adds the moments at which it wants to look, whether anything happens then or not.
  virtual void add_looks(std::vector<Moment>& /*moments*/) const {}
  // Whether the run may end before its duration for all that it knows. True of those that only hold until the end.
  virtual bool decided() const = 0;
  virtual OracleResult judge(Moment end) const = 0;
  // Whether a run that went on after `end` could still change the verdict that judge(end) gives. By default what holds
  // can still be broken, and what is broken remains so.
  virtual bool could_change(OracleVerdict verdict, Moment /*end*/) const { return verdict != OracleVerdict::kFailed; }
};

struct OracleContext;

// One for each expectation, in their order, then those of every scenario. What the context refers to outlives them.
std::vector<std::unique_ptr<Oracle>> make_oracles(const OracleContext& context);

// --- what their texts have in common ---

// `12.346 s`, `1m 30.25s`, `3d 00:08:21.495`: a moment since the run's start, as readable_duration() but to the
// millisecond.
std::string moment_text(Moment moment);
// `homes-0001, homes-0002 and 7 more`.
std::string names_text(const std::vector<std::string_view>& names, std::uint64_t total);
inline constexpr std::size_t kNamedDevices = 5;
// The first of a group that `is_meant` and has taken part by `until`: of the others there is nothing to look at. Empty:
// none has.
std::vector<Witness> first_witness(const FleetState& fleet, std::size_t group, Moment until,
                                   const std::function<bool(DeviceNumber)>& is_meant);
// `never`, `1 time`, `7 times`.
std::string times_text(std::uint64_t count);
// `homes-0001 registration.rejected at 4s`.
std::string event_text(const RecordedEvent& event);

}  // namespace dialtone
