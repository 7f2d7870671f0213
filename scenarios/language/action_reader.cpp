#include "scenarios/language/action_reader.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "scenarios/language/bandwidth.h"
#include "scenarios/language/drift_range.h"
#include "scenarios/language/fault_words.h"
#include "scenarios/language/server_action_reader.h"
#include "values/spelling.h"
#include "subscribers/subscriber_columns.h"

namespace dialtone {
namespace {

constexpr Duration kShortOutage = std::chrono::seconds(1);

// --- power, pause, clock ---

Duration read_off_for(MapCursor& map, std::string_view key) {
  std::optional<MapCursor> power = map.map(key);
  if (!power) return {};
  Duration off_for{};
  if (power->require("off_for")) off_for = power->duration("off_for", kPositiveDuration).value_or(Duration{});
  power->refuse_unknown();
  return off_for;
}

PowerAction read_restart(MapCursor& map) {
  PowerAction action{PowerAction::How::kRestart, kShortOutage};
  std::optional<MapCursor> restart = map.map("restart");
  if (!restart) return action;
  action.forgets = restart->word("state", kStateWords).value_or(true);
  action.off_for = restart->duration("off_for", kPositiveDuration).value_or(kShortOutage);
  restart->refuse_unknown();
  return action;
}

PauseAction read_pause(MapCursor& map) {
  PauseAction action;
  std::optional<MapCursor> pause = map.map("pause");
  if (!pause) return action;
  if (pause->require("length")) action.length = pause->duration("length", kPositiveDuration).value_or(Duration{});
  pause->refuse_unknown();
  return action;
}

// `1h`, `-1h`.
std::optional<Duration> read_step(MapCursor& clock) {
  const YamlNode* text = clock.scalar("step", "a duration such as 1h or -1h");
  if (text == nullptr) return std::nullopt;
  const bool is_back = text->text.starts_with('-');
  const Result<Duration> step = parse_duration_within(std::string_view(text->text).substr(is_back ? 1 : 0), {});
  if (step) return is_back ? -*step : *step;
  const std::string most = to_text(DurationRange{}.most);
  clock.report_wrong("step", *text, "a duration from -" + most + " to " + most + " such as 90s or -1h");
  return std::nullopt;
}

std::optional<std::int64_t> read_drift(MapCursor& clock) {
  const YamlNode* text = clock.scalar("drift_ppm", "a whole number of millionths such as 200 or -200");
  if (text == nullptr) return std::nullopt;
  const bool is_slow = text->text.starts_with('-');
  const std::string digits = text->text.substr(is_slow ? 1 : 0);
  const bool is_number = !digits.empty() && digits.size() < 7 &&
                         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::int64_t parts = is_number ? std::stoll(digits) : -1;
  if (!is_number || parts > kMostDriftPartsPerMillion) {
    const std::string most = std::to_string(kMostDriftPartsPerMillion);
    clock.report_wrong("drift_ppm", *text, "a whole number from -" + most + " to " + most);
    return std::nullopt;
  }
  return is_slow ? -parts : parts;
}

FaultAction read_clock(MapCursor& map) {
  std::optional<MapCursor> clock = map.map("clock");
  if (!clock) return ClockAction{};
  ClockAction action;
  const std::optional<Duration> step = read_step(*clock);
  const std::optional<std::int64_t> drift = read_drift(*clock);
  if (const YamlNode* text = clock->scalar("set", "a date and time such as 1970-01-01T00:00:00Z")) {
    const Result<WallTime> time = parse_rfc3339(text->text);
    if (time) action.set = *time;
    if (!time) clock->faults().report(text->origin, "'set' " + time.error().reason);
  }
  clock->refuse_unknown();
  if (clock->has("step") + clock->has("set") + clock->has("drift_ppm") != 1) {
    clock->faults().report(clock->origin(), "'clock' has one of step, set and drift_ppm");
  }
  if (drift) return DriftAction{*drift};
  action.step = step.value_or(Duration{});
  return action;
}

// --- devices ---

bool has_any(const MapCursor& map, std::initializer_list<std::string_view> keys) {
  return std::any_of(map.node().entries.begin(), map.node().entries.end(), [&](const YamlEntry& entry) {
    return std::find(keys.begin(), keys.end(), entry.key) != keys.end();
  });
}

std::optional<PacketAction> read_packets(MapCursor& map) {
  if (!has_any(map, {"drop", "delay", "jitter", "duplicate", "corrupt", "bandwidth", "queue"})) return std::nullopt;
  PacketAction action;
  if (map.has("drop")) {
    action.drops = true;
    action.protocol = map.word("drop", kProtocolWords).value_or(action.protocol);
  }
  action.delay = map.duration("delay", kPositiveDuration).value_or(Duration{});
  action.jitter = map.duration("jitter", kPositiveDuration).value_or(Duration{});
  action.duplicates = map.word("duplicate", kPacketsWords).value_or(false);
  action.corrupts = map.word("corrupt", kPayloadWords).value_or(false);
  if (const YamlNode* text = map.scalar("bandwidth", "a bandwidth such as 64kbit, 2Mbit or 1Gbit")) {
    const Result<std::uint64_t> bandwidth = parse_bandwidth(text->text);
    if (!bandwidth) map.faults().report(text->origin, "'bandwidth' " + bandwidth.error().reason);
    action.bits_per_second = bandwidth ? *bandwidth : 0;
  }
  action.queue_limit = map.duration("queue").value_or(action.queue_limit);
  if (map.has("queue") && action.bits_per_second == 0) {
    map.faults().report(map.entry("queue").origin, "'queue' is of a 'bandwidth'");
  }
  return action;
}

NameAction read_resolve(MapCursor& map, const ScenarioNames& names) {
  NameAction action;
  std::optional<MapCursor> resolve = map.map("resolve");
  if (!resolve) return action;
  action.failure = resolve->word("fail", kNameFailureWords).value_or(NameAction::Failure::kNone);
  action.delay = resolve->duration("delay", kPositiveDuration).value_or(Duration{});
  action.to = resolve->text("to", 255).value_or("");
  const bool is_known = action.to.empty() || action.to == kNowhere || is_server(action.to) ||
                        std::find(names.proxies.begin(), names.proxies.end(), action.to) != names.proxies.end() ||
                        parse_ip_address(action.to);
  if (!is_known) {
    resolve->report_wrong("to", *resolve->take("to"), "an address, nowhere, or a server such as call_agent");
  }
  if (action.failure != NameAction::Failure::kNone && !action.to.empty()) {
    resolve->faults().report(resolve->origin(), "'fail' and 'to' are one or the other");
  }
  if (!has_any(*resolve, {"fail", "delay", "to"})) {
    resolve->faults().report(resolve->origin(), "'resolve' has fail, delay or to");
  }
  resolve->refuse_unknown();
  return action;
}

std::optional<FaultAction> read_device_action(MapCursor& map, const ScenarioNames& names) {
  if (map.has("reset")) {
    static_cast<void>(map.word("reset", kTcpWords));
    return ResetAction{};
  }
  if (map.has("resolve")) return read_resolve(map, names);
  if (map.has("flash")) {
    static_cast<void>(map.word("flash", kFailsWords));
    return FlashAction{};
  }
  if (std::optional<PacketAction> packets = read_packets(map)) return *packets;
  return std::nullopt;
}

// --- servers ---

ChangeAction read_change(MapCursor& map, const ScenarioNames& names) {
  ChangeAction action;
  std::optional<MapCursor> change = map.map("change");
  if (!change) return action;
  if (change->require("of")) action.of = change->reference("of", "group", names.groups).value_or("");
  std::vector<std::string_view> columns;
  for (const SubscriberColumn& column : subscriber_columns()) columns.push_back(column.name);
  for (const YamlEntry& entry : change->node().entries) {
    if (entry.key == "of") continue;
    change->has(entry.key);
    const auto column = std::find(columns.begin(), columns.end(), entry.key);
    if (column == columns.end()) {
      change->faults().report(entry.origin, "there is no column " + in_quotes(entry.key) + hint_at(entry.key, columns));
      continue;
    }
    if (entry.key == "serial_number") {
      change->faults().report(entry.origin, "a row is known by its serial number, which stays");
      continue;
    }
    const YamlNode* value = change->scalar(entry.key, "a column's value");
    if (value == nullptr) continue;
    SubscriberDraft draft;
    const Result<void> read =
        subscriber_columns()[static_cast<std::size_t>(column - columns.begin())].read(draft, value->text);
    if (!read) change->faults().report(value->origin, in_quotes(entry.key) + " " + read.error().reason);
    action.columns.emplace_back(entry.key, value->text);
  }
  if (change->node().entries.size() < 2) change->faults().report(change->origin(), "'change' names a column at least");
  return action;
}

NotifyAction read_notify(MapCursor& map, const ScenarioNames& names) {
  NotifyAction action;
  if (map.entry("notify").value.kind != YamlNode::Kind::kMap) {
    action.event = map.text("notify", 64).value_or("");
    return action;
  }
  std::optional<MapCursor> notify = map.map("notify");
  if (notify->require("event")) action.event = notify->text("event", 64).value_or("");
  action.to = notify->reference("to", "group", names.groups).value_or("");
  notify->refuse_unknown();
  return action;
}

std::optional<FaultAction> read_party_action(MapCursor& map, TargetKind kind, const ScenarioNames& names) {
  if (map.has("database")) {
    const DatabaseAction action{map.word("database", kDatabaseWords).value_or(DatabaseAction::Says::kLocked)};
    if (kind == TargetKind::kCallAgent && action.says == DatabaseAction::Says::kConflict) {
      map.faults().report(map.entry("database").value.origin,
                          "a conflict is of identities, for which only 'provisioning' asks");
    }
    return action;
  }
  if (kind == TargetKind::kProvisioning && map.has("change")) return read_change(map, names);
  if (kind == TargetKind::kCallAgent) {
    if (map.has("notify")) return read_notify(map, names);
    if (map.has("forget")) {
      static_cast<void>(map.word("forget", kBindingsWords));
      return ForgetAction{};
    }
    if (std::optional<MapCursor> registrar = map.map("registrar")) return read_registrar_change(*registrar);
  }
  if (std::optional<ServerAction> action = read_server_action(map, kind)) return *std::move(action);
  return std::nullopt;
}

std::optional<FaultAction> read_power(MapCursor& map, TargetKind kind) {
  using How = PowerAction::How;
  if (map.has("power_cut")) return PowerAction{How::kCut, read_off_for(map, "power_cut")};
  if (kind == TargetKind::kNat || kind == TargetKind::kProxy) return std::nullopt;
  if (map.has("power_off")) return PowerAction{How::kOff, read_off_for(map, "power_off")};
  if (map.has("restart")) return read_restart(map);
  if (map.has("pause")) return read_pause(map);
  if (map.has("clock")) return read_clock(map);
  return std::nullopt;
}

}  // namespace

std::optional<FaultAction> read_action(MapCursor& map, TargetKind kind, const ScenarioNames& names) {
  if (std::optional<FaultAction> power = read_power(map, kind)) return power;
  switch (kind) {
    case TargetKind::kDevices: return read_device_action(map, names);
    case TargetKind::kProvisioning:
    case TargetKind::kCallAgent: return read_party_action(map, kind, names);
    case TargetKind::kProxy:
      if (std::optional<ServerAction> action = read_server_action(map, kind)) return *std::move(action);
      return std::nullopt;
    case TargetKind::kNat: break;
  }
  if (!map.has("forget")) return std::nullopt;
  static_cast<void>(map.word("forget", kMappingsWords));
  return ForgetAction{};
}

}  // namespace dialtone
