// Expectations: what must hold in a run. expectation_reader.h makes them from YAML; oracles (oracle.h) judge them.
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

// The part of the run in which an expectation is judged. Empty: the whole run.
struct OracleScope {
  // True if each device has times of its own.
  bool is_by_device() const {
    return !from_events.empty() || !until_events.empty() || while_state || !while_fault.empty();
  }

  // From this moment on.
  Duration from{};
  // From the moment when this fault has ended for all that it hits.
  std::string after;
  // From this fault's beginning to its end.
  std::string during;
  // For each device separately: from its first event of these on.
  std::vector<std::string> from_events;
  // Before this moment; zero: to the end.
  Duration until{};
  // For each device separately: before its first event of these.
  std::vector<std::string> until_events;
  // From the first moment on when devices are so; before the first such moment, not counting those before the scope
  // begins.
  std::optional<GroupState> from_state{};
  std::optional<GroupState> until_state{};
  // For each device separately: while it is in this state, and while this fault, which is one of devices, lasts for it.
  std::optional<DeviceCondition> while_state{};
  std::string while_fault{};

  friend bool operator==(const OracleScope&, const OracleScope&) = default;
};

// A condition on a field of an event. An event without the field does not meet it.
struct FieldCondition {
  std::string field;
  FieldKind kind{};
  Comparison comparison = Comparison::kEqual;
  // A number, a duration in nanoseconds, or a truth.
  std::int64_t number = 0;
  std::string text;
  // Instead of a value: a field of a sequence's first event (`>=when.min_expires`).
  std::string of_when;

  friend bool operator==(const FieldCondition&, const FieldCondition&) = default;
};

struct EventPattern {
  std::string event;
  // All must hold.
  std::vector<FieldCondition> where;

  friend bool operator==(const EventPattern&, const EventPattern&) = default;
};

struct EventuallyCondition {
  std::string group;  // or `devices`
  DeviceCondition condition{};
  // `after: blackout`: judged, and `within` counted, from the moment when this fault has ended for all that it hits;
  // empty: from the start.
  std::string after;
  // The same from this moment on. Excludes `after`.
  Duration from{};
  Duration within{};
  Quantity quantity = Quantity::kAll;
  // Of kAtLeast and kAtMost.
  Amount amount{};
};
struct EventuallyEvent {
  EventPattern pattern;
  // A group, `devices`, or the target name of a server; empty: anybody.
  std::string group;
  // True if every device of the group must have such an event.
  bool each = false;
  std::string after;
  Duration from{};
  Duration within{};
  // With `each`: so many devices suffice.
  std::optional<Amount> at_least{};
};
struct AlwaysCondition {
  std::string group;
  DeviceCondition condition{};
  OracleScope scope;
  // kAll, kAtLeast or kAtMost.
  Quantity quantity = Quantity::kAll;
  Amount amount{};
};
struct NeverEvent {
  EventPattern pattern;
  std::string group;  // as in EventuallyEvent
  OracleScope scope;
};
struct NeverCondition {
  std::string group;
  DeviceCondition condition{};
  OracleScope scope;
};

// For each device separately: what follows an event, such as "after a 423 the next REGISTER has an Expires of at least
// Min-Expires".
struct Sequence {
  std::string group;
  // The first event. One that lacks a field to which the others refer does not count.
  EventPattern when;
  EventPattern next;
  // Whose the next event is: a group, `devices` or the target name of a server; empty: the same device's.
  std::string next_of{};
  // The time in which `next` must come; zero: before the scenario's end.
  Duration within{};
  // The time before which `next` must not come, or the first event's field that holds it.
  Duration no_sooner_than{};
  std::string no_sooner_than_field;
  // How often the first event must happen for a verdict.
  std::uint64_t at_least = 1;
  // Where the first event counts.
  OracleScope scope;
};

// Thresholds in k6's syntax: `p(95)<2s`, `max<=500ms`, `count>=5000`, `rate<=500/s`, `rate<1%`.
enum class Aggregate : std::uint8_t { kPercentile, kMinimum, kMaximum, kAverage, kMedian, kCount, kRate, kPeak };
// The unit of a threshold's bound.
enum class ThresholdUnit : std::uint8_t {
  kCount,       // a whole number
  kDuration,    // in nanoseconds
  kEachSecond,  // in millionths a second
  kShare,       // in millionths
  kFactor,      // of what a control run measures, in millionths
};
inline constexpr Duration kPeakWindow = std::chrono::seconds(1);
struct Threshold {
  std::string metric;
  // Empty: everybody's events; of an event that a device and the provisioning server both record, only the device's.
  std::string group;
  Aggregate aggregate{};
  // Of kPercentile, in hundredths of a percent, 1 to 10,000.
  int percentile = 0;
  // Of kPeak: the time whose events are counted, wherever it begins.
  Duration window = kPeakWindow;
  Comparison comparison{};
  ThresholdUnit unit{};
  std::int64_t bound = 0;
  // The threshold as it was written.
  std::string text;
  OracleScope scope;
  // Of kFactor: the fault that the control run leaves out.
  std::string without;
};

// The number of rows or bindings that a server holds at a moment.
struct DatabaseCount {
  enum class Table : std::uint8_t { kSubscribers, kBindings };
  Table table{};
  // Of subscribers: columns of the CSV and their values.
  std::vector<std::pair<std::string, std::string>> where;
  std::string group;  // empty: all
  // Of bindings: true to count those of each address of record separately.
  bool each = false;
  Comparison comparison = Comparison::kEqual;
  std::uint64_t count = 0;
  // Zero: at the end.
  Duration at{};
};

struct Expectation {
  // The expectation as a sentence: "eventually all homes are registered within 10s".
  std::string name;
  std::variant<EventuallyCondition, EventuallyEvent, AlwaysCondition, NeverEvent, NeverCondition, Sequence, Threshold,
               DatabaseCount>
      condition;
  Place place;
  // True if a run in which there was nothing to judge may pass.
  bool may_be_vacuous = false;
};

// The expectation's scope; null if its kind has none.
inline const OracleScope* scope_of(const Expectation& expectation) {
  const auto scope = [](const auto& what) -> const OracleScope* {
    if constexpr (requires { what.scope; }) return &what.scope;
    return nullptr;
  };
  return std::visit(scope, expectation.condition);
}

}  // namespace dialtone
