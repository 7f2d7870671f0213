#include "scenarios/oracles/refused_identity_oracle.h"

#include "device_sim/model/device_events.h"
#include "prov_server/audit/provisioning_events.h"
#include "scenarios/language/faults/faults_doing.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/server_kind.h"
#include "values/hash.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kChanged = run_events::DeviceChanged::kEvent.hash;
constexpr std::uint64_t kRestored = run_events::DeviceRestored::kEvent.hash;
constexpr std::uint64_t kFaultStarted = run_events::FaultStarted::kEvent.hash;
constexpr std::uint64_t kAccepted = device_events::ProvisionAccepted::kEvent.hash;
constexpr std::uint64_t kRequested = device_events::ProvisionRequest::kEvent.hash;

// Identifies the sender of a request. The peer address does not suffice: devices behind one NAT or proxy share it, and
// their requests overlap.
std::uint64_t asker_of(const RecordedEvent& event) {
  return combine(combine(hash_text(event.text(fields::kPeer)), hash_text(event.text(fields::kSerialNumber))),
                 hash_text(event.text(fields::kMacAddress)));
}

bool any_rewrites_requests(const std::vector<Fault>& faults) {
  for (const auto& [fault, action] : faults_doing<ServerAction>(faults)) {
    if (action.request && !action.request->replacements.empty()) return true;
  }
  return false;
}

}  // namespace

RefusedIdentityOracle::RefusedIdentityOracle(const OracleContext& context)
    : context_(context), rows_(context.plan, context.fleet.identities()) {
  const Scenario& scenario = context.plan.scenario;
  for (std::size_t group = 0; group < scenario.fleet.size(); ++group) may_change_.push_back(rows_.may_change(group));
  are_requests_rewritten_ = any_rewrites_requests(scenario.faults);
}

void RefusedIdentityOracle::add_interests(Interests& interests) const {
  interests.add_events<device_events::ProvisionAccepted, device_events::SettingsStored>();
  const bool any = any_fault_does<ChangeAction>(context_.plan.scenario.faults);
  if (any) interests.add_events<run_events::FaultStarted>();
  const bool any_falsehood = any_fault_does<IdentityAction>(context_.plan.scenario.faults);
  if (any_falsehood) interests.add_events<run_events::DeviceChanged, run_events::DeviceRestored>();
  if (any || any_falsehood || are_requests_rewritten_) interests.add_events<device_events::ProvisionRequest>();
}

void RefusedIdentityOracle::see(const SeenEvent& seen) {
  if (seen.name == kFaultStarted) return see_fault(seen.event.text(fields::kFault), seen.event.time);
  if (seen.name == kChanged || seen.name == kRestored) return see_change(seen);
  if (seen.device == kNobody) {
    if (seen.event.host != host_name_of(ServerKind::kProvisioning)) return;
    if (seen.name == kRequested) note_request(seen.event);
    if (seen.name == kAccepted) judge_server(seen);
  } else if (seen.name != kRequested) {
    judge_device(seen);
  } else {
    if (may_change_[seen.group]) asked_[seen.device] = seen.event.time;
    if (falsehoods_.contains(seen.device)) {
      has_looked_ = true;
      asked_falsely_.insert(seen.device);
    }
  }
}

void RefusedIdentityOracle::see_change(const SeenEvent& seen) {
  if (seen.event.text(fields::kChange) != "identity") return;
  if (seen.name == kChanged) {
    ++falsehoods_[seen.device];
  } else if (--falsehoods_[seen.device] == 0) {
    falsehoods_.erase(seen.device);
    asked_falsely_.erase(seen.device);
  }
}

void RefusedIdentityOracle::see_fault(std::string_view name, Moment now) {
  for (const auto& [fault, change] : faults_doing<ChangeAction>(context_.plan.scenario.faults)) {
    if (fault.name == name) rows_.change(change, now);
  }
}

void RefusedIdentityOracle::note_request(const RecordedEvent& request) {
  if (!are_requests_rewritten_) return;
  customer_numbers_[asker_of(request)] = request.text(fields::kCustomerNumber);
}

void RefusedIdentityOracle::judge_server(const SeenEvent& seen) {
  const std::string_view serial_number = seen.event.text(fields::kSerialNumber);
  if (serial_number.empty()) return;
  has_looked_ = true;
  const DeviceNumber device = context_.fleet.identities().of_serial_number(serial_number);
  if (device == kNobody) return note(seen, "which the database does not have");
  AskedIdentity asked{.mac_address = seen.event.text(fields::kMacAddress), .customer_number = {}};
  const auto request = customer_numbers_.find(asker_of(seen.event));
  if (request != customer_numbers_.end()) asked.customer_number = request->second;
  const std::string_view why = rows_.why_refused(context_.fleet.group_of(device), device, asked, seen.event.time);
  if (!why.empty()) note(seen, why);
}

void RefusedIdentityOracle::judge_device(const SeenEvent& seen) {
  has_looked_ = true;
  if (asked_falsely_.contains(seen.device)) return note(seen, "who stated an identity that the database does not have");
  const std::optional<Moment> since = rows_.refused_since(seen.group, seen.device);
  if (!since) return;
  // The settings may answer a request that the device sent before the server had to refuse it.
  const auto asked = asked_.find(seen.device);
  if ((asked == asked_.end() ? Moment{} : asked->second) < *since) return;
  note(seen, "whom the server must refuse");
}

void RefusedIdentityOracle::note(const SeenEvent& seen, std::string_view what) {
  if (count_++ > 0) return;
  first_ = event_text(seen.event);
  const std::string_view serial_number = seen.event.text(fields::kSerialNumber);
  if (seen.device == kNobody) first_ += " to serial number " + std::string(serial_number);
  first_ += ", " + std::string(what);
  const DeviceNumber about =
      seen.device == kNobody ? context_.fleet.identities().of_serial_number(serial_number) : seen.device;
  witness_ = {std::string(about == kNobody ? seen.event.host : context_.fleet.name_of(about)), seen.event.time};
}

bool RefusedIdentityOracle::had_something_to_refuse(Moment end) const {
  if (has_looked_) return true;
  for (std::size_t group = 0; group + 1 < context_.fleet.group_count(); ++group) {
    const DeviceNumber first = context_.fleet.first_of(group);
    if (rows_.refused_since(group, first) && context_.fleet.any_took_part(group, end)) return true;
  }
  return false;
}

OracleResult RefusedIdentityOracle::judge(Moment end) const {
  OracleResult result{"safety: no refused identity gets settings", verdict_of(count_ == 0), times_text(count_), {}};
  if (!had_something_to_refuse(end)) result.note_vacuous("nobody got settings, and nobody had to be refused");
  if (count_ == 0) return result;
  result.details.push_back("first: " + first_);
  result.witnesses.push_back(witness_);
  return result;
}

}  // namespace dialtone
