#include "scenarios/engine/cast.h"

#include <algorithm>

#include "scenarios/engine/run_record.h"

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

}  // namespace

std::vector<Subscriber> plan_subscribers(const Plan& plan, const ServerEndpoints& servers) {
  std::vector<Subscriber> rows;
  rows.reserve(plan.device_count());
  const bool usual_port = servers.call_agent && servers.call_agent->port == kSipPort;
  for (std::size_t number = 0; number < plan.scenario.fleet.size(); ++number) {
    const Group& group = plan.scenario.fleet[number];
    if (group.identity == IdentityFault::kUnknown) continue;
    for (const PlannedDevice& planned : *group.devices) {
      Subscriber row = device_subscriber(plan.scenario, number, planned.index);
      if (servers.call_agent && !usual_port) row.call_agent_port = servers.call_agent->port;
      rows.push_back(with_identity_fault(std::move(row), group.identity));
    }
  }
  return rows;
}

ServerEndpoints Cast::simulated_servers() {
  return {Endpoint{provisioning_address(), kProvisioningPort}, Endpoint{call_agent_address(), kSipPort}};
}

Cast::Cast(const Plan& plan, World& world, bool addresses_are_simulated, SubscriberStore* store)
    : plan_(plan), world_(world), simulated_(addresses_are_simulated), store_(store) {}

Cast::~Cast() = default;

// --- servers ---

Host& Cast::add_server(std::string_view name, const ServerSettings& settings, const IpAddress& address,
                       Host::Main main) {
  HostConfig config;
  config.name = name;
  config.addresses = {simulated_ ? address : IpAddress::loopback_v4()};
  config.link = settings.link;
  config.cores = settings.cores;
  config.main = std::move(main);
  Host& host = world_.add_host(std::move(config));
  world_.power_on(host);
  return host;
}

Task<void> Cast::serve(Host& host, ProvisioningServer& server) {
  const Result<void> served = co_await server.run(host);
  if (!served) host.record("server.failed", {{"reason", std::string_view(served.error().reason)}});
}

void Cast::start_provisioning() {
  const ServerSettings& settings = plan_.scenario.provisioning;
  ProvisioningServerOptions options;
  options.listen = {simulated_ ? *simulated_servers().provisioning : Endpoint{IpAddress::loopback_v4(), 0}};
  options.request_cost = settings.request_cost;
  provisioning_ = std::make_unique<ProvisioningServer>(std::move(options), *store_);
  add_server(kProvisioningHost, settings, provisioning_address(),
             [this](Host& host) { return serve(host, *provisioning_); });
}

void Cast::start_call_agent() {
  const CallAgentSettings& settings = plan_.scenario.call_agent;
  CallAgentOptions options;
  options.listen = {simulated_ ? *simulated_servers().call_agent : Endpoint{IpAddress::loopback_v4(), 0}};
  options.sip.work_per_message = settings.request_cost;
  options.registrar.nonce_lifetime = settings.nonce_lifetime;
  options.registrar.min_expires = settings.min_expires;
  options.registrar.max_expires = settings.max_expires;
  options.registrar.max_contacts = settings.max_contacts;
  call_agent_ = std::make_unique<CallAgent>(std::move(options), *store_);
  add_server(kCallAgentHost, settings, call_agent_address(), [this](Host& host) { return call_agent_->run(host); });
}

// --- devices ---

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
  world_.set_name(provisioning_name(plan_.scenario), {servers.provisioning->address});
  world_.set_name(call_agent_name(plan_.scenario), {servers.call_agent->address});
  provisioning_url_ =
      "http://" + provisioning_name(plan_.scenario) + ":" + std::to_string(servers.provisioning->port) + "/provision";
  players_.reserve(plan_.device_count());
  for (std::size_t number = 0; number < plan_.scenario.fleet.size(); ++number) {
    const Group& group = plan_.scenario.fleet[number];
    profiles_.push_back(std::make_unique<DeviceProfile>(profile_of(group)));
    for (const PlannedDevice& planned : *group.devices) add_device(number, planned);
  }
}

DeviceProfile Cast::profile_of(const Group& group) const {
  DeviceProfile profile;
  // Devices that share an address of the loopback cannot share a port.
  if (!simulated_) profile.sip_port = 0;
  for (const ProfileSettings& settings : plan_.scenario.profiles) {
    if (settings.name != group.profile) continue;
    if (settings.product) profile.product = *settings.product;
    if (settings.user_agent) profile.user_agent = *settings.user_agent;
    if (settings.firmware_version) profile.firmware_version = *settings.firmware_version;
    if (settings.boot_time) profile.boot_time = *settings.boot_time;
    if (settings.boot_spread) profile.boot_spread = *settings.boot_spread;
    if (settings.answer_deadline) profile.answer_deadline = *settings.answer_deadline;
    if (settings.retry_base) profile.provisioning_retry.base = profile.registration_retry.base = *settings.retry_base;
    if (settings.retry_cap) profile.provisioning_retry.cap = profile.registration_retry.cap = *settings.retry_cap;
    if (settings.document) profile.document = *settings.document;
  }
  return profile;
}

void Cast::add_device(std::size_t group_number, const PlannedDevice& planned) {
  const Group& group = plan_.scenario.fleet[group_number];
  const Subscriber identity = device_subscriber(plan_.scenario, group_number, planned.index);
  players_.push_back(std::make_unique<Player>());
  Player& player = *players_.back();
  player.config.serial_number = identity.serial_number;
  player.config.mac_address = identity.mac_address;
  player.config.customer_number = identity.customer_number;
  player.config.provisioning_url = provisioning_url_;
  player.config.profile = profiles_[group_number].get();
  HostConfig config;
  config.name = planned.name;
  config.addresses = {simulated_ ? device_address(group_number, planned.index) : IpAddress::loopback_v4()};
  config.link = link_of(group);
  config.main = [&player](Host& host) { return live(host, player); };
  Host& host = world_.add_host(std::move(config));
  world_.at(planned.power_on, [this, &host] { give_power(host); });
  for (std::size_t i = 0; i < planned.fault_times.size(); ++i) {
    if (planned.fault_times[i] != kNotHit) schedule_fault(host, plan_.scenario.faults[i], planned.fault_times[i]);
  }
}

void Cast::schedule_fault(Host& host, const Fault& fault, Moment at) {
  const bool cut = std::holds_alternative<PowerCutAction>(fault.action);
  world_.at(at, [this, &host, cut, off_for = length_of(fault)] {
    if (!host.powered()) return;
    if (cut) {
      world_.power_cut(host);
      host.record("device.power_cut");
    } else {
      world_.power_off(host);
    }
    world_.at(world_.now() + off_for, [this, &host] { restore_power(host); });
  });
}

void Cast::restore_power(Host& host) {
  if (host.powered()) {
    // It is still taking its leave.
    constexpr Duration kAgain = std::chrono::milliseconds(100);
    if (host.power_off_requested()) world_.at(world_.now() + kAgain, [this, &host] { restore_power(host); });
    return;
  }
  give_power(host);
}

void Cast::give_power(Host& host) {
  if (host.powered()) return;
  world_.power_on(host);
  host.record("device.power_on");
}

}  // namespace dialtone
