#include "scenarios/oracles/refused_identity_oracle.h"

#include <algorithm>
#include <chrono>
#include <variant>

#include "scenarios/language/server_kind.h"
#include "subscribers/subscriber_columns.h"
#include "values/hash.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kFaultStarted = hash_text("fault.started");
constexpr std::uint64_t kProvisionAccepted = hash_text("provision.accepted");
constexpr std::uint64_t kProvisionRequest = hash_text("provision.request");
// Across processes it is known when the operator begins to change a row, not when the database has it.
constexpr Duration kChangeTakes = std::chrono::seconds(1);

const std::string* value_of(const ChangeAction& change, std::string_view column) {
  for (const auto& [name, value] : change.columns) {
    if (name == column) return &value;
  }
  return nullptr;
}

std::optional<bool> enabled_by(const ChangeAction& change) {
  const std::string* value = value_of(change, "enabled");
  if (value == nullptr) return std::nullopt;
  SubscriberDraft draft;
  for (const SubscriberColumn& column : subscriber_columns()) {
    if (column.name == "enabled" && !column.read(draft, *value)) return std::nullopt;
  }
  return draft.subscriber.enabled;
}

bool makes_another(const ChangeAction& change) {
  return value_of(change, "mac_address") != nullptr || value_of(change, "customer_number") != nullptr;
}

bool rewrites_requests(const Fault& fault) {
  const auto* action = std::get_if<ServerAction>(&fault.action);
  return action != nullptr && action->request && !action->request->replacements.empty();
}

}  // namespace

RefusedIdentityOracle::RefusedIdentityOracle(const OracleContext& context) : context_(context) {
  const Scenario& scenario = context.plan.scenario;
  for (const Group& group : scenario.fleet) {
    const auto owner = std::find_if(scenario.fleet.begin(), scenario.fleet.end(),
                                    [&](const Group& each) { return each.name == group.clones; });
    rows_of_.push_back(group.clones.empty() ? standings_.size()
                                            : static_cast<std::size_t>(owner - scenario.fleet.begin()));
    Standing& standing = standings_.emplace_back();
    standing.identity = group.identity;
    standing.is_enabled = group.identity != IdentityFault::kDisabled;
    for (const Fault& fault : scenario.faults) {
      const auto* change = std::get_if<ChangeAction>(&fault.action);
      if (change != nullptr && change->of == group.name && enabled_by(*change)) standing.is_changed = true;
    }
  }
  are_requests_rewritten_ = std::any_of(scenario.faults.begin(), scenario.faults.end(), rewrites_requests);
}

void RefusedIdentityOracle::add_interests(Interests& interests) const {
  interests.events.insert(interests.events.end(), {"provision.accepted", "settings.stored"});
  const std::vector<Fault>& faults = context_.plan.scenario.faults;
  const bool any = std::any_of(faults.begin(), faults.end(),
                               [](const Fault& fault) { return std::holds_alternative<ChangeAction>(fault.action); });
  if (any) interests.events.insert(interests.events.end(), {"fault.started", "provision.request"});
}

void RefusedIdentityOracle::see(const SeenEvent& seen) {
  if (seen.name == kFaultStarted) {
    const std::string_view name = seen.event.text("fault");
    for (const Fault& fault : context_.plan.scenario.faults) {
      if (fault.name == name) change(fault, seen.event.time);
    }
  } else if (seen.device == kNobody) {
    if (seen.name == kProvisionAccepted) judge_server(seen);
  } else if (seen.name != kProvisionRequest) {
    judge_device(seen);
  } else if (standings_[rows_of(seen.group)].is_changed) {
    asked_[seen.device] = seen.event.time;
  }
}

void RefusedIdentityOracle::change(const Fault& fault, Moment now) {
  const auto* change = std::get_if<ChangeAction>(&fault.action);
  if (change == nullptr) return;
  Standing& standing = standings_[context_.fleet.group_number(change->of)];
  if (makes_another(*change)) standing.is_another = true;
  const std::optional<bool> enabled = enabled_by(*change);
  if (!enabled || *enabled == standing.is_enabled) return;
  standing.is_enabled = *enabled;
  standing.disabled_since = now + kChangeTakes;
}

std::optional<Moment> RefusedIdentityOracle::refused_since(const Standing& standing) const {
  if (standing.is_another) return std::nullopt;
  switch (standing.identity) {
    case IdentityFault::kNone:
    case IdentityFault::kDisabled: break;
    case IdentityFault::kUnknown:
    case IdentityFault::kWrongMac:
    case IdentityFault::kWrongCustomer: return Moment{};
  }
  return standing.is_enabled ? std::optional<Moment>() : standing.disabled_since;
}

void RefusedIdentityOracle::judge_server(const SeenEvent& seen) {
  if (seen.event.host != host_name_of(ServerKind::kProvisioning)) return;
  const std::string_view serial_number = seen.event.text("serial_number");
  if (serial_number.empty()) return;
  const DeviceIdentities& identities = context_.fleet.identities();
  const DeviceNumber device = identities.of_serial_number(serial_number);
  if (device == kNobody) return note(seen, "which the database does not have");
  const Standing& standing = standings_[context_.fleet.group_of(device)];
  if (standing.is_another) return;
  const std::string_view mac_address = seen.event.text("mac_address");
  const bool has_own_mac = mac_address.empty() || identities.has_mac_address(device, mac_address);
  if (standing.identity == IdentityFault::kWrongMac && !has_own_mac) return;
  if (standing.identity == IdentityFault::kWrongCustomer && are_requests_rewritten_) return;
  const std::optional<Moment> since = refused_since(standing);
  if (since && seen.event.time >= *since) {
    note(seen, "whom it must refuse");
  } else if (!has_own_mac) {
    note(seen, "whose MAC address is another");
  }
}

void RefusedIdentityOracle::judge_device(const SeenEvent& seen) {
  const std::optional<Moment> since = refused_since(standings_[rows_of(seen.group)]);
  if (!since) return;
  // What it asked for before may be on its way.
  const auto asked = asked_.find(seen.device);
  if ((asked == asked_.end() ? Moment{} : asked->second) < *since) return;
  note(seen, "whom the server must refuse");
}

void RefusedIdentityOracle::note(const SeenEvent& seen, std::string_view what) {
  if (count_++ > 0) return;
  first_ = event_text(seen.event);
  const std::string_view serial_number = seen.event.text("serial_number");
  if (seen.device == kNobody) first_ += " to serial number " + std::string(serial_number);
  first_ += ", " + std::string(what);
  const DeviceNumber about =
      seen.device == kNobody ? context_.fleet.identities().of_serial_number(serial_number) : seen.device;
  witness_ = {std::string(about == kNobody ? seen.event.host : context_.fleet.name_of(about)), seen.event.time};
}

OracleResult RefusedIdentityOracle::judge(Moment) const {
  OracleResult result{"safety: no refused identity gets settings", verdict_of(count_ == 0), times_text(count_), {}};
  if (count_ == 0) return result;
  result.details.push_back("first: " + first_);
  result.witnesses.push_back(witness_);
  return result;
}

}  // namespace dialtone
