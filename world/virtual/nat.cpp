#include "world/virtual/nat.h"

#include <cassert>

#include "world/virtual/virtual_world.h"

namespace dialtone {
namespace {

// Translating is what the network has it do; its own life is to be there until the button is pressed.
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

VirtualHost* Nat::next_hop(const IpAddress& destination) {
  const auto found = inside_.find(destination);
  return found == inside_.end() ? static_cast<VirtualHost*>(this) : found->second;
}

void Nat::receive(std::unique_ptr<Packet> packet) {
  assert(packet->receiver == this);
  if (!powered()) return;
  note_received(*packet);
  if (packet->sender->behind() == this) {
    send_outside(std::move(packet));
  } else {
    send_inside(std::move(packet));
  }
}

void Nat::send_outside(std::unique_ptr<Packet> packet) {
  const bool to_itself = packet->to.address == address();
  if (to_itself && !options_.hairpinning) return;
  const std::uint16_t port = table_.outgoing(*packet, world_now());
  if (port == 0) {
    reset_unknown(*packet);
    return;
  }
  assert(translates(packet->to.address));
  packet->from = {address(), port};
  if (to_itself) {
    send_inside(std::move(packet));
    return;
  }
  packet->sender = this;
  packet->receiver = nullptr;
  network_.send(std::move(packet));
}

void Nat::send_inside(std::unique_ptr<Packet> packet) {
  const NatTable::Inner inner = table_.incoming(*packet, packet->to.port, world_now());
  if (inner.host == nullptr) {
    // Whom a hairpin does not reach would not know its own address in the answer.
    if (packet->sender->behind() != this) reset_unknown(*packet);
    return;
  }
  assert(inner.host->behind() == this);
  packet->to = inner.end;
  packet->sender = this;
  packet->receiver = inner.host;
  network_.send(std::move(packet));
}

void Nat::reset_unknown(const Packet& packet) {
  const bool answers = options_.unknown_tcp == NatOptions::UnknownTcp::kReset;
  if (answers && packet.protocol == Protocol::kTcp) refuse(packet);
}

}  // namespace dialtone
