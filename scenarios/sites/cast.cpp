#include "scenarios/sites/cast.h"

#include <algorithm>
#include <cassert>
#include <cstdlib>

#include "device_sim/life/fleet.h"
#include "device_sim/life/settings_store.h"
#include "device_sim/load/load.h"
#include "device_sim/model/device_events.h"
#include "device_sim/provisioning/bare_host.h"
#include "scenarios/faults/carry_out.h"
#include "scenarios/faults/fault_moments.h"
#include "scenarios/language/names/run_events.h"
#include "scenarios/language/parties/device_addresses.h"
#include "subscribers/subscriber.h"

namespace dialtone {
namespace {

// Writes the call agents' addresses into the row. Leaves out a port that is SIP's default.
void name_call_agents(Subscriber& row, const Scenario& scenario, const ServerEndpoints& servers) {
  const std::uint16_t usual_port = simulated_endpoint_of(ServerKind::kCallAgent).port;
  const std::uint16_t port = servers[ServerKind::kCallAgent]->port;
  if (port != usual_port) row.call_agent_port = port;
  if (!scenario.backup_call_agent) return;
  row.call_agent_backup = {
      {domain_name_of(ServerKind::kBackupCallAgent, scenario), servers[ServerKind::kBackupCallAgent]->port}};
}

// Erases the device's settings, as a factory reset does.
void forget_settings(Host& host) {
  for (const std::string_view file : SettingsStore::kFiles) static_cast<void>(host.flash().remove(file).ok());
}

bool waits_for_writes(const Scenario& scenario) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                     [](const Fault& fault) { return fault.when && fault.when->write_byte; });
}

}  // namespace

std::vector<Subscriber> plan_subscribers(const Plan& plan, const ServerEndpoints& servers) {
  std::vector<Subscriber> rows;
  rows.reserve(plan.device_count());
  for (std::size_t number = 0; number < plan.scenario.fleet.size(); ++number) {
    const Group& group = plan.scenario.fleet[number];
    if (group.identity == IdentityFault::kUnknown || !group.clones.empty()) continue;
    for (const PlannedDevice& planned : *group.devices) {
      Subscriber row = device_subscriber(plan.scenario, number, planned.index);
      name_call_agents(row, plan.scenario, servers);
      rows.push_back(with_identity_fault(std::move(row), group.identity));
    }
  }
  return rows;
}

Cast::Cast(const Plan& plan, World& world, VirtualWorld* simulated, Note note, FaultTally* tally, DeviceShare share)
    : plan_(plan),
      world_(world),
      simulated_(simulated),
      share_(share),
      note_(std::move(note)),
      open_(plan.scenario, tally),
      outages_(world),
      pauses_(world),
      triggers_(plan, true, false,
                [this](const Fault& fault, Moment at, std::string_view host) { strike_later(fault, at, host); }),
      proxies_(plan, world, simulated != nullptr, share.has_proxies(), open_),
      claimed_(plan) {
  if (simulated_ != nullptr && PacketFaults::any_in(plan.scenario)) network_faults_.emplace(plan, *simulated_, open_);
}

Task<void> Cast::live(Host& host, const Player& player) {
  co_await run_device(host, player.config);
  host.record(device_events::PowerOff{});
}

Task<void> Cast::live_as_load(Host& host, const LoadConfig& load) {
  co_await run_load(host, load);
  host.record(device_events::PowerOff{});
}

const Link& Cast::link_of(const Group& group) const {
  for (const NetworkEntry& entry : plan_.scenario.network) {
    if (entry.group == group.name) return entry.link;
  }
  return kHomeLink;
}

void Cast::schedule_devices(const ServerEndpoints& servers) {
  name_places(servers);
  afflicted_.resize(plan_.scenario.faults.size());
  if (simulated_ == nullptr && note_) note_begins();
  add_nats();
  if (network_faults_) network_faults_->schedule();
  proxies_.start(*servers[ServerKind::kProvisioning]);
  for (const ProxySettings& proxy : plan_.scenario.proxies) {
    places_.addresses[proxy.name] = proxies_.endpoint_of(proxy.name).address;
  }
  if (simulated_ == nullptr && PacketFaults::any_in(plan_.scenario)) relays_.emplace(plan_, world_, servers, open_);
  if (DeviceChanges::any_in(plan_.scenario)) changes_.emplace(plan_.scenario, *servers[ServerKind::kProvisioning]);
  assert(players_.empty() && habits_.empty() && "the devices are added once");
  players_.reserve(plan_.device_count());
  for (std::size_t number = 0; number < plan_.scenario.fleet.size(); ++number) add_group(number, servers);
  if (simulated_ == nullptr && note_) note_ends();
}

void Cast::note_begins() {
  for (const FaultMoment& moment : fault_moments(plan_)) {
    if (moment.is_end || is_server(moment.fault->target)) continue;
    world_.at(moment.at, [this, moment] { note_(moment); });
  }
}

void Cast::note_ends() {
  for (const FaultMoment& moment : fault_moments(plan_)) {
    const Fault& fault = *moment.fault;
    if (moment.is_end || is_server(fault.target) || afflicted_[number_of(fault, plan_.scenario)] > 0) continue;
    world_.at(moment.at,
              [this, &fault] { world_.at(end_for_device(fault, world_.now()), [this, &fault] { note_end(fault); }); });
  }
}

void Cast::strike_planned(Host& host, std::size_t number) {
  const Fault& fault = plan_.scenario.faults[number];
  const Moment end = end_for_device(fault, world_.now());
  has_window(fault.action) ? change(host, fault, end) : strike(host, fault);
  if (simulated_ != nullptr || !note_) return;
  world_.at(end, [this, &fault, number] {
    assert(afflicted_[number] > 0 && "a fault ends once for each device");
    if (--afflicted_[number] == 0) note_end(fault);
  });
}

void Cast::name_places(const ServerEndpoints& servers) {
  for (const ServerKind kind : servers_of(plan_.scenario)) {
    const std::string target(target_name_of(kind));
    places_.domain_names[target] = domain_name_of(kind, plan_.scenario);
    places_.addresses[target] = servers[kind]->address;
    world_.set_name(places_.domain_names[target], {servers[kind]->address});
  }
  places_.nowhere = simulated_ != nullptr ? IpAddress::v4(10, 0, 3, 1) : IpAddress::v4(127, 3, 0, 1);
}

void Cast::add_nats() {
  for (const NatSettings& settings : plan_.scenario.nats) {
    Nat& nat = simulated_->add_nat(settings.name, nat_address(nats_.size()), settings.options);
    nats_[settings.name] = &nat;
    for (const Fault& fault : plan_.scenario.faults) {
      if (fault.target != settings.name || fault.when) continue;
      world_.at(Moment(fault.at), [this, &nat, &fault] { strike_nat(nat, fault); });
    }
  }
}

void Cast::add_group(std::size_t number, const ServerEndpoints& servers) {
  const Group& group = plan_.scenario.fleet[number];
  const Endpoint& provisioning = *servers[ServerKind::kProvisioning];
  GroupHabits& habits = *habits_.emplace_back(
      std::make_unique<GroupHabits>(GroupHabits{habits_of(plan_.scenario, group.profile, group.quirks, provisioning)}));
  habits.script = std::make_unique<DeviceFaults>(
      plan_.scenario, number, places_, open_, [this](const Host& writer, const Fault& fault, std::uint64_t byte) {
        // Strike late enough that the write has reached the byte.
        const Duration writing = std::chrono::microseconds(byte) + std::chrono::milliseconds(1);
        strike_later(fault, writer.world_now() + writing, writer.name());
      });
  if (group.load) habits.load = load_of(group, habits, servers);
  const Endpoint& asked = group.through.empty() ? provisioning : proxies_.endpoint_of(group.through);
  if (!group.through.empty()) habits.script->lead(kProvisioningTarget, asked.address);
  if (relays_ && share_.has(plan_.scenario, number, 0)) relays_->start_for(number, asked, *habits.script);
  for (const PlannedDevice& planned : *group.devices) {
    if (share_.has(plan_.scenario, number, planned.index)) add_device(number, planned);
  }
}

LoadConfig Cast::load_of(const Group& group, const GroupHabits& habits, const ServerEndpoints& servers) const {
  LoadConfig load;
  load.habits = dialtone::habits_of(*group.load);
  load.profile = &habits.profile;
  const std::string& url = habits.provisioning_url;
  load.provisioning_url = is_bare_host(url) ? bare_host_by_http(url) : url;
  load.call_agent = domain_name_of(ServerKind::kCallAgent, plan_.scenario);
  load.call_agent_port = servers[ServerKind::kCallAgent]->port;
  load.transport = group.transport;
  return load;
}

void Cast::add_device(std::size_t group_number, const PlannedDevice& planned) {
  const Group& group = plan_.scenario.fleet[group_number];
  const Subscriber identity = device_subscriber(plan_.scenario, group_number, planned.index);
  players_.push_back(std::make_unique<Player>());
  Player& player = *players_.back();
  player.config.serial_number = identity.serial_number;
  player.config.mac_address = identity.mac_address;
  player.config.customer_number = identity.customer_number;
  player.config.provisioning_url = habits_[group_number]->provisioning_url;
  player.config.profile = &habits_[group_number]->profile;
  if (group.authentication != ProvisionAuthentication::kNone) {
    player.credentials = std::make_unique<ProvisioningCredentials>(credentials_of(identity));
    player.config.provisioning_credentials = player.credentials.get();
  }
  if (group.load) {
    player.load = std::make_unique<LoadConfig>(*habits_[group_number]->load);
    player.load->identity = [this, group_number, index = planned.index](std::uint64_t exchange) {
      return claimed_.of(group_number, index, exchange);
    };
  }
  HostConfig config;
  config.name = planned.name;
  if (!group.behind.empty()) {
    const auto nat = nats_.find(group.behind);
    assert(nat != nats_.end());
    config.behind = nat->second;
  }
  config.addresses = {simulated_ != nullptr ? device_address(group_number, planned.index)
                                            : device_loopback_address(group_number, planned.index)};
  if (habits_[group_number]->script->is_needed()) config.script = habits_[group_number]->script.get();
  config.link = link_of(group);
  config.main = [&player](Host& host) {
    return player.load == nullptr ? live(host, player) : live_as_load(host, *player.load);
  };
  Host& host = world_.add_host(std::move(config));
  if (changes_) changes_->add(host, group_number, player.config);
  // A change that begins at the moment of power-on must be in effect when the device boots.
  if (changes_) schedule_planned(host, planned, true);
  world_.at(planned.power_on, [this, &host] { give_power(host); });
  schedule_planned(host, planned, false);
  schedule_followed(host, group.name);
  if (!triggers_.empty() || waits_for_writes(plan_.scenario)) by_name_[planned.name] = &host;
}

void Cast::schedule_planned(Host& host, const PlannedDevice& planned, bool changes) {
  assert(planned.fault_times.size() <= afflicted_.size());
  for (std::size_t i = 0; i < planned.fault_times.size(); ++i) {
    const bool is_change = is_carried_out_by(plan_.scenario.faults[i].action, Executor::kChanger);
    if (planned.fault_times[i] == kNotHit || is_change != changes) continue;
    ++afflicted_[i];
    world_.at(planned.fault_times[i], [this, &host, i] { strike_planned(host, i); });
  }
}

void Cast::schedule_followed(Host& host, std::string_view group) {
  for (const Fault& fault : plan_.scenario.faults) {
    if (!is_carried_out_by(fault.action, Executor::kFollower) || !targets(fault, group) || fault.when) continue;
    if (!open_.hits(fault, device_key(host.address()))) continue;
    for (const Duration moment : {fault.at, fault.until}) {
      world_.at(Moment(moment), [this, &host, &fault] { follow(host, fault); });
    }
  }
}

void Cast::follow(Host& host, const Fault& fault) {
  const auto drift = [&](const DriftAction&) {
    const std::string& group = plan_.scenario.fleet[group_of_address(host.address()).value()].name;
    const std::uint32_t device = device_key(host.address());
    world_.set_clock_drift(host, open_drift(plan_.scenario, open_, group, world_.now(), device));
  };
  carry_out<Executor::kFollower, kDevicesOnly>(fault.action, drift);
}

void Cast::change(Host& host, const Fault& fault, Moment until) {
  changes_->begin(host, fault, until);
  world_.at(until, [this, &host, &fault] { changes_->end(host, fault); });
}

// --- faults ---

void Cast::strike(Host& host, const Fault& fault) {
  const Overloaded player{
      [&](const PowerAction& power) { return take_power(host, power); },
      [&](const PauseAction& pause) {
        if (!host.powered()) return false;
        pauses_.begin(host, pause.length);
        return true;
      },
      [&](const ClockAction& clock) {
        clock.set ? world_.set_clock(host, *clock.set) : world_.step_clock(host, clock.step);
        return true;
      },
      [&](const AddressAction&) {
        simulated_->change_address(host, next_device_address(host.address()));
        return true;
      },
      [&](const ResetAction&) {
        if (!host.powered()) return false;
        world_.reset_connections(host);
        return true;
      },
  };
  carry_out<Executor::kPlayer, kDevicesOnly>(fault.action, [&](const auto& act) {
    if (player(act)) open_.note_act(fault);
  });
}

void Cast::strike(const Fault& fault) {
  if (has_window(fault.action)) return open_window(fault, nullptr);
  proxies_.strike(fault);
  const auto nat = nats_.find(fault.target);
  if (nat != nats_.end()) strike_nat(*nat->second, fault);
}

void Cast::strike_nat(Nat& nat, const Fault& fault) {
  const Overloaded player{
      [&](const ForgetAction&) { nat.forget(); },
      [&](const PowerAction& power) {
        outages_.begin(nat, Outages::How::kCut, power.off_for, [this, &nat] { world_.power_on(nat); });
      },
  };
  carry_out<Executor::kPlayer, Targets{TargetKind::kNat}>(fault.action, player);
}

void Cast::open_window(const Fault& fault, Host* device) {
  const Moment end = world_.now() + fault.length;
  open_.open(fault, end, device == nullptr ? OpenWindows::kNoDevice : device_key(device->address()));
  const auto follow = [this, &fault, device] {
    if (network_faults_ && is_carried_out_by(fault.action, Executor::kPackets)) network_faults_->follow();
    if (device != nullptr) this->follow(*device, fault);
  };
  follow();
  world_.at(end, follow);
}

bool Cast::take_power(Host& host, const PowerAction& action) {
  const Outages::How how = action.how == PowerLoss::kOff ? Outages::How::kGraceful : Outages::How::kCut;
  const Outages::Began began = outages_.begin(host, how, action.off_for, [this, &host] { give_power(host); });
  if (began == Outages::Began::kMissed) return false;
  if (action.forgets) forget_settings(host);
  if (began == Outages::Began::kTaken && how == Outages::How::kCut) host.record(run_events::PowerCut{});
  return true;
}

void Cast::strike_later(const Fault& fault, Moment at, std::string_view host) {
  const auto struck = by_name_.find(std::string(host));
  if (struck == by_name_.end() || !open_.hits(fault, device_key(struck->second->address()))) return;
  world_.at(at, [this, &fault, &host = *struck->second] {
    if (note_) note_({world_.now(), &fault, false, host.name()});
    const Moment end = world_.now() + length_of(fault);
    if (is_carried_out_by(fault.action, Executor::kChanger)) {
      change(host, fault, end);
    } else {
      has_window(fault.action) ? open_window(fault, &host) : strike(host, fault);
    }
    world_.at(end, [this, &fault, &host] {
      if (note_) note_({world_.now(), &fault, true, host.name()});
    });
  });
}

void Cast::give_power(Host& host) {
  if (host.powered()) return;
  world_.power_on(host);
  assert(host.powered());
  host.record(device_events::PowerOn{});
}

}  // namespace dialtone
