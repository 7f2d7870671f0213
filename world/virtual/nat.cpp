#include "world/virtual/nat.h"

#include <cassert>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

// The network calls the translator for packets; its own coroutine only waits for the power button.
Task<void> stay_on(Host& host) {
  while (!host.power_off_requested()) co_await Wait(host.power_button(), kNever, "the power button");
}

HostConfig config_of(Nat& nat, std::string name, const IpAddress& public_address, const NatOptions& options) {
  HostConfig config;
  config.name = std::move(name);
  config.addresses = {public_address};
  config.link = options.link;
  config.region = options.region;
  config.main = [&nat](Host& host) {
    nat.forget();
    return stay_on(host);
  };
  return config;
}

}  // namespace

Nat::Nat(VirtualWorld& world, std::string name, const IpAddress& public_address, const NatOptions& options,
         std::uint64_t seed, WallTime wall_base)
    : VirtualHost(world, config_of(*this, std::move(name), public_address, options), seed, wall_base),
      network_(world.network()),
      options_(options) {}

void Nat::add_inside(const IpAddress& address, VirtualHost& host) {
  assert(host.behind() == this);
  const bool added = inside_.emplace(address, &host).second;
  assert(added && "an address is one host's");
}

void Nat::move_inside(const IpAddress& from, const IpAddress& to) {
  const auto moved = inside_.extract(from);
  assert(!moved.empty() && "only an address that somebody has is given up");
  add_inside(to, *moved.mapped());
}

VirtualHost* Nat::next_hop_inside(const IpAddress& destination) {
  const auto found = inside_.find(destination);
  return found == inside_.end() ? static_cast<VirtualHost*>(this) : found->second;
}

VirtualHost* Nat::next_hop(const IpAddress& address) const {
  const auto found = inside_.find(address);
  return found == inside_.end() ? network_.find(address) : found->second;
}

void Nat::receive(std::unique_ptr<Transit> transit) {
  Packet& packet = transit->packet;
  if (!powered()) return network_.tell(Vantage::kReceiver, Fate::kNoPower, packet, *this);
  note_received(packet);
  const bool is_from_inside = inside_.contains(packet.from.address);
  const Way way = is_from_inside ? way_out(packet) : way_in(packet, packet.from);
  if (way.kind == Way::Kind::kNowhere || way.kind == Way::Kind::kUnknown) {
    network_.tell(Vantage::kReceiver, Fate::kRefused, packet, *this);
    const bool resets = way.kind == Way::Kind::kUnknown && options_.unknown_tcp == NatOptions::UnknownTcp::kReset;
    if (resets && packet.protocol == Transport::kTcp) refuse(packet);
    return;
  }
  network_.tell(Vantage::kReceiver, Fate::kReceived, packet, *this);
  packet.from = way.from;
  packet.to = way.to;
  network_.send(std::move(transit), *this, next_hop(packet.to.address));
}

Nat::Way Nat::way_out(const Packet& packet) {
  const bool to_itself = packet.to.address == address();
  if (to_itself && !options_.hairpinning) return {.kind = Way::Kind::kNowhere};
  const std::uint16_t port = table_.outgoing(packet, world_now());
  if (port == 0) return {.kind = Way::Kind::kUnknown};
  assert(translates(packet.to.address));
  const Endpoint outer{address(), port};
  if (!to_itself) return {.kind = Way::Kind::kOutside, .from = outer, .to = packet.to};
  const Way way = way_in(packet, outer);
  // kNowhere rather than kUnknown: a reset from the public address would confuse the sender inside.
  return way.kind == Way::Kind::kInside ? way : Way{.kind = Way::Kind::kNowhere};
}

Nat::Way Nat::way_in(const Packet& packet, const Endpoint& sender) {
  const std::optional<Endpoint> inner = table_.incoming(packet, sender, world_now());
  if (!inner) return {.kind = Way::Kind::kUnknown};
  // The host may have got another address since.
  if (!inside_.contains(inner->address)) return {.kind = Way::Kind::kNowhere};
  return {.kind = Way::Kind::kInside, .from = sender, .to = *inner};
}

}  // namespace dialtone
