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

namespace dialtone {

class Network {
 public:
  Network() = default;
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  // An address belongs to one host.
  void add_address(const IpAddress& address, VirtualHost& host);
  // Who takes what `sender` sends to the address: its owner, or the translator before it; null: nobody.
  VirtualHost* find(const IpAddress& address, const VirtualHost& sender) const;

  // The one copy of a link's conditions that all hosts with the same ones point to; it stays.
  const Link& share(const Link& link);

  // One way, between hosts of two regions, in both directions, besides what their links take.
  void set_region_latency(std::uint16_t one, std::uint16_t other, Duration latency);

  // `name`: who decides, where the rule's verdict names nobody (Verdict::by).
  RuleGuard install(Rule rule, std::string name = {});

  // From now on it sees every packet; one at a time, null: none. It must outlive the network, or be taken away before.
  void set_tap(Tap* tap) { tap_ = tap; }
  // For those who take packets or refuse them: tells the tap.
  void tell(Vantage vantage, Fate fate, const Packet& packet, const VirtualHost& host) const {
    if (tap_ != nullptr) [[unlikely]]
      show(vantage, fate, packet, host, {});
  }

  // Sends a packet whose `from`, `to` and `sender` are set; `receiver` too where the sender knows who has that address.
  // What becomes of it is not told.
  void send(std::unique_ptr<Packet> packet);

  // What a Packet's event does: the packet reaches its receiver.
  static void arrive(Event& event);

 private:
  friend class RuleGuard;
  struct Installed {
    std::uint64_t id;
    Rule rule;
    std::string name;
  };

  void remove_rule(std::uint64_t id);
  // What the rules say, and what that changes in the packet.
  Verdict judge(Packet& packet);
  // Whether both links let it through; a datagram over the MTU has a chance to be lost for each fragment.
  bool lost(const Packet& packet) const;
  // `fate`: what it is where it is on its way.
  void deliver(std::unique_ptr<Packet> packet, const Verdict& verdict, Fate fate);
  void tell_sent(Fate fate, const Packet& packet, const Verdict& verdict) const;
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
