// What must hold in a run, as data: the reader (expectation_reader.h) makes it from YAML, oracles (oracle.h) judge it.
#pragma once

#include <cstdint>
#include <string>
#include <variant>

#include "scenarios/engine/place.h"
#include "values/time.h"

namespace dialtone {

// The states that an oracle can ask for.
enum class DeviceCondition {
  kOff,
  kOn,
  kProvisioned,         // has settings that were stored in this or an earlier life
  kRegistered,          // both of the next two
  kBelievesRegistered,  // holds an unexpired 200
  kBound,               // the registrar has an unexpired binding to its contact
};

struct EventuallyAll {
  std::string group;  // or "devices": all of them
  DeviceCondition condition{};
  // `after: blackout`: it is looked at, and `within` counts, from the moment when this fault has ended everywhere;
  // empty: from the start.
  std::string after;
  // Likewise from this moment on; one of the two.
  Duration from{};
  Duration within{};
};
struct NeverEvent {
  std::string event;
  std::string group;  // empty: whoever
};
struct NeverCondition {
  std::string group;
  DeviceCondition condition{};
};

// `p(95)<2s`, `max<=500ms`, `count>=5000`: k6's threshold syntax.
enum class Aggregate { kPercentile, kMinimum, kMaximum, kAverage, kMedian, kCount };
enum class Comparison { kLess, kLessOrEqual, kGreater, kGreaterOrEqual, kEqual };
struct Threshold {
  std::string metric;
  std::string group;  // empty: all devices
  Aggregate aggregate{};
  // Of kPercentile: hundredths of a percent, 1 to 10,000.
  int percentile = 0;
  Comparison comparison{};
  // Nanoseconds of a duration, or a count.
  std::int64_t bound = 0;
  // As it was written.
  std::string text;
};

struct Expectation {
  // As a person reads it: "eventually all homes are registered within 10s".
  std::string name;
  std::variant<EventuallyAll, NeverEvent, NeverCondition, Threshold> condition;
  Place place;
};

}  // namespace dialtone
