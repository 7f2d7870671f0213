#include "scenarios/language/expectations/metric_name.h"

#include <algorithm>
#include <array>

#include "device_sim/model/device_events.h"
#include "scenarios/language/names/event_forms.h"

namespace dialtone {
namespace {

constexpr std::string_view kInterval = ".interval";

// The events that end an attempt: the first ends it in success, the others in failure.
struct Share {
  std::string_view name;
  std::array<std::string_view, 4> ends;
};
constexpr std::array<Share, 3> kShares{{
    {"provision.failures",
     {device_events::ProvisionAccepted::kEvent.name, device_events::ProvisionRefused::kEvent.name,
      device_events::ProvisionFailed::kEvent.name, device_events::SettingsRejected::kEvent.name}},
    {"registration.failures",
     {device_events::RegistrationAccepted::kEvent.name, device_events::RegistrationRejected::kEvent.name,
      device_events::RegistrationFailed::kEvent.name, ""}},
    {"name.failures", {device_events::NameResolved::kEvent.name, device_events::NameFailed::kEvent.name, "", ""}},
}};

const Share* share_named(std::string_view name) {
  const auto found =
      std::find_if(kShares.begin(), kShares.end(), [&](const Share& share) { return share.name == name; });
  return found == kShares.end() ? nullptr : &*found;
}

std::optional<Stage> stage_named(std::string_view name) {
  const auto* found = std::find(kDurationMetrics.begin(), kDurationMetrics.end(), name);
  if (found == kDurationMetrics.end()) return std::nullopt;
  return static_cast<Stage>(found - kDurationMetrics.begin());
}

struct StateMetric {
  std::string_view suffix;
  Metric::Of of;
  MetricKind kind;
};
constexpr std::array<StateMetric, 3> kStateMetrics{{{".gap", Metric::Of::kGap, MetricKind::kDurations},
                                                    {".total", Metric::Of::kTotal, MetricKind::kDurations},
                                                    {".time_to", Metric::Of::kTimeTo, MetricKind::kTimeTo}}};

// Prefix of metrics of states that measure the time out of the state: `unregistered`.
constexpr std::string_view kUn = "un";
constexpr bool has_opposite(DeviceCondition condition) {
  return condition == DeviceCondition::kRegistered || condition == DeviceCondition::kBound ||
         condition == DeviceCondition::kProvisioned;
}

std::optional<Metric> state_metric(std::string_view name) {
  for (const StateMetric& each : kStateMetrics) {
    if (!name.ends_with(each.suffix)) continue;
    Metric metric;
    metric.of = each.of;
    metric.kind = each.kind;
    std::string_view state = name.substr(0, name.size() - each.suffix.size());
    metric.lacks = each.of == Metric::Of::kTotal && state.starts_with(kUn);
    if (metric.lacks) state.remove_prefix(kUn.size());
    const auto* word = std::find_if(kConditionWords.begin(), kConditionWords.end(),
                                    [&](const Word<DeviceCondition>& each) { return each.text == state; });
    if (word == kConditionWords.end() || (metric.lacks && !has_opposite(word->value))) return std::nullopt;
    metric.condition = word->value;
    return metric;
  }
  return std::nullopt;
}

std::vector<std::string> state_metric_names() {
  std::vector<std::string> names;
  for (const Word<DeviceCondition>& state : kConditionWords) {
    for (const StateMetric& each : kStateMetrics) names.push_back(std::string(state.text) + std::string(each.suffix));
    if (has_opposite(state.value)) names.push_back(std::string(kUn) + std::string(state.text) + ".total");
  }
  return names;
}

}  // namespace

std::optional<Metric> parse_metric(std::string_view name) {
  Metric metric;
  metric.event = name;
  if (const std::optional<Stage> stage = stage_named(name)) {
    metric.of = Metric::Of::kStage;
    metric.stage = *stage;
    return metric;
  }
  if (is_event(name)) {
    metric.of = Metric::Of::kEvent;
    metric.kind = MetricKind::kEvents;
    return metric;
  }
  if (share_named(name) != nullptr) {
    metric.of = Metric::Of::kFailures;
    metric.kind = MetricKind::kShare;
    return metric;
  }
  if (std::optional<Metric> of_state = state_metric(name)) return of_state;
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || !is_event(name.substr(0, dot))) return std::nullopt;
  metric.event = name.substr(0, dot);
  metric.of = Metric::Of::kInterval;
  if (name.substr(dot) == kInterval) return metric;
  metric.of = Metric::Of::kField;
  metric.field = name.substr(dot + 1);
  const std::optional<FieldKind> kind = kind_of_field(metric.field);
  if (kind != FieldKind::kDuration && kind != FieldKind::kNumber) return std::nullopt;
  metric.kind = kind == FieldKind::kDuration ? MetricKind::kDurations : MetricKind::kNumbers;
  return metric;
}

std::vector<std::string> metric_names() {
  std::vector<std::string> names(kDurationMetrics.begin(), kDurationMetrics.end());
  names.insert(names.end(), event_names().begin(), event_names().end());
  for (const Share& share : kShares) names.emplace_back(share.name);
  for (std::string& of_state : state_metric_names()) names.push_back(std::move(of_state));
  for (const std::string_view event : event_names()) names.push_back(std::string(event) + std::string(kInterval));
  return names;
}

std::vector<std::string_view> ends_of(std::string_view name) {
  std::vector<std::string_view> events;
  const Share* share = share_named(name);
  for (const std::string_view end : share->ends) {
    if (!end.empty()) events.push_back(end);
  }
  return events;
}

std::optional<bool> failed(std::string_view name, const RecordedEvent& event) {
  const Share* share = share_named(name);
  if (std::find(share->ends.begin(), share->ends.end(), event.name) == share->ends.end()) return std::nullopt;
  if (event.name == share->ends.front()) return false;
  // A settings.rejected without a duration means that stored settings were found damaged; it ends no attempt.
  const bool has_lasted = event.find(fields::kDuration) != nullptr;
  if (event.is<device_events::SettingsRejected>() && !has_lasted) return std::nullopt;
  return true;
}

}  // namespace dialtone
