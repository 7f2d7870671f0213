#include "scenarios/language/faults/fault_reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "scenarios/language/faults/action_reader.h"
#include "scenarios/language/faults/fault_devices.h"
#include "scenarios/language/faults/fault_keys.h"
#include "scenarios/language/faults/fault_target.h"
#include "scenarios/language/faults/match_reader.h"
#include "scenarios/language/keys/key_catalog.h"
#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/names/device_name.h"
#include "scenarios/language/names/event_forms.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

class FaultReader {
 public:
  FaultReader(MapCursor& map, const YamlEntry& entry, const ScenarioNames& names, Duration duration)
      : entry_(entry), names_(names), duration_(duration), map_(map), keys_(map, names) {}

  // Returns nullopt if the fault has no act, after reporting why.
  std::optional<Fault> read() {
    fault_.name = entry_.key;
    fault_.place = entry_.origin.place;
    if (map_.require(kTarget.name)) read_target();
    kind_ = target_kind(fault_.target, names_);
    const bool acts = map_.require(kDo.name) && !fault_.target.empty() && read_do();
    // Without the act it is not known which other keys there may be.
    if (!acts) return std::nullopt;
    has_window(fault_.action) ? read_window() : read_moment();
    if (kind_ == TargetKind::kDevices) read_devices();
    fault_.match = read_match(map_, fault_.action, kind_, names_);
    refuse_keys_of_other_faults();
    map_.refuse_unknown();
    check_begin();
    if (fault_.at + fault_.spread > duration_ || fault_.until > duration_) {
      const Duration end = std::max(fault_.at + fault_.spread, fault_.until);
      map_.report(entry_.origin, in_quotes(entry_.key) + " reaches " + to_text(end) + ", but the scenario ends at " +
                                     to_text(duration_));
    }
    return fault_;
  }

 private:
  // Reports a fault that begins at the scenario's end or later.
  void check_begin() {
    const Duration begin = fault_.when ? fault_.when->after : fault_.at;
    if (begin < duration_ || fault_.at + fault_.spread > duration_) return;
    map_.report(entry_.origin, in_quotes(entry_.key) + " begins at " + to_text(begin) +
                                   (fault_.when ? " at the earliest" : "") + ", and the scenario ends at " +
                                   to_text(duration_));
  }

  void read_target() {
    const YamlNode* value = map_.node().find("target");
    if (value->text == kBackupCallAgentTarget &&
        std::find(names_.servers.begin(), names_.servers.end(), kBackupCallAgentTarget) == names_.servers.end()) {
      map_.report(value->origin, "'servers' has no backup_call_agent");
      map_.take("target");
      return;
    }
    keys_.name(kTarget, target_of(fault_), NameOf::kTarget);
    const bool is_declared =
        std::find(names_.targets.begin(), names_.targets.end(), fault_.target) != names_.targets.end();
    if (is_declared || fault_.target.empty()) return;
    fault_.device = fault_.target;
    fault_.target = parts_of_device_name(fault_.device)->group;
  }

  void read_devices() {
    describe_devices(keys_, fault_);
    check_devices(map_, fault_);
  }

  // Reports keys that exist only for other faults: those of devices, or those with another act.
  void refuse_keys_of_other_faults() {
    Fault any;
    KeyCatalog of_devices;
    describe_devices(of_devices, any);
    describe_spread(of_devices, any);
    for (const KeyFacts& each : of_devices.facts()) {
      if (map_.knows(each.key.name)) continue;
      refuse({each.key.name}, " is for faults of devices; the target is a " + std::string(noun_of(kind_)));
    }
    if (map_.knows(kMatch.name)) return;
    refuse({kMatch.name},
           " is for acts on requests, packets, look-ups of names or writes to the flash; this act is none");
  }

  // Reads `do`. False if it has no act.
  bool read_do() {
    std::optional<MapCursor> map = map_.map(kDo.name);
    if (!map) return false;
    std::optional<FaultAction> action = read_action(*map, kind_, names_);
    refuse_other_acts(*map);
    if (action) {
      fault_.action = std::move(*action);
    } else if (!refuse_misspelt_acts(*map)) {
      map_.report(map->origin(), "'do' is one of " + actions_on(kind_));
    }
    map->refuse_unknown();
    return action.has_value();
  }

  // Reports acts that are not allowed here: acts of other targets, and second acts.
  void refuse_other_acts(MapCursor& map) {
    std::string other = "another fault";
    for (const YamlEntry& entry : map.node().entries) {
      if (!map.knows(entry.key)) continue;
      other = "a fault other than " + in_quotes(entry.key);
      break;
    }
    for (const YamlEntry& entry : map.node().entries) {
      if (map.knows(entry.key) || !is_act(entry.key)) continue;
      map.has(entry.key);
      map_.report(entry.origin, in_quotes(entry.key) + (is_act_on(kind_, entry.key)
                                                            ? " is " + other + ", with a name and a 'do' of its own"
                                                            : " cannot be done to " + in_quotes(fault_.target)));
    }
  }

  // Reports keys that are probably misspelt acts. True if there was one.
  bool refuse_misspelt_acts(MapCursor& map) {
    bool found = false;
    for (const YamlEntry& entry : map.node().entries) {
      const std::string hint = did_you_mean(entry.key, acts_on(kind_));
      if (map.knows(entry.key) || hint.empty()) continue;
      map.has(entry.key);
      map_.report(entry.origin, "unknown key " + in_quotes(entry.key) + " in 'do'" + hint);
      found = true;
    }
    return found;
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
    map_.has("at");
    if (kind_ == TargetKind::kDevices) describe_spread(keys_, fault_);
  }

  // Reports those of `keys` that the map has. True if it has one.
  bool refuse(std::initializer_list<std::string_view> keys, const std::string& why) {
    bool found = false;
    for (const std::string_view key : keys) {
      if (!map_.has(key)) continue;
      map_.report(map_.entry(key).origin, in_quotes(key) + why);
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
      map_.report(when->entry("event").value.origin,
                  "no device records " + in_quotes(trigger.event) + ", and each waits for its own");
    }
    when->refuse_unknown();
  }

  void read_window() {
    const bool has_spread = strikes_apart(fault_.action);
    const std::string why = " is for what happens at once; this lasts, with 'from' and 'until', or 'when' and 'for'";
    has_spread ? refuse({"at"}, why) : refuse({"at", "spread"}, why);
    if (map_.has("when")) {
      read_trigger();
      refuse({"from", "until", "spread"}, " and 'when' exclude each other");
      fault_.length = duration_;
      return describe_length(keys_, fault_);
    }
    refuse({"for"}, " comes with 'when'");
    fault_.until = duration_;
    describe_window(keys_, fault_);
    if (has_spread) describe_spread(keys_, fault_);
    if (fault_.until <= fault_.at && map_.has("until")) {
      map_.report(map_.entry("until").origin, "'until' must be later than 'from', " + to_text(fault_.at));
    } else if (fault_.until <= fault_.at + fault_.spread && map_.has("spread")) {
      map_.report(map_.entry("spread").origin, "'spread' reaches " + to_text(fault_.at + fault_.spread) +
                                                   ", and the window ends at " + to_text(fault_.until));
    }
  }

  const YamlEntry& entry_;
  const ScenarioNames& names_;
  Duration duration_;
  MapCursor& map_;
  KeyReader keys_;
  TargetKind kind_ = TargetKind::kDevices;
  Fault fault_;
};

}  // namespace

std::vector<Fault> read_faults(const YamlNode& section, const ScenarioNames& names, Duration run,
                               Diagnostics& diagnostics) {
  std::vector<Fault> read;
  read_entries(section, "the fault", "", diagnostics, [&](MapCursor& map, const YamlEntry& entry) {
    if (std::optional<Fault> fault = FaultReader(map, entry, names, run).read()) read.push_back(std::move(*fault));
  });
  return read;
}

}  // namespace dialtone
