#include "scenarios/language/fault_reader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "scenarios/language/action_reader.h"
#include "scenarios/language/event_forms.h"
#include "scenarios/language/fault_target.h"
#include "scenarios/language/fault_words.h"
#include "scenarios/language/scope_reader.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kMostCounted = 1'000'000;

// Methods tell capitals from small letters; what is nearly one that comes is a slip.
void check_method(MapCursor& map, TargetKind kind, const std::string& method) {
  const std::vector<std::string_view> known = kind == TargetKind::kCallAgent
                                                  ? std::vector<std::string_view>{"REGISTER"}
                                                  : std::vector<std::string_view>{"GET", "POST"};
  if (method.empty() || std::find(known.begin(), known.end(), method) != known.end()) return;
  std::string capitals = method;
  std::transform(capitals.begin(), capitals.end(), capitals.begin(),
                 [](char letter) { return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter; });
  const std::string hint = did_you_mean(capitals, known);
  if (!hint.empty()) map.faults().report(map.entry("method").value.origin, "nobody sends " + in_quotes(method) + hint);
}

void read_request_match(MapCursor& map, TargetKind kind, const ScenarioNames& names, FaultMatch& match) {
  match.method = map.text("method", 32).value_or("");
  check_method(map, kind, match.method);
  if (kind != TargetKind::kCallAgent) match.path = map.text("path", 1'024).value_or("");
  match.authorized = map.word("authorized", kTruthWords);
  match.from = map.reference("from", "group", names.groups).value_or("");
}

// A status is seen only where an answer is changed, and no request is.
bool is_edit_only(const ServerAction& action) {
  return action.edit && !action.answer && !action.drops && action.delay == Duration{} && !action.stall &&
         !action.close_at_byte && !action.closes && !action.request && action.cache_for == Duration{};
}

void read_packet_match(MapCursor& map, const std::vector<std::string_view>& servers, FaultMatch& match) {
  match.protocol = map.word("protocol", kProtocolWords).value_or(match.protocol);
  match.direction = map.word("direction", kDirectionWords).value_or(match.direction);
  match.peer = map.reference("peer", "server", servers).value_or("");
  match.larger_than = static_cast<std::uint32_t>(map.number("larger_than", 1, 65'535).value_or(0));
  match.unsolicited = map.word("unsolicited", kTruthWords).value_or(false);
}

void read_count(MapCursor& map, FaultMatch& match) {
  match.nth = map.number("nth", 1, kMostCounted).value_or(0);
  match.first = map.number("first", 1, kMostCounted).value_or(0);
  if (match.nth != 0 && match.first != 0) {
    map.faults().report(map.origin(), "'nth' and 'first' are one or the other");
  }
}

class FaultReader {
 public:
  FaultReader(const YamlEntry& entry, const ScenarioNames& names, const std::vector<std::string_view>& targets,
              Duration duration, FaultList& faults)
      : entry_(entry),
        names_(names),
        targets_(targets),
        duration_(duration),
        map_(entry.value, "the fault " + in_quotes(entry.key), entry.origin, faults) {}

  Fault read() {
    fault_.name = entry_.key;
    fault_.place = entry_.origin.place;
    if (map_.require("target")) read_target();
    kind_ = target_kind(fault_.target, names_);
    const bool acts = map_.require("do") && !fault_.target.empty() && read_do();
    // What else it has depends on what it does.
    if (!acts) return fault_;
    has_window(fault_.action) ? read_window() : read_moment();
    if (kind_ == TargetKind::kDevices) fault_.hits = map_.probability("hits");
    read_match();
    map_.refuse_unknown();
    check_begin();
    if (fault_.at + fault_.spread > duration_ || fault_.until > duration_) {
      const Duration end = std::max(fault_.at + fault_.spread, fault_.until);
      map_.faults().report(entry_.origin, in_quotes(entry_.key) + " reaches " + to_text(end) +
                                              ", but the scenario ends at " + to_text(duration_));
    }
    return fault_;
  }

 private:
  // Reports a fault that nobody can see.
  void check_begin() {
    const Duration begin = fault_.when ? fault_.when->after : fault_.at;
    if (begin < duration_ || fault_.at + fault_.spread > duration_) return;
    map_.faults().report(entry_.origin, in_quotes(entry_.key) + " begins at " + to_text(begin) +
                                            (fault_.when ? " at the earliest" : "") + ", and the scenario ends at " +
                                            to_text(duration_));
  }

  void read_target() {
    const YamlNode* value = map_.node().find("target");
    if (value->text == kBackupCallAgentTarget &&
        std::find(targets_.begin(), targets_.end(), kBackupCallAgentTarget) == targets_.end()) {
      map_.faults().report(value->origin, "'servers' has no backup_call_agent");
      map_.take("target");
      return;
    }
    fault_.target = map_.reference("target", "group, server, proxy or NAT", targets_).value_or("");
  }

  // False where nothing can be done.
  bool read_do() {
    std::optional<MapCursor> map = map_.map("do");
    if (!map) return false;
    std::optional<FaultAction> action = read_action(*map, kind_, names_);
    refuse_other_acts(*map);
    if (action) {
      fault_.action = std::move(*action);
    } else if (!refuse_misspelt_acts(*map)) {
      map_.faults().report(map->origin(), "'do' is one of " + actions_on(kind_));
    }
    map->refuse_unknown();
    return action.has_value();
  }

  // What is no slip of the pen.
  void refuse_other_acts(MapCursor& map) {
    for (const YamlEntry& entry : map.node().entries) {
      if (map.knows(entry.key) || !is_act(entry.key)) continue;
      map.has(entry.key);
      map_.faults().report(
          entry.origin,
          in_quotes(entry.key) + (is_act_on(kind_, entry.key) ? " is another fault, with a name and a 'do' of its own"
                                                              : " cannot be done to " + in_quotes(fault_.target)));
    }
  }

  // Whether there was one.
  bool refuse_misspelt_acts(MapCursor& map) {
    bool found = false;
    for (const YamlEntry& entry : map.node().entries) {
      const std::string hint = did_you_mean(entry.key, acts_on(kind_));
      if (map.knows(entry.key) || hint.empty()) continue;
      map.has(entry.key);
      map_.faults().report(entry.origin, "unknown key " + in_quotes(entry.key) + " in 'do'" + hint);
      found = true;
    }
    return found;
  }

  void read_match() {
    const FaultAction& action = fault_.action;
    const bool is_counted = std::holds_alternative<ServerAction>(action) || std::holds_alternative<FlashAction>(action);
    const bool is_shared = std::holds_alternative<ServerAction>(action) || std::holds_alternative<PacketAction>(action);
    const bool is_name = std::holds_alternative<NameAction>(action);
    if (!is_counted && !is_shared && !is_name) return;
    std::optional<MapCursor> map = map_.map("match");
    if (!map) return;
    FaultMatch& match = fault_.match;
    if (is_counted) read_count(*map, match);
    if (is_shared) match.share = map->probability("share");
    if (auto* act = std::get_if<ServerAction>(&fault_.action)) {
      read_request_match(*map, kind_, names_, match);
      read_status(*map, *act);
    }
    if (std::holds_alternative<PacketAction>(action)) read_packet_match(*map, servers(), match);
    if (is_name) match.name = read_name(*map);
    map->refuse_unknown();
  }

  // A server's, or a domain name, which has a dot.
  std::string read_name(MapCursor& map) {
    std::string name = map.text("name", 255).value_or("");
    const std::vector<std::string_view> known = servers();
    if (name.find('.') == std::string::npos && !name.empty() &&
        std::find(known.begin(), known.end(), name) == known.end()) {
      map_.faults().report(map.entry("name").value.origin,
                           "there is no server " + in_quotes(name) + did_you_mean(name, known));
    }
    return name;
  }

  void read_status(MapCursor& map, ServerAction& action) {
    const std::optional<std::uint64_t> status = map.number("status", 100, 699);
    if (!status) return;
    if (!is_edit_only(action)) {
      return map_.faults().report(map.entry("status").origin, "'status' is of an answer, which only 'edit' sees");
    }
    action.edit->of_status = static_cast<int>(*status);
  }

  std::vector<std::string_view> servers() const {
    std::vector<std::string_view> servers;
    std::copy_if(targets_.begin(), targets_.end(), std::back_inserter(servers), is_server);
    return servers;
  }

  void read_moment() {
    const bool is_taken_for_window =
        refuse({"from", "until", "for"}, " is for what lasts; this happens at once, with 'at' or 'when'");
    if (map_.has("when")) {
      read_trigger();
      refuse({"at", "spread"}, " and 'when' exclude each other");
    } else if (!is_taken_for_window && map_.require("at")) {
      fault_.at = map_.duration("at").value_or(fault_.at);
    }
    if (kind_ == TargetKind::kDevices) fault_.spread = map_.duration("spread").value_or(fault_.spread);
  }

  // Whether one of them was there.
  bool refuse(std::initializer_list<std::string_view> keys, const std::string& why) {
    bool found = false;
    for (const std::string_view key : keys) {
      if (!map_.has(key)) continue;
      map_.faults().report(map_.entry(key).origin, in_quotes(key) + why);
      map_.take(key);
      found = true;
    }
    return found;
  }

  void read_trigger() {
    std::optional<MapCursor> when = map_.map("when");
    if (!when) return;
    Trigger& trigger = fault_.when.emplace();
    const bool is_power = std::holds_alternative<PowerAction>(fault_.action);
    if (kind_ == TargetKind::kDevices && is_power && when->has("write")) {
      trigger.nth = when->number("write", 1, kMostCounted).value_or(1);
      trigger.write_byte = when->number("byte", 0, kMostCounted).value_or(0);
      when->refuse_unknown();
      return;
    }
    if (when->require("event")) {
      trigger.event = read_event_name(*when, "event").value_or("");
    }
    if (kind_ == TargetKind::kDevices && !trigger.event.empty() && !is_devices_own(trigger.event)) {
      map_.faults().report(when->entry("event").value.origin,
                           "no device records " + in_quotes(trigger.event) + ", and each waits for its own");
    }
    trigger.nth = when->number("nth", 1, kMostCounted).value_or(1);
    trigger.after = when->duration("after").value_or(Duration{});
    when->refuse_unknown();
  }

  void read_window() {
    refuse({"at", "spread"}, " is for what happens at once; this lasts, with 'from' and 'until', or 'when' and 'for'");
    if (map_.has("when")) {
      read_trigger();
      refuse({"from", "until"}, " and 'when' exclude each other");
      fault_.length = map_.duration("for", kPositiveDuration).value_or(duration_);
      return;
    }
    refuse({"for"}, " comes with 'when'");
    fault_.at = map_.duration("from").value_or(Duration{});
    fault_.until = map_.duration("until", kPositiveDuration).value_or(duration_);
    if (fault_.until <= fault_.at && map_.has("until")) {
      map_.faults().report(map_.entry("until").origin, "'until' must be later than 'from', " + to_text(fault_.at));
    }
  }

  const YamlEntry& entry_;
  const ScenarioNames& names_;
  const std::vector<std::string_view>& targets_;
  Duration duration_;
  MapCursor map_;
  TargetKind kind_ = TargetKind::kDevices;
  Fault fault_;
};

}  // namespace

std::vector<Fault> read_faults(const YamlNode& section, const ScenarioNames& names, const Scenario& scenario,
                               FaultList& faults) {
  const std::vector<std::string_view> targets = fault_targets(names, scenario.backup_call_agent.has_value());
  std::vector<Fault> read;
  for (const YamlEntry& entry : section.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the fault " + in_quotes(entry.key) + " must be a map");
      continue;
    }
    read.push_back(FaultReader(entry, names, targets, scenario.duration, faults).read());
  }
  return read;
}

}  // namespace dialtone
