#include "scenarios/language/plan/back_off_warnings.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "scenarios/language/faults/act_table.h"
#include "scenarios/language/faults/faults_doing.h"
#include "scenarios/language/faults/header_texts.h"
#include "scenarios/language/parties/profile_of.h"
#include "scenarios/language/plan/liveness.h"
#include "values/ascii_case.h"
#include "values/readable_duration.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kUncounted = 1'000'000;

struct Delay {
  Duration length{};
  std::string cause;
};

// Which requests of devices fail while a fault lasts.
struct Vain {
  bool provisioning = false;
  bool registration = false;
};

std::optional<Duration> retry_after_of(const ScriptedAnswer& answer) {
  for (const auto& [name, value] : lines_of(answer.headers, 0)) {
    if (!equal_ignoring_case(name, "retry-after")) continue;
    std::uint32_t seconds = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    if (error == std::errc() && seconds > 0) return std::chrono::seconds(seconds);
  }
  return std::nullopt;
}

// Returns the longest wait that can begin within `length` of the first failure, after at most `failures` failures.
Duration longest_wait(const BackOffRule& rule, Duration length, std::uint64_t failures) {
  Duration passed{};
  Duration wait = std::min(rule.base, rule.cap);
  Duration longest = wait;
  for (std::uint64_t failure = 0; failure < failures && passed < length; ++failure) {
    wait = wait > rule.cap / 2 ? rule.cap : wait * 2;
    longest = std::max(longest, wait);
    if (wait == rule.cap || wait == Duration::zero()) break;
    passed += wait / 100 * rule.least_percent;
  }
  return longest;
}

bool keeps_from_answering(const ServerAction& action, Duration deadline) {
  const bool is_broken = action.edit && (action.edit->swaps || action.edit->truncated_to || action.edit->corrupted_at ||
                                         action.edit->framing == Framing::kLength);
  const bool is_lost = action.sending && (action.sending->after_next || action.sending->to_another_device);
  return action.answer || action.drops || action.close_at_byte || action.closes || is_broken || is_lost ||
         action.delay >= deadline || (action.stall && action.stall->length >= deadline);
}

// Returns what a fault on packets or names makes fail. `server`: the only server that is affected, or empty.
Vain towards(std::string_view server) {
  return {server.empty() || server == kProvisioningTarget, server.empty() || is_call_agent(server)};
}

// Says which of a device's requests, for settings or for registration, are in vain while a fault on the device lasts.
struct VainOfDevice {
  Vain operator()(const PacketAction& packets) const {
    if (!packets.drops || match.counts() || match.has_bounds() || match.unsolicited) return {};
    // Settings are requested over TCP.
    const Vain vain = towards(match.peer);
    return {vain.provisioning && is_hit(packets, Transport::kTcp),
            vain.registration && is_hit(packets, group.transport)};
  }
  Vain operator()(const NameAction& names) const {
    if ((names.failure == NameFailure::kNone && names.to.empty()) || match.counts()) return {};
    return is_server(match.name) ? towards(match.name) : Vain{true, true};
  }
  Vain operator()(const IdentityAction& /*act*/) const { return {.provisioning = true}; }
  Vain operator()(const CredentialsAction& act) const {
    using Wrong = CredentialsAction::Wrong;
    const bool authenticates = group.authentication != ProvisionAuthentication::kNone;
    return {act.wrong != Wrong::kOfCallAgents && authenticates, act.wrong != Wrong::kOfProvisioning};
  }
  template <typename Act>
  Vain operator()(const Act& /*act*/) const {
    return {};
  }

  bool is_hit(const PacketAction& packets, Transport by) const {
    return packets.protocol.value_or(by) == by && match.protocol.value_or(by) == by;
  }

  const FaultMatch& match;
  const Group& group;
};

bool is_named(std::string_view name, const std::vector<NatSettings>& nats) {
  return std::any_of(nats.begin(), nats.end(), [&](const NatSettings& nat) { return nat.name == name; });
}

// Finds whether the fault keeps a server or a proxy from answering the group.
struct IsAway {
  bool operator()(const ServerAction& action) const {
    const bool is_of_group = fault.match.from.empty() || fault.match.from == group.name;
    return is_of_group && keeps_from_answering(action, answer_deadline);
  }
  template <typename Act>
  bool operator()(const Act& /*act*/) const {
    return row_of<Act>().traits.takes_target_away;
  }

  const Fault& fault;
  const Group& group;
  Duration answer_deadline;
};

Vain vain_of(const Fault& fault, const Scenario& scenario, const Group& group, const DeviceProfile& profile) {
  if (is_of_devices(fault, scenario)) {
    return targets(fault, group.name) ? std::visit(VainOfDevice{fault.match, group}, fault.action) : Vain{};
  }
  if (!std::visit(IsAway{fault, group, profile.answer_deadline}, fault.action)) return {};
  if (is_named(fault.target, scenario.nats)) return {fault.target == group.behind, fault.target == group.behind};
  if (is_call_agent(fault.target)) return {false, true};
  return {fault.target == kProvisioningTarget || fault.target == group.through, false};
}

// Returns when the last device of the group has been switched on and has booted.
Duration booted_by(const Group& group, const DeviceProfile& profile) {
  Duration last = group.power_on.at + group.power_on.spread;
  if (group.devices) {
    for (const PlannedDevice& device : *group.devices) last = std::max(last, device.power_on - Moment{});
  }
  return last + profile.boot_time + profile.boot_spread;
}

// True if a device may have no settings yet when the fault begins. A device with settings uses these to register while
// it requests new ones.
bool may_lack_settings(const Fault& fault, const Scenario& scenario, const Group& group, const DeviceProfile& profile) {
  const Duration begin = fault.when ? fault.when->after : fault.at;
  if (begin <= booted_by(group, profile)) return true;
  for (const auto& [other, flash] : faults_doing<FlashAction>(scenario.faults)) {
    if (targets(other, group.name)) return true;
  }
  for (const auto& [other, power] : faults_doing<PowerAction>(scenario.faults)) {
    if (power.forgets && targets(other, group.name)) return true;
  }
  return false;
}

// Returns the maximum number of consecutive failures that the fault can cause for a device that only repeats its
// request.
std::uint64_t failures_of(const FaultMatch& match) {
  if (match.every > 1) return 1;
  if (match.first != 0) return match.first - std::min(match.after, match.first);
  std::uint64_t most = 0;
  std::uint64_t in_a_row = 0;
  for (std::size_t i = 0; i < match.nth.size(); ++i) {
    in_a_row = i > 0 && match.nth[i] == match.nth[i - 1] + 1 ? in_a_row + 1 : 1;
    most = std::max(most, in_a_row);
  }
  return match.nth.empty() ? kUncounted : most;
}

Delay wait_of(const Fault& fault, const Vain& vain, const DeviceProfile& profile) {
  if (!vain.provisioning && !vain.registration) return {};
  const auto* action = std::get_if<ServerAction>(&fault.action);
  const ScriptedAnswer* answer = action != nullptr && action->answer ? &*action->answer : nullptr;
  if (answer != nullptr) {
    const std::optional<Duration> asked = retry_after_of(*answer);
    const std::uint32_t most_over = std::max(profile.provisioning_retry.most_over_asked_percent,
                                             profile.registration_retry.most_over_asked_percent);
    if (asked) {
      return {std::min(*asked, profile.longest_retry_after) * (100 + most_over) / 100, "as Retry-After asks"};
    }
  }
  const int status = answer == nullptr ? 0 : answer->statuses.empty() ? answer->status : answer->statuses.front();
  const std::uint64_t failures = failures_of(fault.match);
  Delay longest;
  const auto consider = [&](const BackOffRule& rule, std::string cause) {
    const Duration wait = longest_wait(rule, length_of(fault), failures);
    if (wait > longest.length) longest = {wait, std::move(cause)};
  };
  if (vain.provisioning) {
    const bool is_refused = status == 401 || status == 403 || is_carried_out_by(fault.action, Executor::kChanger);
    consider(is_refused ? profile.refusal_retry : profile.provisioning_retry, "between tries for its settings");
  }
  if (vain.registration) {
    const bool is_refused = status == 403 || status >= 600;
    consider(is_refused ? profile.registration_refusal_retry : profile.registration_retry,
             "between tries for its registration");
  }
  return longest;
}

}  // namespace

std::vector<Diagnostic> back_off_warnings(const Scenario& scenario) {
  std::vector<Diagnostic> warnings;
  const std::optional<Duration> time = liveness_time(scenario);
  if (!time) return warnings;
  for (const Fault& fault : scenario.faults) {
    if (changes_to_the_end(fault, scenario)) continue;
    Delay longest;
    std::string_view who;
    for (const Group& group : scenario.fleet) {
      if (!why_not_healthy(scenario, group).empty()) continue;
      const DeviceProfile profile = profile_of(scenario, group);
      Vain vain = vain_of(fault, scenario, group, profile);
      vain.provisioning = vain.provisioning && may_lack_settings(fault, scenario, group, profile);
      Delay wait = wait_of(fault, vain, profile);
      if (wait.length <= longest.length) continue;
      longest = std::move(wait);
      who = group.name;
    }
    if (longest.length <= *time) continue;
    const std::string& path =
        fault.place.file == 0 ? scenario.path : scenario.included[static_cast<std::size_t>(fault.place.file - 1)];
    warnings.push_back({path, fault.place.line, fault.place.column,
                        "warning: " + in_quotes(fault.name) + " can make a device of " + in_quotes(who) + " wait for " +
                            readable_duration(longest.length) + " " + longest.cause +
                            ", and liveness wants it registered within " + readable_duration(*time)});
  }
  return warnings;
}

}  // namespace dialtone
