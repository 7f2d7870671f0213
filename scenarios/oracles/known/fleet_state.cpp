#include "scenarios/oracles/known/fleet_state.h"

#include <algorithm>
#include <cstdlib>

#include "call_agent_sim/registrar/call_agent_events.h"
#include "device_sim/model/device_events.h"
#include "scenarios/language/names/run_events.h"
#include "world/events/host_events.h"

namespace dialtone {
namespace {

std::uint64_t contact_key(const RecordedEvent& event) {
  const std::string_view contact = event.text(fields::kContact);
  return contact.empty() ? 0 : hash_text(contact);
}

// Event names are compared by their hashes: one comparison of integers.
constexpr std::uint64_t kAddressChanged = host_events::AddressChanged::kEvent.hash;
constexpr std::uint64_t kBindingAdded = call_agent_events::BindingAdded::kEvent.hash;
constexpr std::uint64_t kBindingExpired = call_agent_events::BindingExpired::kEvent.hash;
constexpr std::uint64_t kBindingRefreshed = call_agent_events::BindingRefreshed::kEvent.hash;
constexpr std::uint64_t kBindingRemoved = call_agent_events::BindingRemoved::kEvent.hash;
constexpr std::uint64_t kBindingRestored = call_agent_events::BindingRestored::kEvent.hash;
constexpr std::uint64_t kDeviceChanged = run_events::DeviceChanged::kEvent.hash;
constexpr std::uint64_t kDevicePowerCut = run_events::PowerCut::kEvent.hash;
constexpr std::uint64_t kDevicePowerOff = device_events::PowerOff::kEvent.hash;
constexpr std::uint64_t kDevicePowerOn = device_events::PowerOn::kEvent.hash;
constexpr std::uint64_t kDeviceReboot = device_events::Reboot::kEvent.hash;
constexpr std::uint64_t kDeviceRestored = run_events::DeviceRestored::kEvent.hash;
constexpr std::uint64_t kDeviceState = device_events::State::kEvent.hash;
constexpr std::uint64_t kProvisionAccepted = device_events::ProvisionAccepted::kEvent.hash;
constexpr std::uint64_t kProvisionRequest = device_events::ProvisionRequest::kEvent.hash;
constexpr std::uint64_t kRegistrationAccepted = device_events::RegistrationAccepted::kEvent.hash;
constexpr std::uint64_t kRegistrationFailed = device_events::RegistrationFailed::kEvent.hash;
constexpr std::uint64_t kRegistrationRejected = device_events::RegistrationRejected::kEvent.hash;
constexpr std::uint64_t kRegistrationExpired = device_events::RegistrationExpired::kEvent.hash;
constexpr std::uint64_t kRegistrationRequest = device_events::RegistrationRequest::kEvent.hash;
constexpr std::uint64_t kServerCrashed = run_events::ServerCrashed::kEvent.hash;
constexpr std::uint64_t kServerStopped = run_events::ServerStopped::kEvent.hash;
constexpr std::uint64_t kSettingsLoaded = device_events::SettingsLoaded::kEvent.hash;

}  // namespace

std::string_view to_text(DeviceCondition condition) { return word_of(condition, kConditionWords); }

FleetState::FleetState(const Plan& plan) : plan_(plan), identities_(plan) {
  const std::vector<Group>& fleet = plan.scenario.fleet;
  groups_.resize(fleet.size() + 1);
  groups_.back().name = "devices";
  groups_.back().size = plan.judged_count();
  devices_.resize(plan.device_count());
  DeviceNumber next = 0;
  for (std::size_t number = 0; number < fleet.size(); ++number) {
    groups_[number].name = fleet[number].name;
    groups_[number].size = fleet[number].count;
    groups_[number].first = next;
    for (std::uint64_t i = 0; i < fleet[number].count; ++i) {
      KnownDevice& device = devices_[next++];
      device.group = static_cast<std::uint32_t>(number);
      set(device, DeviceCondition::kOff, true);
    }
  }
}

std::size_t FleetState::group_number(std::string_view name) const {
  for (std::size_t number = 0; number < groups_.size(); ++number) {
    if (groups_[number].name == name) return number;
  }
  return groups_.size() - 1;
}

DeviceNumber FleetState::first_of(std::size_t group) const { return groups_[group].first; }

DeviceNumber FleetState::last_of(std::size_t group) const {
  return groups_[group].first + static_cast<DeviceNumber>(groups_[group].size);
}

std::string_view FleetState::name_of(DeviceNumber device) const {
  const std::size_t group = devices_[device].group;
  return (*plan_.scenario.fleet[group].devices)[device - groups_[group].first].name;
}

bool FleetState::any_took_part(std::size_t group, Moment by) const {
  for (DeviceNumber device = first_of(group); device < last_of(group); ++device) {
    if (took_part(device, by)) return true;
  }
  return false;
}

std::size_t FleetState::bindings_of(DeviceNumber device) const {
  const auto count = [](const KnownDevice& its) {
    return (its.bound.contact == 0 ? 0U : 1U) + (its.further_bound == nullptr ? 0U : its.further_bound->size());
  };
  const std::span<const DeviceNumber> sharing = identities_.sharing(device);
  if (sharing.empty()) return count(devices_[device]);
  std::size_t all = 0;
  for (const DeviceNumber each : sharing) all += count(devices_[each]);
  return all;
}

std::uint64_t FleetState::count(std::size_t group, DeviceCondition condition) const {
  return groups_[group].now[static_cast<std::size_t>(condition)];
}

std::uint64_t FleetState::ever(DeviceCondition condition) const { return ever_[static_cast<std::size_t>(condition)]; }

std::vector<std::int64_t> FleetState::durations(std::size_t group, Stage stage) const {
  const auto slot = static_cast<std::size_t>(stage);
  if (group + 1 < groups_.size()) return groups_[group].durations[slot];
  std::vector<std::int64_t> all;
  for (const GroupCounts& each : groups_)
    all.insert(all.end(), each.durations[slot].begin(), each.durations[slot].end());
  return all;
}

std::vector<std::string_view> FleetState::those(std::size_t group, DeviceCondition condition, bool are_so,
                                                std::size_t most) const {
  std::vector<std::string_view> names;
  for (DeviceNumber device = first_of(group); device < last_of(group) && names.size() < most; ++device) {
    if (is(device, condition) == are_so) names.push_back(name_of(device));
  }
  return names;
}

void FleetState::set(KnownDevice& device, DeviceCondition condition, bool now) {
  const ConditionMask mask = mask_of(condition);
  if (((device.conditions & mask) != 0) == now) return;
  changed_ |= mask;
  device.conditions ^= mask;
  const auto slot = static_cast<std::size_t>(condition);
  const auto count = [&](GroupCounts& group) { group.now[slot] += now ? 1 : std::uint64_t(-1); };
  count(groups_[device.group]);
  if (is_load(device.group)) return;
  count(groups_.back());
  if (now && (device.ever & mask) == 0) {
    device.ever |= mask;
    ++ever_[slot];
  }
}

void FleetState::bind(KnownDevice& device, const KnownContact& bound) {
  if (device.bound == bound) return;
  if (device.bound.contact == 0) {
    device.bound = bound;
    return;
  }
  if (device.further_bound == nullptr) device.further_bound = std::make_unique<std::vector<KnownContact>>();
  std::erase(*device.further_bound, bound);
  device.further_bound->push_back(bound);
}

void FleetState::unbind(KnownDevice& device, const KnownContact& bound) {
  if (device.further_bound != nullptr) std::erase(*device.further_bound, bound);
  if (device.bound != bound) return;
  device.bound = {};
  if (device.further_bound == nullptr || device.further_bound->empty()) return;
  device.bound = device.further_bound->back();
  device.further_bound->pop_back();
}

bool FleetState::is_bound(const KnownDevice& device, std::uint64_t contact) {
  if (device.bound.contact == contact) return true;
  return device.further_bound != nullptr &&
         std::any_of(device.further_bound->begin(), device.further_bound->end(),
                     [&](const KnownContact& bound) { return bound.contact == contact; });
}

void FleetState::forget_bindings(std::uint64_t registrar) {
  const auto is_its = [&](const KnownContact& bound) { return bound.registrar == registrar; };
  for (KnownDevice& device : devices_) {
    if (device.further_bound != nullptr) std::erase_if(*device.further_bound, is_its);
    if (is_its(device.bound)) unbind(device, device.bound);
    refresh_registered(device);
  }
}

void FleetState::refresh_registered(KnownDevice& device) {
  const bool believes = device.believed_contact != 0;
  set(device, DeviceCondition::kBelievesRegistered, believes);
  set(device, DeviceCondition::kBound, device.bound.contact != 0);
  // With a new contact, the registrar knows the contact before the device receives the answer.
  const bool is_replaced = device.asked_contact != 0 && is_bound(device, device.asked_contact);
  set(device, DeviceCondition::kRegistered, believes && (is_bound(device, device.believed_contact) || is_replaced));
}

void FleetState::stop_asking(KnownDevice& device) {
  device.awaits_answer = false;
  device.asked_contact = 0;
}

void FleetState::note_duration(KnownDevice& device, Stage stage, Moment begin, Moment end) {
  if (begin == kNever) return;
  groups_[device.group].durations[static_cast<std::size_t>(stage)].push_back((end - begin).count());
  completed_.push_back({stage, (end - begin).count()});
}

void FleetState::lose_power(KnownDevice& device) {
  set(device, DeviceCondition::kOn, false);
  set(device, DeviceCondition::kOff, true);
  enter(device, std::nullopt);
  device.believed_contact = 0;
  stop_asking(device);
  device.has_settings = device.is_served = false;
  device.powered_on = device.first_request = device.first_register = kNever;
  refresh_registered(device);
}

void FleetState::enter(KnownDevice& device, std::optional<DeviceState> state) {
  for (const DeviceState each : kAskedStates) set(device, condition_of(each), each == state);
}

SeenEvent FleetState::apply(const RecordedEvent& event) {
  changed_ = 0;
  completed_.clear();
  SeenEvent seen{.event = event, .name = hash_text(event.name)};
  seen.device = identities_.on_host(hash_text(event.host));
  if (seen.device != kNobody) {
    apply_to_device(devices_[seen.device], event, seen.name);
  } else if (const std::string_view aor = event.text(fields::kAor); !aor.empty()) {
    seen.device = identities_.of_binding(aor, event.text(fields::kContact));
    if (seen.device != kNobody) apply_binding(devices_[seen.device], event, seen.name);
  } else if (seen.name == kServerCrashed || seen.name == kServerStopped) {
    forget_bindings(hash_text(event.host));
  }
  if (seen.device != kNobody) {
    seen.group = devices_[seen.device].group;
    // A change by a fault does not count: it can happen before the device is ever on.
    const bool is_change = seen.name == kDeviceChanged || seen.name == kDeviceRestored;
    if (!is_change) devices_[seen.device].first_event = std::min(devices_[seen.device].first_event, event.time);
  }
  seen.changed = changed_;
  return seen;
}

void FleetState::apply_to_device(KnownDevice& device, const RecordedEvent& event, std::uint64_t name) {
  if (name == kDevicePowerOn) {
    set(device, DeviceCondition::kOff, false);
    set(device, DeviceCondition::kOn, true);
    device.powered_on = event.time;
  } else if (name == kDevicePowerOff || name == kDevicePowerCut) {
    lose_power(device);
  } else if (name == kProvisionRequest) {
    if (device.first_request != kNever) return;
    device.first_request = event.time;
    note_duration(device, Stage::kBoot, device.powered_on, event.time);
  } else if (name == kProvisionAccepted) {
    if (!device.is_served) note_duration(device, Stage::kProvision, device.first_request, event.time);
    device.is_served = true;
    device.has_settings = true;
    set(device, DeviceCondition::kProvisioned, true);
  } else if (name == kSettingsLoaded) {
    device.has_settings = true;
    set(device, DeviceCondition::kProvisioned, true);
  } else if (name == kRegistrationRequest) {
    if (device.first_register == kNever) device.first_register = event.time;
    device.awaits_answer = true;
  } else if (name == kRegistrationAccepted) {
    if (device.powered_on != kNever) {
      note_duration(device, Stage::kRegistration, device.first_register, event.time);
      note_duration(device, Stage::kLifecycle, device.powered_on, event.time);
      device.powered_on = kNever;
    }
    device.believed_contact = contact_key(event);
    stop_asking(device);
    refresh_registered(device);
  } else if (name == kRegistrationFailed || name == kRegistrationRejected) {
    stop_asking(device);
    refresh_registered(device);
  } else if (name == kDeviceState) {
    const std::optional<DeviceState> state = value_named<DeviceState>(event.text(fields::kTo));
    enter(device, state);
    // By now the device has read its flash and found no settings.
    if (state == DeviceState::kProvisioning && !device.has_settings) set(device, DeviceCondition::kProvisioned, false);
  } else if (name == kRegistrationExpired || name == kDeviceReboot || name == kAddressChanged) {
    if (name == kDeviceReboot) device.has_settings = false;
    device.believed_contact = 0;
    stop_asking(device);
    refresh_registered(device);
  }
}

void FleetState::apply_binding(KnownDevice& device, const RecordedEvent& event, std::uint64_t name) {
  const KnownContact bound{contact_key(event), hash_text(event.host)};
  if (name == kBindingAdded || name == kBindingRefreshed || name == kBindingRestored) {
    bind(device, bound);
    if (device.awaits_answer) device.asked_contact = bound.contact;
  } else if (name == kBindingRemoved || name == kBindingExpired) {
    unbind(device, bound);
  }
  refresh_registered(device);
}

}  // namespace dialtone
