// What must hold in a run, as data: the reader (expectation_reader.h) makes it from YAML, oracles (oracle.h) judge it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/language/document/place.h"
#include "scenarios/language/expectations/comparison.h"
#include "scenarios/language/expectations/device_condition.h"
#include "values/time.h"
#include "world/events/declared_event.h"

namespace dialtone {

enum class Quantity : std::uint8_t { kAll, kAny, kNone };

// When it is looked at; all of it empty: from the start to the end of the run.
struct OracleScope {
  // From this moment on.
  Duration from{};
  // From the moment when this fault has ended everywhere.
  std::string after;
  // From this fault's beginning to its end.
  std::string during;
  // Each device by itself: from the first of these events on.
  std::vector<std::string> from_events;
  // Before this moment; zero: to the end.
  Duration until{};
  // Each device by itself: before the first of these events.
  std::vector<std::string> until_events;

  friend bool operator==(const OracleScope&, const OracleScope&) = default;
};

// Of an event's field; an event that has no such field does not meet it.
struct FieldCondition {
  std::string field;
  FieldKind kind{};
  Comparison comparison = Comparison::kEqual;
  // A number, the nanoseconds of a duration, or a truth.
  std::int64_t number = 0;
  std::string text;
  // In place of a value: the field of a sequence's first event (`>=when.min_expires`).
  std::string of_when;

  friend bool operator==(const FieldCondition&, const FieldCondition&) = default;
};

struct EventPattern {
  std::string event;
  // All of them.
  std::vector<FieldCondition> where;

  friend bool operator==(const EventPattern&, const EventPattern&) = default;
};

struct EventuallyCondition {
  std::string group;  // or "devices": all of them
  DeviceCondition condition{};
  // `after: blackout`: it is looked at, and `within` counts, from the moment when this fault has ended everywhere;
  // empty: from the start.
  std::string after;
  // Likewise from this moment on; one of the two.
  Duration from{};
  Duration within{};
  Quantity quantity = Quantity::kAll;
};
struct EventuallyEvent {
  EventPattern pattern;
  // A group, "devices", a server's target name; empty: whoever.
  std::string group;
  // Every device of the group has one.
  bool each = false;
  std::string after;
  Duration from{};
  Duration within{};
};
struct AlwaysCondition {
  std::string group;
  DeviceCondition condition{};
  OracleScope scope;
};
struct NeverEvent {
  EventPattern pattern;
  std::string group;  // as of EventuallyEvent
  OracleScope scope;
};
struct NeverCondition {
  std::string group;
  DeviceCondition condition{};
  OracleScope scope;
};

// Of each device by itself: what follows on an event. `after 423 the next REGISTER has Expires of at least
// Min-Expires`.
struct Sequence {
  std::string group;
  // One that lacks a field to which the rest refers does not count.
  EventPattern when;
  EventPattern next;
  // The next one comes in this time; zero: before the scenario's end.
  Duration within{};
  // And no sooner: so long, or as long as this field of the first event says.
  Duration no_sooner_than{};
  std::string no_sooner_than_field;
  // How often the first event must happen in a run that says something.
  std::uint64_t at_least = 1;
  // Of the first event.
  OracleScope scope;
};

// `p(95)<2s`, `max<=500ms`, `count>=5000`, `rate<=500/s`, `rate<1%`: k6's threshold syntax.
enum class Aggregate : std::uint8_t { kPercentile, kMinimum, kMaximum, kAverage, kMedian, kCount, kRate, kPeak };
// What a threshold's bound is.
enum class ThresholdUnit : std::uint8_t {
  kCount,       // a whole number
  kDuration,    // in nanoseconds
  kEachSecond,  // in millionths a second
  kShare,       // in millionths
};
struct Threshold {
  std::string metric;
  std::string group;  // empty: all devices
  Aggregate aggregate{};
  // Of kPercentile: hundredths of a percent, 1 to 10,000.
  int percentile = 0;
  Comparison comparison{};
  ThresholdUnit unit{};
  std::int64_t bound = 0;
  // As it was written.
  std::string text;
  OracleScope scope;
};

// What a server holds at a moment.
struct DatabaseCount {
  enum class Table : std::uint8_t { kSubscribers, kBindings };
  Table table{};
  // Columns of the CSV and their values, of subscribers.
  std::vector<std::pair<std::string, std::string>> where;
  std::string group;  // empty: all
  // Of each address of record, not of all together; of bindings.
  bool each = false;
  Comparison comparison = Comparison::kEqual;
  std::uint64_t count = 0;
  // Zero: at the end.
  Duration at{};
};

struct Expectation {
  // As a person reads it: "eventually all homes are registered within 10s".
  std::string name;
  std::variant<EventuallyCondition, EventuallyEvent, AlwaysCondition, NeverEvent, NeverCondition, Sequence, Threshold,
               DatabaseCount>
      condition;
  Place place;
  // Whether a run in which there was nothing to look at may pass.
  bool may_be_vacuous = false;
};

// Null: it has none.
inline const OracleScope* scope_of(const Expectation& expectation) {
  const auto scope = [](const auto& what) -> const OracleScope* {
    if constexpr (requires { what.scope; }) return &what.scope;
    return nullptr;
  };
  return std::visit(scope, expectation.condition);
}

}  // namespace dialtone
