#include "scenarios/sites/world_site.h"

#include <cassert>
#include <iostream>
#include <utility>

namespace dialtone {
namespace {

constexpr std::size_t kHostsShown = 10;

}  // namespace

RunWorld run_world(const VirtualWorldConfig& config) {
  std::unique_ptr<VirtualWorld> world = make_virtual_world(config);
  VirtualWorld* const simulated = world.get();
  return {std::move(world), simulated, nullptr};
}

RunWorld run_world(const RealWorldConfig& config) {
  std::unique_ptr<RealWorld> world = make_real_world(config);
  RealWorld* const real = world.get();
  return {std::move(world), nullptr, real};
}

WorldSite::WorldSite(const SiteContext& context, const RunWorld& world, Residents residents, SubscriberStore* store)
    : world_(*world.world), real_(world.real), residents_(std::move(residents)) {
  assert(&context.world == &world_);
  const bool is_simulated = world.simulated != nullptr;
  if (!residents_.servers.empty()) {
    assert(store != nullptr && "servers have a user database");
    servers_.emplace(context.plan, world_, is_simulated, *store, &context.tally);
    if (residents_.lives) servers_->on_past(residents_.lives->past);
  }
  if (residents_.devices) {
    cast_.emplace(context.plan, world_, world.simulated, context.note, &context.tally, *residents_.devices);
  }
}

void WorldSite::start_servers() {
  const std::optional<ServerLives>& lives = residents_.lives;
  for (const ServerKind kind : residents_.servers) {
    lives ? servers_->start(kind, lives->listened[kind], lives->earlier) : servers_->start(kind);
  }
}

void WorldSite::begin(const ServerEndpoints& servers) {
  if (cast_) cast_->schedule_devices(servers);
  const std::optional<ServerLives>& lives = residents_.lives;
  if (servers_) servers_->schedule_faults(servers, !lives, lives && lives->earlier > 0);
}

void WorldSite::strike(const Fault& fault, Moment until) {
  if (is_server(fault.target)) {
    if (servers_) servers_->strike(fault, until);
  } else if (cast_) {
    cast_->strike(fault);
  }
}

void WorldSite::describe() { world_.describe(std::cerr, kHostsShown); }

Result<double> WorldSite::timer_lag_p99_ms() const { return real_ == nullptr ? 0.0 : real_->timer_lag_p99_ms(); }

void WorldSite::power_off_servers() {
  if (servers_) servers_->power_off();
}

}  // namespace dialtone
