#include "scenarios/language/faults/fault_target.h"

#include <algorithm>
#include <cstdlib>

#include "scenarios/language/names/target_names.h"

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

namespace {

std::string_view example_on(TargetKind kind) {
  switch (kind) {
    case TargetKind::kDevices: return "{ power_cut: { off_for: 10s } } or { drop: tcp }";
    case TargetKind::kProvisioning: return "{ delay: 2s } or { answer: { status: 503 } }";
    case TargetKind::kCallAgent: return "{ notify: check-sync } or { drop: requests }";
    case TargetKind::kProxy: return "{ request: { drop: body } }";
    case TargetKind::kNat: return "{ forget: mappings }";
  }
  std::abort();
}

}  // namespace

std::string_view noun_of(TargetKind kind) {
  switch (kind) {
    case TargetKind::kDevices: return "group";
    case TargetKind::kProvisioning:
    case TargetKind::kCallAgent: return "server";
    case TargetKind::kProxy: return "proxy";
    case TargetKind::kNat: return "NAT";
  }
  std::abort();
}

namespace {

// Returns the words that may stand together with others (`together`), or those that may not.
std::vector<std::string_view> words_on(TargetKind kind, bool together) {
  std::vector<std::string_view> words;
  for (const ActTraits& act : kActs) {
    for (const ActWord& word : act.words) {
      // Name a word that several acts share only once.
      if (act.together == together && word.targets.has(kind) && !has(words, word.key.name)) {
        words.push_back(word.key.name);
      }
    }
  }
  return words;
}

// Returns `a, b and c`.
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
  const std::vector<std::string_view> alone = words_on(kind, false);
  const std::vector<std::string_view> together = words_on(kind, true);
  std::string text;
  for (const std::string_view word : alone) text += (text.empty() ? "" : ", ") + std::string(word);
  text = together.empty() ? listed(alone) : text + ", or " + listed(together);
  return text + ", such as " + std::string(example_on(kind));
}

std::vector<std::string_view> acts_on(TargetKind kind) {
  std::vector<std::string_view> words = words_on(kind, false);
  const std::vector<std::string_view> together = words_on(kind, true);
  words.insert(words.end(), together.begin(), together.end());
  return words;
}

bool is_act_on(TargetKind kind, std::string_view word) { return has(acts_on(kind), word); }

bool is_act(std::string_view word) {
  return std::any_of(kActs.begin(), kActs.end(), [&](const ActTraits& act) {
    return std::any_of(act.words.begin(), act.words.end(), [&](const ActWord& own) { return own.key.name == word; });
  });
}

}  // namespace dialtone
