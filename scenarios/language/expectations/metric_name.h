// The names of metrics and their meanings:
//
//   registration.duration           a stage of a life (stage.h): durations
//   registration.request            an event: how many, how many a second
//   registration.request.interval   from one such event of a device to its next: durations
//   retry.scheduled.delay           a field of an event (event_forms.h): numbers or durations
//   registration.failures           the share of attempts that failed; also provision.failures, name.failures
//   registered.gap                  from the loss of a state (device_condition.h) to its return: durations
//   registered.total                how long each device was in a state; unregistered.total, unbound.total and
//                                   unprovisioned.total: how long it was not, from its first power-on on
//   registered.time_to              until so many devices of a group are in a state at one moment
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/expectations/device_condition.h"
#include "scenarios/language/expectations/stage.h"
#include "world/events/record.h"

namespace dialtone {

// The kind of a metric's values; it decides which aggregates can be asked for.
enum class MetricKind : std::uint8_t { kDurations, kNumbers, kEvents, kShare, kTimeTo };

struct Metric {
  enum class Of : std::uint8_t { kStage, kEvent, kInterval, kField, kFailures, kGap, kTotal, kTimeTo };
  // True if the metric is about a state of devices.
  bool is_of_state() const { return of == Of::kGap || of == Of::kTotal || of == Of::kTimeTo; }

  Of of{};
  MetricKind kind{};
  Stage stage{};
  DeviceCondition condition{};
  // With kTotal: measures the time out of the state.
  bool lacks = false;
  std::string event;
  std::string field;
};

// Returns nullopt if there is no such metric.
std::optional<Metric> parse_metric(std::string_view name);

// Returns all names except those of fields, as candidates for hints.
std::vector<std::string> metric_names();

// Returns true if the event ends an attempt in failure, false if it ends one in success; nullopt for other events.
// `share`: the metric's name, such as `registration.failures`.
std::optional<bool> failed(std::string_view share, const RecordedEvent& event);
// Returns the names of the events that end the attempts counted by a share.
std::vector<std::string_view> ends_of(std::string_view share);

}  // namespace dialtone
