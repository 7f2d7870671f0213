#include "scenarios/engine/fault_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "scenarios/engine/scenario_words.h"

namespace dialtone {
namespace {

constexpr std::size_t kLongestText = 4'096;

// What may be done to whom, as messages say it.
constexpr std::string_view kToDevices =
    "power_cut, power_off, reset and drop, such as { power_cut: { off_for: 10s } } or { drop: tcp }";
constexpr std::string_view kToProvisioning =
    "power_cut, power_off, answer, delay and drop, such as { delay: 2s } or { answer: { status: 503 } }";
constexpr std::string_view kToCallAgent =
    "power_cut, power_off, notify, answer, delay and drop, such as { notify: check-sync } or { drop: requests }";

std::string_view actions_on(std::string_view target) {
  if (target == kProvisioningTarget) return kToProvisioning;
  return is_server(target) ? kToCallAgent : kToDevices;
}

// What says where a message ends, or which request it answers.
bool is_servers_own(std::string_view name, std::string_view target) {
  constexpr std::array<std::string_view, 2> kOfHttp{"content-length", "transfer-encoding"};
  constexpr std::array<std::string_view, 9> kOfSip{"content-length", "l", "via",  "v", "cseq",
                                                   "call-id",        "i", "from", "to"};
  std::string lower(name);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto is_it = [&](std::string_view own) { return own == lower; };
  return target == kProvisioningTarget ? std::any_of(kOfHttp.begin(), kOfHttp.end(), is_it)
                                       : std::any_of(kOfSip.begin(), kOfSip.end(), is_it);
}

// A name and a value of one line each, as messages have them.
void read_headers(MapCursor& answer, std::string_view target, ScriptedAnswer& scripted) {
  const std::optional<MapCursor> map = answer.map("headers");
  if (!map) return;
  for (const YamlEntry& entry : answer.entry("headers").value.entries) {
    const bool is_name = !entry.key.empty() && std::all_of(entry.key.begin(), entry.key.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
    const bool is_value = entry.value.kind == YamlNode::Kind::kScalar && entry.value.text.size() <= kLongestText &&
                          std::none_of(entry.value.text.begin(), entry.value.text.end(),
                                       [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (!is_name || !is_value) {
      answer.faults().report(entry.origin, "a header is a name and a value of one line, not " + in_quotes(entry.key));
      continue;
    }
    if (is_servers_own(entry.key, target)) {
      answer.faults().report(entry.origin, in_quotes(entry.key) + " is written by the server itself");
      continue;
    }
    scripted.headers.emplace_back(entry.key, entry.value.text);
  }
}

ScriptedAnswer read_answer(MapCursor& map, std::string_view target) {
  ScriptedAnswer answer;
  const std::uint64_t most = target == kProvisioningTarget ? 599 : 699;
  if (map.require("status")) answer.status = static_cast<int>(map.number("status", 200, most).value_or(0));
  read_headers(map, target, answer);
  if (target == kProvisioningTarget) {
    if (const YamlNode* body = map.scalar("body", "text")) answer.body = body->text;
    if (answer.body.size() > kLongestText) map.faults().report(map.entry("body").origin, "'body' is over 4096 bytes");
  }
  map.refuse_unknown();
  return answer;
}

ServerAction read_server_action(MapCursor& map, std::string_view target) {
  ServerAction action;
  action.delay = map.duration("delay", kPositiveDuration).value_or(Duration{});
  if (map.has("drop")) {
    action.drops = map.word("drop", kServerDropWords).value_or(false);
  }
  if (std::optional<MapCursor> answer = map.map("answer")) action.answer = read_answer(*answer, target);
  if (action.drops && action.answer) map.faults().report(map.origin(), "'drop' and 'answer' are one or the other");
  return action;
}

std::optional<Duration> read_off_for(MapCursor& map, std::string_view key) {
  std::optional<MapCursor> power = map.map(key);
  if (!power) return std::nullopt;
  std::optional<Duration> off_for;
  if (power->require("off_for")) off_for = power->duration("off_for", kPositiveDuration);
  power->refuse_unknown();
  return off_for.value_or(Duration{});
}

// `do`, by what the target can have done to it. Nothing where there is none of it.
std::optional<FaultAction> read_action(MapCursor& map, std::string_view target) {
  if (map.has("power_cut")) return PowerCutAction{read_off_for(map, "power_cut").value_or(Duration{})};
  if (map.has("power_off")) return PowerOffAction{read_off_for(map, "power_off").value_or(Duration{})};
  if (!is_server(target)) {
    if (map.has("reset")) {
      static_cast<void>(map.word("reset", kResetWords));
      return ResetAction{};
    }
    if (map.has("drop")) return DropPacketsAction{map.word("drop", kDropWords).value_or(DropPacketsAction::Protocol{})};
    return std::nullopt;
  }
  if (target != kProvisioningTarget && map.has("notify")) {
    return NotifyAction{map.text("notify", 64).value_or("")};
  }
  if (map.has("answer") || map.has("delay") || map.has("drop")) return read_server_action(map, target);
  return std::nullopt;
}

RequestMatch read_match(MapCursor& map, std::string_view target) {
  RequestMatch match;
  match.method = map.text("method", 32).value_or("");
  if (target == kProvisioningTarget) match.path = map.text("path", 1'024).value_or("");
  map.refuse_unknown();
  return match;
}

class FaultReader {
 public:
  FaultReader(const YamlEntry& entry, const std::vector<std::string_view>& targets, Duration duration,
              FaultList& faults)
      : entry_(entry),
        targets_(targets),
        duration_(duration),
        map_(entry.value, "the fault " + in_quotes(entry.key), entry.origin, faults) {}

  Fault read() {
    fault_.name = entry_.key;
    fault_.place = entry_.origin.place;
    if (map_.require("target")) fault_.target = map_.reference("target", "group or server", targets_).value_or("");
    read_do();
    has_window(fault_.action) ? read_window() : read_moment();
    if (std::holds_alternative<ServerAction>(fault_.action)) {
      if (std::optional<MapCursor> match = map_.map("match")) fault_.match = read_match(*match, fault_.target);
    }
    map_.refuse_unknown();
    if (fault_.at + fault_.spread > duration_ || fault_.until > duration_) {
      const Duration end = std::max(fault_.at + fault_.spread, fault_.until);
      map_.faults().report(entry_.origin, in_quotes(entry_.key) + " reaches " + to_text(end) +
                                              ", but the scenario ends at " + to_text(duration_));
    }
    return fault_;
  }

 private:
  void read_do() {
    if (!map_.require("do")) return;
    std::optional<MapCursor> map = map_.map("do");
    if (!map) return;
    std::optional<FaultAction> action = read_action(*map, fault_.target);
    map->refuse_unknown();
    if (action) {
      fault_.action = *std::move(action);
    } else {
      map_.faults().report(map->origin(), "'do' is one of " + std::string(actions_on(fault_.target)));
    }
  }

  void read_moment() {
    if (map_.require("at")) fault_.at = map_.duration("at").value_or(fault_.at);
    if (!is_server(fault_.target)) fault_.spread = map_.duration("spread").value_or(fault_.spread);
  }

  void read_window() {
    fault_.at = map_.duration("from").value_or(Duration{});
    fault_.until = map_.duration("until", kPositiveDuration).value_or(duration_);
    if (fault_.until <= fault_.at && map_.has("until")) {
      map_.faults().report(map_.entry("until").origin, "'until' must be later than 'from', " + to_text(fault_.at));
    }
  }

  const YamlEntry& entry_;
  const std::vector<std::string_view>& targets_;
  Duration duration_;
  MapCursor map_;
  Fault fault_;
};

}  // namespace

std::vector<Fault> read_faults(const YamlNode& section, const ScenarioNames& names, const Scenario& scenario,
                               FaultList& faults) {
  std::vector<std::string_view> targets = names.groups;
  targets.insert(targets.end(), {kProvisioningTarget, kCallAgentTarget});
  if (scenario.backup_call_agent) targets.push_back(kBackupCallAgentTarget);
  std::vector<Fault> read;
  for (const YamlEntry& entry : section.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the fault " + in_quotes(entry.key) + " must be a map");
      continue;
    }
    read.push_back(FaultReader(entry, targets, scenario.duration, faults).read());
  }
  return read;
}

}  // namespace dialtone
