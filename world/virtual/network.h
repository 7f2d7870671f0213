// The simulated network: who has which address, what the links between them do to a packet, the rules, and the tap.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "values/ip_address.h"
#include "values/time.h"
#include "world/link.h"
#include "world/virtual/packet.h"
#include "world/virtual/rule.h"
#include "world/virtual/tap.h"
#include "world/virtual/transit.h"

namespace dialtone {

class Network {
 public:
  Network() = default;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // Each address belongs to one host.
  void add_address(const IpAddress& address, VirtualHost& host);
  // The host with the address `from` has the address `to` instead.
  void move_address(const IpAddress& from, const IpAddress& to);
  // Returns the host that has the address and is not behind a translator; null if there is none.
  VirtualHost* find(const IpAddress& address) const;

  // Returns the one shared copy of a link with these properties, which lives as long as the network.
  const Link& share(const Link& link);

  // Sets the one-way latency between hosts of two regions, the same in both directions, added to that of their links.
  void set_region_latency(std::uint16_t one, std::uint16_t other, Duration latency);

  // `name` says who decided, for taps, if the rule's verdict does not (Verdict::by).
  RuleGuard install(Rule rule, std::string name = {});

  // Sets the tap, which from now on sees every packet; only one at a time, null: none. It must outlive the network, or
  // be removed before.
  void set_tap(Tap* tap) { tap_ = tap; }
  // Reports a packet's fate to the tap, if any; called by the code that accepts or refuses packets.
  void tell(Vantage vantage, Fate fate, const Packet& packet, const VirtualHost& host) const {
    if (tap_ != nullptr) [[unlikely]]
      show(vantage, fate, packet, host, {});
  }

  // An empty packet, to be filled in and sent.
  static std::unique_ptr<Transit> make_transit();
  // Sends the packet to `receiver`, the next host on its way (VirtualHost::next_hop); null if nobody has its address.
  // Rules and the sender's bandwidth apply now. Losses and delays by chance are drawn when the packet arrives, from the
  // receiver's own chance, so that sender and receiver share no state in between. One exception: which byte a rule
  // corrupts is drawn now, from the sender's chance, in a stream for each address that it sends to. The sender does not
  // learn what becomes of the packet; the tap does.
  void send(std::unique_ptr<Transit> transit, VirtualHost& sender, VirtualHost* receiver);

 private:
  friend class RuleGuard;
  struct Installed {
    std::uint64_t id;
    Rule rule;
    std::string name;
  };

  void remove_rule(std::uint64_t id);
  // Returns the rules' verdict, and applies it to the packet.
  Verdict judge(Packet& packet, VirtualHost& sender);
  // `fate` is reported if the packet is delivered.
  void deliver(std::unique_ptr<Transit> transit, VirtualHost& sender, const Verdict& verdict, Fate fate);
  // The function that a Transit's event calls: the packet arrives at its receiver's link.
  static void arrive(Event& event);
  // Draws the losses and delays by chance on both links.
  static void decide(std::unique_ptr<Transit> transit);
  // Carries the packet over the receiver's link, if its bandwidth is limited, and hands it to the receiver.
  static void carry(std::unique_ptr<Transit> transit);
  void tell_sent(Fate fate, const Packet& packet, const VirtualHost& sender, const Verdict& verdict) const;
  void show(Vantage vantage, Fate fate, const Packet& packet, const VirtualHost& host, const Verdict& verdict) const;
  Duration region_latency(const VirtualHost& one, const VirtualHost& other) const;

  std::deque<Link> links_;
  std::unordered_map<IpAddress, VirtualHost*> hosts_;
  std::map<std::pair<std::uint16_t, std::uint16_t>, Duration> regions_;
  std::vector<Installed> rules_;
  std::uint64_t next_rule_id_ = 1;
  Tap* tap_ = nullptr;
  std::uint64_t packets_seen_ = 0;
  bool is_judging_ = false;
};

}  // namespace dialtone
