#include "scenarios/language/faults/fault_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "scenarios/language/expectations/event_forms.h"
#include "scenarios/language/faults/action_reader.h"
#include "scenarios/language/faults/fault_keys.h"
#include "scenarios/language/faults/fault_target.h"
#include "scenarios/language/keys/key_reader.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

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

// A status is seen only where an answer is changed, and no request is.
bool is_edit_only(const ServerAction& action) {
  return action.edit && !action.answer && !action.drops && action.delay == Duration{} && !action.stall &&
         !action.close_at_byte && !action.closes && !action.request && action.cache_for == Duration{};
}

class FaultReader {
 public:
  FaultReader(const YamlEntry& entry, const ScenarioNames& names, Duration duration, FaultList& faults)
      : entry_(entry),
        names_(names),
        duration_(duration),
        map_(entry.value, "the fault " + in_quotes(entry.key), entry.origin, faults),
        keys_(map_, names) {}

  Fault read() {
    fault_.name = entry_.key;
    fault_.place = entry_.origin.place;
    if (map_.require(kTarget.name)) read_target();
    kind_ = target_kind(fault_.target, names_);
    const bool acts = map_.require(kDo.name) && !fault_.target.empty() && read_do();
    // What else it has depends on what it does.
    if (!acts) return fault_;
    has_window(fault_.action) ? read_window() : read_moment();
    if (kind_ == TargetKind::kDevices) describe_share(keys_, fault_);
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
        std::find(names_.servers.begin(), names_.servers.end(), kBackupCallAgentTarget) == names_.servers.end()) {
      map_.faults().report(value->origin, "'servers' has no backup_call_agent");
      map_.take("target");
      return;
    }
    keys_.name(kTarget, fault_.target, NameOf::kTarget);
  }

  // False where nothing can be done.
  bool read_do() {
    std::optional<MapCursor> map = map_.map(kDo.name);
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
    if (!traits_of(fault_.action).match.any()) return;
    std::optional<MapCursor> map = map_.map(kMatch.name);
    if (!map) return;
    KeyReader keys(*map, names_);
    describe_match(keys, fault_.match, traits_of(fault_.action).match, kind_ != TargetKind::kCallAgent);
    check_match(*map);
    map->refuse_unknown();
  }

  void check_match(MapCursor& map) {
    const FaultMatch& match = fault_.match;
    if (match.nth != 0 && match.first != 0)
      map_.faults().report(map.origin(), "'nth' and 'first' are one or the other");
    check_method(map, kind_, match.method);
    // A server's, or a domain name, which has a dot.
    const std::string& name = match.name;
    const auto& known = names_.servers;
    if (!name.empty() && name.find('.') == std::string::npos &&
        std::find(known.begin(), known.end(), name) == known.end()) {
      map_.faults().report(map.entry("name").value.origin,
                           "there is no server " + in_quotes(name) + did_you_mean(name, known));
    }
    const auto* act = std::get_if<ServerAction>(&fault_.action);
    if (match.status != 0 && act != nullptr && !is_edit_only(*act)) {
      map_.faults().report(map.entry("status").origin, "'status' is of an answer, which only 'edit' sees");
    }
  }

  void read_moment() {
    const bool is_taken_for_window =
        refuse({"from", "until", "for"}, " is for what lasts; this happens at once, with 'at' or 'when'");
    if (map_.has("when")) {
      read_trigger();
      refuse({"at", "spread"}, " and 'when' exclude each other");
    } else if (!is_taken_for_window) {
      describe_moment(keys_, fault_);
    }
    if (kind_ == TargetKind::kDevices) describe_spread(keys_, fault_);
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
    std::optional<MapCursor> when = map_.map(kWhen.name);
    if (!when) return;
    Trigger& trigger = fault_.when.emplace();
    KeyReader keys(*when, names_);
    if (kind_ == TargetKind::kDevices && std::holds_alternative<PowerAction>(fault_.action) && when->has("write")) {
      trigger.write_byte = 0;
      describe_write(keys, trigger);
    } else {
      describe_event(keys, trigger);
    }
    if (kind_ == TargetKind::kDevices && !trigger.event.empty() && !is_devices_own(trigger.event)) {
      map_.faults().report(when->entry("event").value.origin,
                           "no device records " + in_quotes(trigger.event) + ", and each waits for its own");
    }
    when->refuse_unknown();
  }

  void read_window() {
    refuse({"at", "spread"}, " is for what happens at once; this lasts, with 'from' and 'until', or 'when' and 'for'");
    if (map_.has("when")) {
      read_trigger();
      refuse({"from", "until"}, " and 'when' exclude each other");
      fault_.length = duration_;
      return describe_length(keys_, fault_);
    }
    refuse({"for"}, " comes with 'when'");
    fault_.until = duration_;
    describe_window(keys_, fault_);
    if (fault_.until <= fault_.at && map_.has("until")) {
      map_.faults().report(map_.entry("until").origin, "'until' must be later than 'from', " + to_text(fault_.at));
    }
  }

  const YamlEntry& entry_;
  const ScenarioNames& names_;
  Duration duration_;
  MapCursor map_;
  KeyReader keys_;
  TargetKind kind_ = TargetKind::kDevices;
  Fault fault_;
};

}  // namespace

std::vector<Fault> read_faults(const YamlNode& section, ScenarioNames names, const Scenario& scenario,
                               FaultList& faults) {
  names.targets = fault_targets(names, scenario.backup_call_agent.has_value());
  std::copy_if(names.targets.begin(), names.targets.end(), std::back_inserter(names.servers), is_server);
  std::vector<Fault> read;
  for (const YamlEntry& entry : section.entries) {
    if (entry.value.kind != YamlNode::Kind::kMap) {
      faults.report(entry.value.origin, "the fault " + in_quotes(entry.key) + " must be a map");
      continue;
    }
    read.push_back(FaultReader(entry, names, scenario.duration, faults).read());
  }
  return read;
}

}  // namespace dialtone
