// What a run must meet: conditions that are watched as events come, and judged at its end. Each kind is a class of its
// own (*_oracle.h); make_oracles puts together what a scenario asks for, and what holds in every one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/scenario.h"
#include "scenarios/oracles/fleet_state.h"
#include "world/record.h"

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
};
// `passed`, `failed`, `undecided`.
std::string_view to_text(OracleVerdict verdict);
constexpr OracleVerdict verdict_of(bool holds) { return holds ? OracleVerdict::kPassed : OracleVerdict::kFailed; }

struct OracleResult {
  bool passed() const { return verdict == OracleVerdict::kPassed; }
  bool failed() const { return verdict == OracleVerdict::kFailed; }

  std::string name;
  OracleVerdict verdict = OracleVerdict::kFailed;
  // What was measured, for a person: "all 100 at 6.2s", "97 of 100 at 10s", "p(95) = 1.34s".
  std::string measured;
  // Where it failed: who, when and how to look closer; a few lines without a line end.
  std::vector<std::string> details;
  // Of those whose events are worth reading, the first; evidence.h adds them to the details.
  std::vector<Witness> witnesses = {};
};

// What an oracle wants to be told.
struct Interests {
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
  virtual bool could_change(OracleVerdict verdict, Moment /*end*/) const { return verdict == OracleVerdict::kPassed; }
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
