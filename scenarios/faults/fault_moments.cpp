#include "scenarios/faults/fault_moments.h"

#include <algorithm>
#include <cassert>
#include <tuple>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/faults_doing.h"
#include "scenarios/language/keys/spellings.h"
#include "scenarios/language/parties/server_kind.h"

namespace dialtone {

std::int64_t open_drift(const Scenario& scenario, const OpenWindows& windows, std::string_view target, Moment now,
                        std::uint32_t device) {
  std::int64_t parts_per_million = 0;
  for (const auto& [fault, drift] : faults_doing<DriftAction>(scenario.faults)) {
    const bool is_its = fault.target == target || (!is_server(target) && targets(fault, target));
    if (is_its && windows.is_open(fault, now, device)) parts_per_million += drift.parts_per_million;
  }
  return std::clamp(parts_per_million, -kMostDriftPartsPerMillion, kMostDriftPartsPerMillion);
}

namespace {

struct PlannedSpan {
  Moment begin = kNever;
  Moment end{};

  void widen(Moment at, Duration length) {
    begin = std::min(begin, at);
    end = std::max(end, at + length);
  }
};

// True if the fault hits each device at a separate moment.
bool hits_devices_apart(const Fault& fault, const Scenario& scenario) {
  return strikes_apart(fault.action) && is_of_devices(fault, scenario);
}

// For each fault, in the scenario's order: the time from its first beginning to its last end.
std::vector<PlannedSpan> fault_windows(const Plan& plan) {
  const std::vector<Fault>& faults = plan.scenario.faults;
  std::vector<PlannedSpan> windows(faults.size());
  for (std::size_t i = 0; i < faults.size(); ++i) {
    if (!faults[i].when && !hits_devices_apart(faults[i], plan.scenario)) {
      windows[i].widen(Moment(faults[i].at), length_of(faults[i]));
    }
  }
  for (const Group& group : plan.scenario.fleet) {
    for (const PlannedDevice& device : *group.devices) {
      for (std::size_t i = 0; i < device.fault_times.size(); ++i) {
        const Moment begin = device.fault_times[i];
        if (begin != kNotHit) windows[i].widen(begin, end_for_device(faults[i], begin) - begin);
      }
    }
  }
  return windows;
}

}  // namespace

std::vector<FaultMoment> fault_moments(const Plan& plan) {
  std::vector<FaultMoment> moments;
  const std::vector<PlannedSpan> windows = fault_windows(plan);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (windows[i].begin == kNever) continue;
    assert(windows[i].begin <= windows[i].end);
    moments.push_back({windows[i].begin, &plan.scenario.faults[i], false});
    moments.push_back({windows[i].end, &plan.scenario.faults[i], true});
  }
  // Comparing the pointers gives the scenario's order, because all faults are in one vector.
  std::sort(moments.begin(), moments.end(), [](const FaultMoment& a, const FaultMoment& b) {
    return std::tie(a.at, a.fault, a.is_end) < std::tie(b.at, b.fault, b.is_end);
  });
  return moments;
}

std::string recorded_host_of(const FaultMoment& moment, const Scenario& scenario) {
  if (!moment.device.empty()) return std::string(moment.device);
  const std::string& target = moment.fault->target;
  if (const std::optional<ServerKind> server = server_targeted(target)) return std::string(host_name_of(*server));
  const bool is_proxy = std::any_of(scenario.proxies.begin(), scenario.proxies.end(),
                                    [&](const ProxySettings& proxy) { return proxy.name == target; });
  return is_proxy ? proxy_host_name(target) : target;
}

}  // namespace dialtone
