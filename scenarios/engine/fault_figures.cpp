#include "scenarios/engine/fault_figures.h"

#include <algorithm>

#include "scenarios/faults/carry_out.h"
#include "scenarios/faults/open_windows.h"
#include "scenarios/language/faults/faults_doing.h"
#include "scenarios/language/faults/match_keys.h"
#include "scenarios/language/parties/device_addresses.h"
#include "scenarios/oracles/oracle.h"

namespace dialtone {
namespace {

constexpr const char* kEnded = "the run ended before it";
constexpr const char* kHitsNobody = "its 'hits' drew no device";

// True if the fault's hits are counted; otherwise each beginning counts as a strike.
bool is_counted(const Fault& fault, const Scenario& scenario) {
  const Counted counted = traits_of(fault.action).counted;
  return counted == Counted::kActs || (counted == Counted::kDevices && is_of_devices(fault, scenario));
}

// Returns true if another fault may leave nothing to do for the fault with the action `own`: an earlier fault that
// answers, or any fault that drops what `own` would change.
bool may_come_too_late(const Fault& fault, const ServerAction& own, const Scenario& scenario) {
  const bool decides = own.drops || own.answer;
  for (const auto& [other, server] : faults_doing<ServerAction>(scenario.faults)) {
    const bool is_before = &other < &fault;
    if (&other == &fault || other.target != fault.target) continue;
    if (server.drops && (is_before || !decides)) return true;
    if (server.answer && is_before && (decides || own.request)) return true;
  }
  return false;
}

// For a fault on requests: describes the requests that never came.
std::string no_request_for(const Fault& fault, const ServerAction& action, const Scenario& scenario) {
  if (!fault.match.status.is_any()) return "no answer had the status " + to_text(fault.match.status);
  std::string none(traits_of(fault.action).never_struck);
  if (may_come_too_late(fault, action, scenario)) none += " that another fault had not answered or dropped";
  return none;
}

// Returns true if the fault hits any device of the plan.
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

// Describes what did not happen while the fault was open.
std::string nothing_for(const Plan& plan, const Fault& fault) {
  const ActTraits& act = traits_of(fault.action);
  if (act.counted == Counted::kActs && fault.hits && !hits_some(plan, fault)) return kHitsNobody;
  std::string none(act.never_struck);
  carry_out<Executor::kRequests>(
      fault.action, [&](const ServerAction& action) { none = no_request_for(fault, action, plan.scenario); });
  return none;
}

// Describes the trigger's event that did not happen.
std::string awaited(const Plan& plan, const Fault& fault) {
  const Trigger& trigger = *fault.when;
  const std::string often = trigger.nth == 1 ? "" : " " + times_text(trigger.nth);
  if (!is_of_devices(fault, plan.scenario)) return "nobody had '" + trigger.event + "'" + often;
  if (!hits_some(plan, fault)) return kHitsNobody;
  const std::string nobody = fault.hits ? "no device that it hits" : "no device";
  return nobody + (trigger.write_byte ? " wrote to its flash" : " had '" + trigger.event + "'") + often;
}

// Computes the figure of a planned fault that strikes each device separately.
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
    const bool is_planned = !fault.when && strikes_apart(fault.action) && is_of_devices(fault, plan.scenario);
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
