#include "scenarios/engine/fault_figures.h"

#include <algorithm>
#include <variant>

#include "scenarios/faults/open_windows.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {
namespace {

constexpr const char* kEnded = "the run ended before it";
constexpr const char* kHitsNobody = "its 'hits' drew no device";

// Whether it spares a device that is off or, of what takes power, one that was never on.
bool needs_power(const FaultAction& action) {
  return std::holds_alternative<PowerAction>(action) || std::holds_alternative<PauseAction>(action) ||
         std::holds_alternative<ResetAction>(action);
}

// Whether it is counted what it acts on; else it has done its work when it has begun.
bool is_counted(const Fault& fault, const Scenario& scenario) {
  const FaultAction& action = fault.action;
  return std::holds_alternative<PacketAction>(action) || std::holds_alternative<NameAction>(action) ||
         std::holds_alternative<FlashAction>(action) || std::holds_alternative<ServerAction>(action) ||
         std::holds_alternative<DatabaseAction>(action) || (needs_power(action) && is_of_devices(fault, scenario));
}

// Whether another fault may leave it nothing to do: one before it that answers, or any that drops what it would change.
bool may_come_too_late(const Fault& fault, const Scenario& scenario) {
  const auto* own = std::get_if<ServerAction>(&fault.action);
  if (own == nullptr) return false;
  const bool decides = own->drops || own->answer;
  bool is_before = true;
  for (const Fault& other : scenario.faults) {
    const auto* server = std::get_if<ServerAction>(&other.action);
    is_before = is_before && other.name != fault.name;
    if (other.name == fault.name || other.target != fault.target || server == nullptr) continue;
    if (server->drops && (is_before || !decides)) return true;
    if (server->answer && is_before && (decides || own->request)) return true;
  }
  return false;
}

// Whether it is about any device of the plan.
bool hits_some(const Plan& plan, const Fault& fault) {
  for (std::size_t number = 0; number < plan.scenario.fleet.size(); ++number) {
    const Group& group = plan.scenario.fleet[number];
    if (!targets(fault, group.name)) continue;
    const bool some = std::any_of(group.devices->begin(), group.devices->end(), [&](const PlannedDevice& device) {
      return hits(fault, plan.scenario, device_key(device_address(number, device.index)));
    });
    if (some) return true;
  }
  return false;
}

// What there was not while it was open.
std::string nothing_for(const Plan& plan, const Fault& fault) {
  const FaultAction& action = fault.action;
  if (std::holds_alternative<PowerAction>(action)) return "no device had been switched on";
  if (needs_power(action)) return "no device was on";
  if (fault.hits && !hits_some(plan, fault)) return kHitsNobody;
  const auto* server = std::get_if<ServerAction>(&action);
  if (server != nullptr && server->edit && server->edit->of_status != 0) {
    return "no answer had the status " + std::to_string(server->edit->of_status);
  }
  if (std::holds_alternative<PacketAction>(action)) return "no packet was for it";
  if (std::holds_alternative<NameAction>(action)) return "nobody asked for such a name";
  if (std::holds_alternative<FlashAction>(action)) return "no such write was begun";
  if (std::holds_alternative<DatabaseAction>(action)) return "nobody asked the database";
  return may_come_too_late(fault, plan.scenario)
             ? "no request was for it that another fault had not answered or dropped"
             : "no request was for it";
}

// Of a trigger whose event has not come.
std::string awaited(const Plan& plan, const Fault& fault) {
  const Trigger& trigger = *fault.when;
  const std::string often = trigger.nth == 1 ? "" : " " + times_text(trigger.nth);
  if (!is_of_devices(fault, plan.scenario)) return "nobody had '" + trigger.event + "'" + often;
  if (!hits_some(plan, fault)) return kHitsNobody;
  const std::string nobody = fault.hits ? "no device that it hits" : "no device";
  return nobody + (trigger.write_byte ? " wrote to its flash" : " had '" + trigger.event + "'") + often;
}

// Of a fault with a time of its own that strikes each device by itself.
FaultFigure of_planned(const Plan& plan, std::size_t number, Moment end) {
  FaultFigure figure{plan.scenario.faults[number].name, 0, kHitsNobody};
  for (const Group& group : plan.scenario.fleet) {
    for (const PlannedDevice& device : *group.devices) {
      if (number >= device.fault_times.size() || device.fault_times[number] == kNotHit) continue;
      if (device.fault_times[number] <= end) ++figure.struck;
      figure.why_not = kEnded;
    }
  }
  return figure;
}

FaultFigure of_begun(const Plan& plan, const Fault& fault, const FaultStrikes& strikes) {
  FaultFigure figure{fault.name, strikes.started, kEnded};
  if (fault.when && strikes.due == kNever) figure.why_not = awaited(plan, fault);
  return figure;
}

}  // namespace

std::vector<FaultFigure> fault_figures(const Plan& plan, const std::vector<FaultStrikes>& strikes, Moment end,
                                       const FaultTally& tally) {
  std::vector<FaultFigure> figures;
  const std::vector<Fault>& faults = plan.scenario.faults;
  for (std::size_t number = 0; number < faults.size(); ++number) {
    const Fault& fault = faults[number];
    const bool is_planned = !fault.when && !has_window(fault.action) && is_of_devices(fault, plan.scenario);
    FaultFigure& figure =
        figures.emplace_back(is_planned ? of_planned(plan, number, end) : of_begun(plan, fault, strikes[number]));
    if (is_counted(fault, plan.scenario) && figure.struck > 0) {
      figure.why_not = nothing_for(plan, fault);
      figure.struck = tally.count(fault);
    }
    if (figure.struck != 0) figure.why_not.clear();
  }
  return figures;
}

std::vector<std::string> never_struck(const std::vector<FaultFigure>& faults) {
  std::vector<std::string> lines;
  for (const FaultFigure& fault : faults) {
    if (fault.struck == 0) lines.push_back("fault '" + fault.name + "' never struck: " + fault.why_not);
  }
  return lines;
}

}  // namespace dialtone
