// Expectations: what must hold in a run. expectation_reader.h reads them from YAML; oracles (oracle.h) judge them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/language/document/comparison.h"
#include "scenarios/language/document/place.h"
#include "scenarios/language/expectations/amount.h"
#include "scenarios/language/expectations/device_condition.h"
#include "values/time.h"
#include "world/events/declared_event.h"

namespace dialtone {

// Devices of a group in a state: `{ all: homes, are: registered }`.
struct GroupState {
  Quantity quantity = Quantity::kAll;
  Amount amount{};
  std::string group;
  DeviceCondition condition{};

  friend bool operator==(const GroupState&, const GroupState&) = default;
};

// The part of the run in which an expectation is judged. If no member is set: the whole run.
struct OracleScope {
  // True if the scope differs from device to device.
  bool is_by_device() const {
    return !from_events.empty() || !until_events.empty() || while_state || !while_fault.empty();
  }

  // From this moment on.
  Duration from{};
  // From the moment when this fault has ended for all that it hits.
  std::string after;
  // From this fault's beginning to its end.
  std::string during;
  // For each device separately: from the device's first event with one of these names on.
  std::vector<std::string> from_events;
  // Before this moment; zero: to the end.
  Duration until{};
  // For each device separately: before the device's first event with one of these names.
  std::vector<std::string> until_events;
  // `from_state`: from the first moment on at which the group is in the state. `until_state`: before the first such
  // moment after the scope has begun.
  std::optional<GroupState> from_state{};
  std::optional<GroupState> until_state{};
  // For each device separately: while the device is in this state, and while this fault lasts for the device. The fault
  // must be one that strikes devices.
  std::optional<DeviceCondition> while_state{};
  std::string while_fault{};

  friend bool operator==(const OracleScope&, const OracleScope&) = default;
};

// A condition on a field of an event. An event without the field does not meet the condition.
struct FieldCondition {
  std::string field;
  FieldKind kind{};
  Comparison comparison = Comparison::kEqual;
  // The number to compare with; a duration in nanoseconds; or a truth value.
  std::int64_t number = 0;
  std::string text;
  // If set, the field of a sequence's first event that gives the value (`>=when.min_expires`).
  std::string of_when;

  friend bool operator==(const FieldCondition&, const FieldCondition&) = default;
};

struct EventPattern {
  std::string event;
  // The event must meet all of these.
  std::vector<FieldCondition> where;

  friend bool operator==(const EventPattern&, const EventPattern&) = default;
};

struct EventuallyCondition {
  std::string group;  // a group, or `devices`
  DeviceCondition condition{};
  // `after: blackout`: the expectation is judged from the moment when this fault has ended for all that it hits, and
  // `within` counts from then. Empty: from the start.
  std::string after;
  // The moment from which the expectation is judged and `within` counts. Excludes `after`.
  Duration from{};
  Duration within{};
  Quantity quantity = Quantity::kAll;
  // Used by kAtLeast and kAtMost only.
  Amount amount{};
};
struct EventuallyEvent {
  EventPattern pattern;
  // A group, `devices`, or the target name of a server; empty: events of any party count.
  std::string group;
  // True if every device of the group must have the event.
  bool each = false;
  std::string after;
  Duration from{};
  Duration within{};
  // With `each`: this many devices must have the event, instead of all.
  std::optional<Amount> at_least{};
};
struct AlwaysCondition {
  std::string group;
  DeviceCondition condition{};
  OracleScope scope;
  // Only kAll, kAtLeast or kAtMost.
  Quantity quantity = Quantity::kAll;
  Amount amount{};
};
struct NeverEvent {
  EventPattern pattern;
  std::string group;  // see EventuallyEvent::group
  OracleScope scope;
};
struct NeverCondition {
  std::string group;
  DeviceCondition condition{};
  OracleScope scope;
};

// Judges, for each device separately, what follows an event, such as "after a 423 the next REGISTER has an Expires of
// at least Min-Expires".
struct Sequence {
  std::string group;
  // The first event. An event that lacks a field to which `next` or `no_sooner_than` refers does not count.
  EventPattern when;
  EventPattern next;
  // Which party must have the next event: a group, `devices` or the target name of a server; empty: the device of the
  // first event.
  std::string next_of{};
  // `next` must come within this time; zero: before the scenario's end.
  Duration within{};
  // `next` must not come before this time has passed, or before the time in this field of the first event.
  Duration no_sooner_than{};
  std::string no_sooner_than_field;
  // How often the first event must happen for a verdict.
  std::uint64_t at_least = 1;
  // First events count only within this scope.
  OracleScope scope;
};

// Thresholds in k6's syntax: `p(95)<2s`, `max<=500ms`, `count>=5000`, `rate<=500/s`, `rate<1%`.
enum class Aggregate : std::uint8_t { kPercentile, kMinimum, kMaximum, kAverage, kMedian, kCount, kRate, kPeak };
// The unit of a threshold's bound.
enum class ThresholdUnit : std::uint8_t {
  kCount,       // a whole number
  kDuration,    // in nanoseconds
  kEachSecond,  // in millionths per second
  kShare,       // in millionths
  kFactor,      // in millionths of what a control run measures
};
inline constexpr Duration kPeakWindow = std::chrono::seconds(1);
struct Threshold {
  std::string metric;
  // Empty: events of all parties count; but of an event that both a device and the provisioning server record, only the
  // device's.
  std::string group;
  Aggregate aggregate{};
  // Used by kPercentile: in hundredths of a percent, 1 to 10,000.
  int percentile = 0;
  // Used by kPeak: events are counted in every period of this length.
  Duration window = kPeakWindow;
  Comparison comparison{};
  ThresholdUnit unit{};
  std::int64_t bound = 0;
  // The threshold as it was written.
  std::string text;
  OracleScope scope;
  // Used by kFactor: the fault that the control run leaves out.
  std::string without;
};

// Compares the number of rows or bindings that a server holds at a moment.
struct DatabaseCount {
  enum class Table : std::uint8_t { kSubscribers, kBindings };
  Table table{};
  // For subscribers: columns of the CSV and the values that a row must have to count.
  std::vector<std::pair<std::string, std::string>> where;
  std::string group;  // empty: all groups
  // For bindings: true to compare the number of each address of record separately.
  bool each = false;
  Comparison comparison = Comparison::kEqual;
  std::uint64_t count = 0;
  // The moment; zero: the end.
  Duration at{};
};

struct Expectation {
  // The expectation as a sentence: "eventually all homes are registered within 10s".
  std::string name;
  std::variant<EventuallyCondition, EventuallyEvent, AlwaysCondition, NeverEvent, NeverCondition, Sequence, Threshold,
               DatabaseCount>
      condition;
  Place place;
  // True if the run may pass although there was nothing to judge.
  bool may_be_vacuous = false;
};

// Returns the expectation's scope; null if its kind of expectation has no scope.
inline const OracleScope* scope_of(const Expectation& expectation) {
  const auto scope = [](const auto& what) -> const OracleScope* {
    if constexpr (requires { what.scope; }) return &what.scope;
    return nullptr;
  };
  return std::visit(scope, expectation.condition);
}

}  // namespace dialtone
