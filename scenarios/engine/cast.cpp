#include "scenarios/engine/cast.h"

#include <algorithm>
#include <cstdlib>

#include "device_sim/fleet.h"
#include "device_sim/named_profiles.h"
#include "scenarios/engine/fault_moments.h"
#include "subscribers/subscriber.h"

namespace dialtone {
namespace {

// Links of servers and devices for which a scenario says nothing: a near data centre, and a home's line.
constexpr Link kHomeLink{.latency = std::chrono::milliseconds(10)};

Subscriber with_identity_fault(Subscriber subscriber, IdentityFault fault) {
  switch (fault) {
    case IdentityFault::kNone:
    case IdentityFault::kUnknown: break;
    case IdentityFault::kWrongMac: subscriber.mac_address.bytes[0] ^= 0x40; break;
    case IdentityFault::kWrongCustomer: subscriber.customer_number += "9"; break;
    case IdentityFault::kDisabled: subscriber.enabled = false; break;
  }
  return subscriber;
}

// A family's habits, and on top of them what the scenario says.
void apply(const ProfileSettings& settings, DeviceProfile& profile) {
  if (settings.like) profile = named_profile(*settings.like).value();
  if (settings.product) profile.product = *settings.product;
  if (settings.user_agent) profile.user_agent = *settings.user_agent;
  if (settings.firmware_version) profile.firmware_version = *settings.firmware_version;
  if (settings.boot_time) profile.boot_time = *settings.boot_time;
  if (settings.boot_spread) profile.boot_spread = *settings.boot_spread;
  if (settings.answer_deadline) profile.answer_deadline = *settings.answer_deadline;
  if (settings.retry_base) profile.provisioning_retry.base = profile.registration_retry.base = *settings.retry_base;
  if (settings.retry_cap) profile.provisioning_retry.cap = profile.registration_retry.cap = *settings.retry_cap;
  if (settings.resync_period) profile.resync_period = *settings.resync_period;
  if (settings.keep_alive) profile.datagram_keep_alive = *settings.keep_alive;
  if (settings.document) profile.document = *settings.document;
}

// Where they are reached. A port that is SIP's own is left out.
void name_call_agents(Subscriber& row, const Scenario& scenario, const ServerEndpoints& servers) {
  const std::uint16_t usual_port = simulated_endpoint_of(ServerKind::kCallAgent).port;
  const std::uint16_t port = servers[ServerKind::kCallAgent]->port;
  if (port != usual_port) row.call_agent_port = port;
  if (!scenario.backup_call_agent) return;
  row.call_agent_backup = {
      {domain_name_of(ServerKind::kBackupCallAgent, scenario), servers[ServerKind::kBackupCallAgent]->port}};
}

}  // namespace

std::vector<Subscriber> plan_subscribers(const Plan& plan, const ServerEndpoints& servers) {
  std::vector<Subscriber> rows;
  rows.reserve(plan.device_count());
  for (std::size_t number = 0; number < plan.scenario.fleet.size(); ++number) {
    const Group& group = plan.scenario.fleet[number];
    if (group.identity == IdentityFault::kUnknown) continue;
    for (const PlannedDevice& planned : *group.devices) {
      Subscriber row = device_subscriber(plan.scenario, number, planned.index);
      name_call_agents(row, plan.scenario, servers);
      rows.push_back(with_identity_fault(std::move(row), group.identity));
    }
  }
  return rows;
}

Cast::Cast(const Plan& plan, World& world, VirtualWorld* simulated)
    : plan_(plan), world_(world), simulated_(simulated), outages_(world) {
  if (simulated_ != nullptr) network_faults_.emplace(plan, *simulated_);
}

Task<void> Cast::live(Host& host, const Player& player) {
  co_await run_device(host, player.config);
  host.record("device.power_off");
}

const Link& Cast::link_of(const Group& group) const {
  for (const NetworkEntry& entry : plan_.scenario.network) {
    if (entry.group == group.name) return entry.link;
  }
  return kHomeLink;
}

void Cast::schedule_devices(const ServerEndpoints& servers) {
  for (const ServerKind kind : servers_of(plan_.scenario)) {
    world_.set_name(domain_name_of(kind, plan_.scenario), {servers[kind]->address});
  }
  add_nats();
  if (network_faults_) network_faults_->schedule();
  players_.reserve(plan_.device_count());
  for (std::size_t number = 0; number < plan_.scenario.fleet.size(); ++number) {
    const Group& group = plan_.scenario.fleet[number];
    habits_.push_back(std::make_unique<GroupHabits>(habits_of(group, *servers[ServerKind::kProvisioning])));
    for (const PlannedDevice& planned : *group.devices) add_device(number, planned);
  }
}

void Cast::add_nats() {
  for (const NatSettings& nat : plan_.scenario.nats) {
    nats_[nat.name] = &simulated_->add_nat(nat.name, nat_address(nats_.size()), nat.options);
  }
}

Cast::GroupHabits Cast::habits_of(const Group& group, const Endpoint& provisioning) const {
  GroupHabits habits;
  DeviceProfile& profile = habits.profile;
  profile = named_profile(group.profile).value_or(profile);
  std::string path = "/provision";
  for (const ProfileSettings& settings : plan_.scenario.profiles) {
    if (settings.name != group.profile) continue;
    apply(settings, profile);
    path = settings.provisioning_path.value_or(path);
  }
  // Devices that share an address of the loopback cannot share a port.
  if (simulated_ == nullptr) profile.sip_port = 0;
  habits.provisioning_url = "http://" + domain_name_of(ServerKind::kProvisioning, plan_.scenario) + ":" +
                            std::to_string(provisioning.port) + path;
  return habits;
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
  HostConfig config;
  config.name = planned.name;
  if (!group.behind.empty()) config.behind = nats_.find(group.behind)->second;
  config.addresses = {simulated_ != nullptr ? device_address(group_number, planned.index) : IpAddress::loopback_v4()};
  config.link = link_of(group);
  config.main = [&player](Host& host) { return live(host, player); };
  Host& host = world_.add_host(std::move(config));
  world_.at(planned.power_on, [this, &host] { give_power(host); });
  for (std::size_t i = 0; i < planned.fault_times.size(); ++i) {
    if (planned.fault_times[i] != kNotHit) schedule_fault(host, plan_.scenario.faults[i], planned.fault_times[i]);
  }
}

void Cast::schedule_fault(Host& host, const Fault& fault, Moment at) {
  if (std::holds_alternative<ResetAction>(fault.action)) {
    world_.at(at, [this, &host] {
      if (host.powered()) world_.reset_connections(host);
    });
    return;
  }
  const bool cut = std::holds_alternative<PowerCutAction>(fault.action);
  const Outages::How how = cut ? Outages::How::kCut : Outages::How::kGraceful;
  world_.at(at, [this, &host, how, off_for = length_of(fault)] {
    const bool lost = outages_.begin(host, how, off_for, [this, &host] { give_power(host); });
    if (lost && how == Outages::How::kCut) host.record("device.power_cut");
  });
}

void Cast::give_power(Host& host) {
  if (host.powered()) return;
  world_.power_on(host);
  host.record("device.power_on");
}

}  // namespace dialtone
