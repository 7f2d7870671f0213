// A network address translator: an office, or a home, behind one public address. Hosts behind it have private addresses
// that nobody outside can reach, and that another office may have too; among themselves they speak directly. What they
// send outside leaves with the public address and a port of the translator's, which is theirs for as long as the
// mapping lasts; what comes back is let in or not, as the filter says.
//
// It is a host of the virtual world, on the way of every packet: it has a link of its own to the outside (the links of
// the hosts behind it end at it), and power, which can be cut; its mappings are forgotten at every power-on. Rules and
// captures see a packet on each side of it, with the addresses of that side. It draws nothing.
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
  // Packets of the public address's family are translated; those of the other pass by, as IPv6 does in such an office.
  Nat(VirtualWorld& world, std::string name, const IpAddress& public_address, const NatOptions& options,
      std::uint64_t seed, WallTime wall_base);

  // Forgets every mapping at once.
  void forget() { table_.forget(); }
  // The conversations that it knows now.
  std::size_t sessions() const { return table_.sessions(world_now()); }

  // --- for the network ---
  bool translates(const IpAddress& destination) const { return destination.is_v4() == address().is_v4(); }
  // An address behind it belongs to one host.
  void add_inside(const IpAddress& address, VirtualHost& host);
  // Who takes a packet that a host behind it sends: another one behind it, or the translator.
  VirtualHost* next_hop(const IpAddress& destination);
  void receive(std::unique_ptr<Packet> packet) override;

 private:
  // How a packet goes on.
  struct Way {
    enum class Kind : std::uint8_t { kOutside, kInside, kNowhere, kUnknown };
    // kUnknown: of a conversation that it does not know, which may be reset.
    Kind kind;
    Endpoint from{};
    Endpoint to{};
    VirtualHost* inner_host = nullptr;
  };
  Way way_out(const Packet& packet);
  // `sender`: as the translator tells the one inside who sent it.
  Way way_in(const Packet& packet, const Endpoint& sender);

  Network& network_;
  NatOptions options_;
  NatTable table_{options_};
  std::unordered_map<IpAddress, VirtualHost*> inside_;
};

}  // namespace dialtone
