// What the names of metrics stand for.
//
//   registration.duration           a stage of a life (stage.h): durations
//   registration.request            an event: how many, how many a second
//   registration.request.interval   from one such event of a device to its next: durations
//   retry.scheduled.delay           a field of an event (event_forms.h): numbers or durations
//   registration.failures           of all that ended, the share that failed; also provision.failures, name.failures
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/expectations/stage.h"
#include "world/events/record.h"

namespace dialtone {

// What a metric's values are, which says what can be asked of them.
enum class MetricKind : std::uint8_t { kDurations, kNumbers, kEvents, kShare };

struct Metric {
  enum class Of : std::uint8_t { kStage, kEvent, kInterval, kField, kFailures };
  Of of{};
  MetricKind kind{};
  Stage stage{};
  std::string event;
  std::string field;
};

// Nothing where there is no metric of that name.
std::optional<Metric> parse_metric(std::string_view name);

// All names but those of fields, to find what was meant.
std::vector<std::string> metric_names();

// An attempt that ended, well or not; nothing of other events.
std::optional<bool> failed(std::string_view share, const RecordedEvent& event);
// The names of the events that end the attempts of a share.
std::vector<std::string_view> ends_of(std::string_view share);

}  // namespace dialtone
