#include "scenarios/language/fault_target.h"

#include <algorithm>

#include "scenarios/language/fault.h"

namespace dialtone {
namespace {

bool has(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

TargetKind target_kind(std::string_view target, const ScenarioNames& names) {
  if (target == kProvisioningTarget) return TargetKind::kProvisioning;
  if (is_call_agent(target)) return TargetKind::kCallAgent;
  if (has(names.proxies, target)) return TargetKind::kProxy;
  if (has(names.nats, target)) return TargetKind::kNat;
  return TargetKind::kDevices;
}

std::vector<std::string_view> fault_targets(const ScenarioNames& names, bool has_backup) {
  std::vector<std::string_view> targets = names.groups;
  targets.insert(targets.end(), {kDevicesTarget, kProvisioningTarget, kCallAgentTarget});
  if (has_backup) targets.push_back(kBackupCallAgentTarget);
  targets.insert(targets.end(), names.proxies.begin(), names.proxies.end());
  targets.insert(targets.end(), names.nats.begin(), names.nats.end());
  return targets;
}

std::string_view actions_on(TargetKind kind) {
  switch (kind) {
    case TargetKind::kDevices:
      return "power_cut, power_off, restart, pause, clock, reset, flash, resolve, or drop, delay, duplicate, corrupt "
             "and bandwidth, such as { power_cut: { off_for: 10s } } or { drop: tcp }";
    case TargetKind::kProvisioning:
      return "power_cut, power_off, restart, pause, clock, change, database, or answer, delay, drop, edit, stall and "
             "close_at_byte, such as { delay: 2s } or { answer: { status: 503 } }";
    case TargetKind::kCallAgent:
      return "power_cut, power_off, restart, pause, clock, notify, forget, registrar, database, or answer, delay, "
             "drop, edit and close, such as { notify: check-sync } or { drop: requests }";
    case TargetKind::kProxy:
      return "power_cut, or answer, delay, drop, edit, request and cache_for, such as { request: { drop: body } }";
    case TargetKind::kNat: break;
  }
  return "power_cut and forget, such as { forget: mappings }";
}

}  // namespace dialtone
