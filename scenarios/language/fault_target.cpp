#include "scenarios/language/fault_target.h"

#include <algorithm>
#include <array>
#include <cstdlib>

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

namespace {

// What can be done to a target: each word by itself, or several of the second kind together.
struct Acts {
  std::vector<std::string_view> alone;
  std::vector<std::string_view> together;
  std::string_view example;
};

Acts kinds_of_acts_on(TargetKind kind) {
  switch (kind) {
    case TargetKind::kDevices:
      return {{"power_cut", "power_off", "restart", "pause", "clock", "reset", "flash", "resolve"},
              {"drop", "delay", "jitter", "duplicate", "corrupt", "bandwidth", "queue"},
              "{ power_cut: { off_for: 10s } } or { drop: tcp }"};
    case TargetKind::kProvisioning:
      return {{"power_cut", "power_off", "restart", "pause", "clock", "change", "database"},
              {"answer", "delay", "drop", "edit", "stall", "close_at_byte"},
              "{ delay: 2s } or { answer: { status: 503 } }"};
    case TargetKind::kCallAgent:
      return {{"power_cut", "power_off", "restart", "pause", "clock", "notify", "forget", "registrar", "database"},
              {"answer", "delay", "drop", "edit", "close"},
              "{ notify: check-sync } or { drop: requests }"};
    case TargetKind::kProxy:
      return {
          {"power_cut"}, {"answer", "delay", "drop", "edit", "request", "cache_for"}, "{ request: { drop: body } }"};
    case TargetKind::kNat: return {{"power_cut", "forget"}, {}, "{ forget: mappings }"};
  }
  std::abort();
}

// `a, b and c`.
std::string listed(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 < words.size() ? ", " : " and ";
    text += words[i];
  }
  return text;
}

}  // namespace

std::string actions_on(TargetKind kind) {
  const Acts acts = kinds_of_acts_on(kind);
  std::string text;
  for (const std::string_view word : acts.alone) text += (text.empty() ? "" : ", ") + std::string(word);
  text = acts.together.empty() ? listed(acts.alone) : text + ", or " + listed(acts.together);
  return text + ", such as " + std::string(acts.example);
}

std::vector<std::string_view> acts_on(TargetKind kind) {
  Acts acts = kinds_of_acts_on(kind);
  acts.alone.insert(acts.alone.end(), acts.together.begin(), acts.together.end());
  return acts.alone;
}

bool is_act_on(TargetKind kind, std::string_view word) {
  const Acts acts = kinds_of_acts_on(kind);
  return has(acts.alone, word) || has(acts.together, word);
}

bool is_act(std::string_view word) {
  using enum TargetKind;
  constexpr std::array kAll{kDevices, kProvisioning, kCallAgent, kProxy, kNat};
  return std::any_of(kAll.begin(), kAll.end(), [&](TargetKind kind) { return is_act_on(kind, word); });
}

}  // namespace dialtone
