#include "scenarios/engine/fault_figures.h"

#include <algorithm>
#include <variant>

#include "scenarios/engine/oracle.h"

namespace dialtone {
namespace {

constexpr const char* kEnded = "the run ended before it";
constexpr const char* kHitsNobody = "its 'hits' drew no device";

bool is_of_devices(const Fault& fault, const Scenario& scenario) {
  return std::any_of(scenario.fleet.begin(), scenario.fleet.end(),
                     [&](const Group& group) { return targets(fault, group.name); });
}

// Whether it is counted what it acts on; else it has done its work when it has begun.
bool is_counted(const FaultAction& action) {
  return std::holds_alternative<PacketAction>(action) || std::holds_alternative<NameAction>(action) ||
         std::holds_alternative<FlashAction>(action) || std::holds_alternative<ServerAction>(action) ||
         std::holds_alternative<DatabaseAction>(action);
}

// What there was not while it was open.
std::string nothing_for(const FaultAction& action) {
  if (std::holds_alternative<PacketAction>(action)) return "no packet was for it";
  if (std::holds_alternative<NameAction>(action)) return "nobody asked for such a name";
  if (std::holds_alternative<FlashAction>(action)) return "no such write was begun";
  if (std::holds_alternative<DatabaseAction>(action)) return "nobody asked the database";
  return "no request was for it";
}

// Of a trigger whose event has not come.
std::string awaited(const Fault& fault, bool of_devices) {
  const Trigger& trigger = *fault.when;
  const std::string often = trigger.nth == 1 ? "" : " " + times_text(trigger.nth);
  if (trigger.write_byte) return "no device wrote to its flash" + often;
  return (of_devices ? "no device had '" : "nobody had '") + trigger.event + "'" + often;
}

// Of a fault with a time of its own that strikes each device by itself.
FaultFigure of_planned(const Plan& plan, std::size_t number, Moment end) {
  FaultFigure figure{plan.scenario.faults[number].name, 0, kHitsNobody};
  for (const Group& group : plan.scenario.fleet) {
    for (const PlannedDevice& device : *group.devices) {
      if (number >= device.fault_times.size() || device.fault_times[number] == kNotHit) continue;
      if (device.fault_times[number] <= end) ++*figure.struck;
      figure.why_not = kEnded;
    }
  }
  return figure;
}

FaultFigure of_begun(const Plan& plan, const Fault& fault, const FaultStrikes& strikes, Moment end) {
  FaultFigure figure{fault.name, strikes.started, kEnded};
  if (!fault.when) return figure;
  if (strikes.due == kNever) figure.why_not = awaited(fault, is_of_devices(fault, plan.scenario));
  if (strikes.due <= end && fault.hits) figure.why_not = kHitsNobody;
  return figure;
}

}  // namespace

std::vector<FaultFigure> fault_figures(const Plan& plan, const std::vector<FaultStrikes>& strikes, Moment end,
                                       const FaultTally* tally) {
  std::vector<FaultFigure> figures;
  const std::vector<Fault>& faults = plan.scenario.faults;
  for (std::size_t number = 0; number < faults.size(); ++number) {
    const Fault& fault = faults[number];
    const bool is_planned = !fault.when && !has_window(fault.action) && is_of_devices(fault, plan.scenario);
    FaultFigure& figure =
        figures.emplace_back(is_planned ? of_planned(plan, number, end) : of_begun(plan, fault, strikes[number], end));
    if (is_counted(fault.action) && figure.struck > 0U) {
      figure.struck = tally == nullptr ? std::nullopt : std::optional(tally->count(fault));
      figure.why_not = nothing_for(fault.action);
    }
    if (figure.struck != 0U) figure.why_not.clear();
  }
  return figures;
}

std::vector<std::string> never_struck(const std::vector<FaultFigure>& faults) {
  std::vector<std::string> lines;
  for (const FaultFigure& fault : faults) {
    if (fault.struck == 0U) lines.push_back("fault '" + fault.name + "' never struck: " + fault.why_not);
  }
  return lines;
}

}  // namespace dialtone
