#include "scenarios/oracles/known/expected_rows.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "scenarios/language/faults/faults_doing.h"
#include "subscribers/subscriber_columns.h"

namespace dialtone {
namespace {

// With several processes, the run knows when the operator begins to change a row, but not when the database has the
// change; this is the longest time between.
constexpr Duration kChangeTakes = std::chrono::seconds(1);

constexpr std::string_view kRefused = "whom it must refuse";
constexpr std::string_view kOtherMac = "whose MAC address is another";
constexpr std::string_view kOtherCustomer = "whose customer number is another";

// The columns that decide whom the server serves.
constexpr std::array<std::string_view, 3> kDeciding{"enabled", "mac_address", "customer_number"};
bool decides(const std::pair<std::string, std::string>& change) {
  return std::find(kDeciding.begin(), kDeciding.end(), change.first) != kDeciding.end();
}

void set(Subscriber& row, const std::pair<std::string, std::string>& change) {
  SubscriberDraft draft;
  draft.subscriber = row;
  for (const SubscriberColumn& column : subscriber_columns()) {
    if (column.name == change.first && column.read(draft, change.second)) row = draft.subscriber;
  }
}

}  // namespace

ExpectedRows::ExpectedRows(const Plan& plan, const DeviceIdentities& identities)
    : plan_(plan), identities_(identities), states_(plan.scenario.fleet.size(), std::vector<State>(1)) {
  const std::vector<Group>& fleet = plan.scenario.fleet;
  DeviceNumber next = 0;
  for (const Group& group : fleet) {
    const auto owner =
        std::find_if(fleet.begin(), fleet.end(), [&](const Group& each) { return each.name == group.clones; });
    owners_.push_back(owner == fleet.end() ? owners_.size() : static_cast<std::size_t>(owner - fleet.begin()));
    firsts_.push_back(next);
    next += static_cast<DeviceNumber>(group.devices->size());
  }
}

void ExpectedRows::change(const ChangeAction& change, Moment now) {
  if (std::none_of(change.columns.begin(), change.columns.end(), decides)) return;
  for (std::size_t group = 0; group < states_.size(); ++group) {
    if (plan_.scenario.fleet[group].name != change.of) continue;
    State next = states_[group].back();
    states_[group].back().until = next.from = now;
    // A column that was changed before and is changed again gets the later value.
    std::copy_if(change.columns.begin(), change.columns.end(), std::back_inserter(next.columns), decides);
    states_[group].push_back(std::move(next));
  }
}

bool ExpectedRows::may_change(std::size_t group) const {
  const Scenario& scenario = plan_.scenario;
  const std::string& owner = scenario.fleet[owner_of(group)].name;
  for (const auto& [fault, change] : faults_doing<ChangeAction>(scenario.faults)) {
    if (change.of == owner && std::any_of(change.columns.begin(), change.columns.end(), decides)) return true;
  }
  return false;
}

IdentityFault ExpectedRows::identity_of(std::size_t group) const {
  return plan_.scenario.fleet[owner_of(group)].identity;
}

Subscriber ExpectedRows::own(std::size_t group, DeviceNumber device) const {
  const PlannedDevice& planned = (*plan_.scenario.fleet[group].devices)[device - firsts_[group]];
  return device_subscriber(plan_.scenario, group, planned.index);
}

std::string_view ExpectedRows::why_refused_by(const State& state, std::size_t group, DeviceNumber device,
                                              const AskedIdentity& asked) const {
  const IdentityFault identity = identity_of(group);
  if (identity == IdentityFault::kUnknown) return kRefused;
  // The most frequent case is decided without making a row.
  if (identity == IdentityFault::kNone && state.columns.empty() && asked.customer_number.empty()) {
    const bool is_own = asked.mac_address.empty() || identities_.has_mac_address(device, asked.mac_address);
    return is_own ? std::string_view() : kOtherMac;
  }
  const Subscriber own = this->own(group, device);
  Subscriber row = with_identity_fault(own, identity);
  for (const auto& column : state.columns) set(row, column);
  if (!row.enabled) return kRefused;
  const Result<MacAddress> said = parse_mac_address(asked.mac_address);
  const bool says_own_mac = asked.mac_address.empty() || (said && *said == own.mac_address);
  const std::string_view customer =
      asked.customer_number.empty() ? std::string_view(own.customer_number) : asked.customer_number;
  const bool has_mac = says_own_mac ? own.mac_address == row.mac_address : said && *said == row.mac_address;
  if (has_mac && customer == row.customer_number) return {};
  if (says_own_mac && customer == own.customer_number) return kRefused;
  return has_mac ? kOtherCustomer : kOtherMac;
}

std::string_view ExpectedRows::why_refused(std::size_t group, DeviceNumber device, const AskedIdentity& asked,
                                           Moment now) const {
  std::string_view why;
  for (const State& state : states_[owner_of(group)]) {
    const bool is_over = state.until != kNever && now >= state.until + kChangeTakes;
    if (is_over || now < state.from) continue;
    why = why_refused_by(state, group, device, asked);
    if (why.empty()) return {};
  }
  return why;
}

std::optional<Moment> ExpectedRows::refused_since(std::size_t group, DeviceNumber device) const {
  const std::vector<State>& states = states_[owner_of(group)];
  for (auto state = states.rbegin(); state != states.rend(); ++state) {
    if (!why_refused_by(*state, group, device, {}).empty()) continue;
    if (state->until == kNever) return std::nullopt;
    return state->until + kChangeTakes;
  }
  return Moment{};
}

}  // namespace dialtone
