// A network address translator: an office or home behind one public address. Hosts behind it have private addresses,
// which are unreachable from outside and may be used in another office too; they reach each other directly. Packets to
// the outside get the public address and a port of the translator as their source, for as long as the mapping lasts;
// the filter decides which packets from outside are let in.
//
// The translator is a host of the virtual world in the path of every packet. It has its own link to the outside (the
// links of the hosts behind it end at the translator), and power, which can be cut; mappings are forgotten at every
// power-on. Rules and captures see a packet on each side of it, with that side's addresses. Translating draws no
// chance; losses and delays on the links to it are drawn from its own chance, as at every receiver.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "world/virtual/nat_options.h"
#include "world/virtual/nat_table.h"
#include "world/virtual/virtual_host.h"

namespace dialtone {

class Network;

class Nat : public VirtualHost {
 public:
  // Packets of the public address's family are translated; those of the other family pass unchanged.
  Nat(VirtualWorld& world, std::string name, const IpAddress& public_address, const NatOptions& options,
      std::uint64_t seed, WallTime wall_base);

  // Forgets every mapping.
  void forget() { table_.forget(); }
  // The number of conversations that are alive now.
  std::size_t sessions() const { return table_.sessions(world_now()); }

  // --- for the network ---
  bool translates(const IpAddress& destination) const { return destination.is_v4() == address().is_v4(); }
  // Each address inside belongs to one host.
  void add_inside(const IpAddress& address, VirtualHost& host);
  // Gives the inside host with the address `from` the address `to` instead; its old mappings lead nowhere from now on.
  void move_inside(const IpAddress& from, const IpAddress& to);
  // Returns the receiver of a packet from an inside host: another inside host, or the translator.
  VirtualHost* next_hop_inside(const IpAddress& destination);
  void receive(std::unique_ptr<Transit> transit) override;
  VirtualHost* next_hop(const IpAddress& address) const override;

 private:
  // Where the translator sends a packet.
  struct Way {
    enum class Kind : std::uint8_t { kOutside, kInside, kNowhere, kUnknown };
    // kUnknown: the packet belongs to no conversation that the translator knows; NatOptions::unknown_tcp says whether
    // its sender gets a reset.
    Kind kind;
    Endpoint from{};
    Endpoint to{};
  };
  Way way_out(const Packet& packet);
  // `sender` is the source address that the receiver inside sees.
  Way way_in(const Packet& packet, const Endpoint& sender);

  Network& network_;
  NatOptions options_;
  NatTable table_{options_};
  std::unordered_map<IpAddress, VirtualHost*> inside_;
};

}  // namespace dialtone
