#include "world/virtual/network.h"

#include <algorithm>
#include <cassert>

#include "world/virtual/nat.h"
#include "world/virtual/virtual_host.h"

namespace dialtone {
namespace {

constexpr Purpose kLossUp("network.loss.up");
constexpr Purpose kLossDown("network.loss.down");
constexpr Purpose kJitterUp("network.jitter.up");
constexpr Purpose kJitterDown("network.jitter.down");
constexpr Purpose kReorderUp("network.reorder.up");
constexpr Purpose kReorderDown("network.reorder.down");
constexpr Purpose kDuplicateUp("network.duplicate.up");
constexpr Purpose kDuplicateDown("network.duplicate.down");
constexpr Purpose kCorrupt("network.corrupt");

// A host that sends to itself needs no link, but time must pass.
constexpr Duration kOwnLoopback = std::chrono::microseconds(10);

// Returns the link that a packet between `owner` and `peer` crosses on `owner`'s side. A host has no link towards
// itself, and a translator none towards the hosts behind it.
const Link& link_at(const VirtualHost& owner, const VirtualHost& peer) {
  static constexpr Link kNone{};
  return &peer == &owner || peer.behind() == &owner ? kNone : owner.link();
}

std::uint32_t fragments(const Packet& packet, const Link& link) {
  if (packet.protocol == Transport::kTcp || packet.wire_bytes() <= link.mtu_bytes) return 1;
  const std::uint32_t header = packet.from.address.is_v4() ? 20 : 40;
  assert(link.mtu_bytes > header);
  const std::uint32_t room = link.mtu_bytes - header;
  return (packet.wire_bytes() - header + room - 1) / room;
}

// Returns true if the link draws no chance.
bool is_steady(const Link& link) {
  return link.loss.is_zero() && link.duplication.is_zero() && link.reordering.is_zero() &&
         link.jitter == Duration::zero();
}

// Draws for a packet that has arrived at `receiver`, with a separate stream for each sender and each of the two links.
class Draws {
 public:
  Draws(VirtualHost& receiver, const Packet& packet)
      : receiver_(receiver), packet_(packet), peer_(std::hash<IpAddress>()(packet.from.address)) {}

  // A datagram above the MTU is sent in fragments, and is lost if any fragment is.
  bool is_lost(const Link& link, Purpose purpose) {
    if (link.loss.is_zero()) return false;
    bool lost = false;
    for (std::uint32_t i = fragments(packet_, link); i > 0; --i) {
      const Draw draw = receiver_.chance(purpose, peer_);
      lost = draw.happens(link.loss) || lost;
    }
    return lost;
  }
  bool is_doubled(const Link& link, Purpose purpose) {
    return !link.duplication.is_zero() && receiver_.chance(purpose, peer_).happens(link.duplication);
  }
  // Returns the delay that chance adds to the link's latency.
  Duration delay(const Link& link, Purpose jitter, Purpose reorder) {
    Duration delay{};
    if (link.jitter > Duration::zero()) delay += receiver_.chance(jitter, peer_).between({}, link.jitter);
    if (!link.reordering.is_zero() && receiver_.chance(reorder, peer_).happens(link.reordering)) delay += link.latency;
    return delay;
  }

 private:
  VirtualHost& receiver_;
  const Packet& packet_;
  std::uint64_t peer_;
};

std::unique_ptr<Transit> copy_of(const Transit& transit, Event::Fire fire) {
  auto copy = std::make_unique<Transit>(fire);
  copy->packet = transit.packet;
  copy->receiver = transit.receiver;
  copy->up = transit.up;
  copy->down = transit.down;
  copy->stage = transit.stage;
  return copy;
}

}  // namespace

void Network::add_address(const IpAddress& address, VirtualHost& host) {
  const bool added = hosts_.emplace(address, &host).second;
  assert(added && "an address is one host's");
}

void Network::move_address(const IpAddress& from, const IpAddress& to) {
  const auto moved = hosts_.extract(from);
  assert(!moved.empty() && "only an address that somebody has is given up");
  add_address(to, *moved.mapped());
}

VirtualHost* Network::find(const IpAddress& address) const {
  const auto found = hosts_.find(address);
  return found == hosts_.end() ? nullptr : found->second;
}

const Link& Network::share(const Link& link) {
  const auto found = std::find(links_.begin(), links_.end(), link);
  return found == links_.end() ? links_.emplace_back(link) : *found;
}

void Network::set_region_latency(std::uint16_t one, std::uint16_t other, Duration latency) {
  regions_[{std::min(one, other), std::max(one, other)}] = latency;
}

Duration Network::region_latency(const VirtualHost& one, const VirtualHost& other) const {
  if (regions_.empty() || one.behind() == &other || other.behind() == &one) return {};
  const auto found = regions_.find({std::min(one.region(), other.region()), std::max(one.region(), other.region())});
  return found == regions_.end() ? Duration{} : found->second;
}

RuleGuard Network::install(Rule rule, std::string name) {
  assert(rule);
  assert(!is_judging_ && "no rule installs another");
  const std::uint64_t id = next_rule_id_++;
  rules_.push_back({id, std::move(rule), std::move(name)});
  return RuleGuard(*this, id);
}

void Network::remove_rule(std::uint64_t id) {
  assert(!is_judging_ && "no rule takes one away");
  const std::size_t removed = std::erase_if(rules_, [id](const Installed& installed) { return installed.id == id; });
  assert(removed == 1);
}

Verdict Network::judge(Packet& packet, VirtualHost& sender) {
  Verdict verdict;
  is_judging_ = true;
  for (const Installed& installed : rules_) {
    verdict = installed.rule(packet, sender.world_now());
    if (verdict.kind == Verdict::Kind::kPass) continue;
    if (verdict.by.empty()) verdict.by = installed.name;
    break;
  }
  is_judging_ = false;
  assert(verdict.delay >= Duration::zero());
  if (!verdict.corrupts) return verdict;
  if (packet.payload.empty()) return {.kind = Verdict::Kind::kDrop, .by = verdict.by};
  const Draw where = sender.chance(kCorrupt, std::hash<IpAddress>()(packet.to.address));
  char& byte = packet.payload[where.below(packet.payload.size())];
  byte = static_cast<char>(byte ^ 0x55);
  return verdict;
}

std::unique_ptr<Transit> Network::make_transit() { return std::make_unique<Transit>(&Network::arrive); }

void Network::send(std::unique_ptr<Transit> transit, VirtualHost& sender, VirtualHost* receiver) {
  Packet& packet = transit->packet;
  assert(!transit->scheduled() && "a packet is sent once");
  assert(packet.from.address.is_v4() == packet.to.address.is_v4());
  Verdict verdict;
  std::uint64_t fold = 0;
  if (!rules_.empty()) {
    verdict = judge(packet, sender);
    fold = verdict.fold();
  }
  sender.note_packet(packet, fold);
  if (tap_ != nullptr && packet.number == 0) packet.number = ++packets_seen_;
  if (verdict.kind == Verdict::Kind::kDrop) return tell_sent(Fate::kDropped, packet, sender, verdict);
  if (receiver == nullptr) return tell_sent(Fate::kNoSuchHost, packet, sender, verdict);
  transit->receiver = receiver;
  transit->up = &link_at(sender, *receiver);
  transit->down = &link_at(*receiver, sender);
  transit->stage =
      is_steady(*transit->up) && is_steady(*transit->down) ? Transit::Stage::kDecided : Transit::Stage::kUndecided;
  for (int copy = 0; copy < verdict.extra_copies; ++copy) {
    deliver(copy_of(*transit, &Network::arrive), sender, verdict, Fate::kDuplicated);
  }
  deliver(std::move(transit), sender, verdict, Fate::kSent);
}

void Network::tell_sent(Fate fate, const Packet& packet, const VirtualHost& sender, const Verdict& verdict) const {
  if (tap_ != nullptr) [[unlikely]]
    show(Vantage::kSender, fate, packet, sender, verdict);
}

void Network::show(Vantage vantage, Fate fate, const Packet& packet, const VirtualHost& host,
                   const Verdict& verdict) const {
  tap_->see({host.world_now(), vantage, fate, packet, host, verdict});
}

void Network::deliver(std::unique_ptr<Transit> transit, VirtualHost& sender, const Verdict& verdict, Fate fate) {
  const Packet& packet = transit->packet;
  const VirtualHost& receiver = *transit->receiver;
  Moment arrival = sender.world_now();
  if (&sender == &receiver) {
    arrival += kOwnLoopback;
  } else {
    const std::optional<Moment> sent = sender.uplink().carry(arrival, packet.wire_bytes(), *transit->up);
    if (!sent) return tell_sent(Fate::kQueueFull, packet, sender, verdict);
    arrival = *sent + transit->up->latency;
    arrival += region_latency(sender, receiver);
    arrival += transit->down->latency;
  }
  arrival += verdict.delay;
  assert(arrival >= sender.world_now() && "no packet comes before it was sent");
  tell_sent(fate, packet, sender, verdict);
  Transit& travelling = *transit.release();
  sender.schedule(travelling, arrival, EventClass::kPacket);
}

void Network::arrive(Event& event) {
  std::unique_ptr<Transit> transit(&static_cast<Transit&>(event));
  assert(transit->receiver != nullptr);
  if (transit->stage == Transit::Stage::kUndecided) {
    decide(std::move(transit));
  } else {
    carry(std::move(transit));
  }
}

void Network::decide(std::unique_ptr<Transit> transit) {
  VirtualHost& receiver = *transit->receiver;
  const Packet& packet = transit->packet;
  const Link& up = *transit->up;
  const Link& down = *transit->down;
  Draws draws(receiver, packet);
  const bool is_lost_on_the_way_up = draws.is_lost(up, kLossUp);
  const bool is_lost_on_the_way_down = draws.is_lost(down, kLossDown);
  if (is_lost_on_the_way_up || is_lost_on_the_way_down) {
    return receiver.network().tell(Vantage::kReceiver, Fate::kLost, packet, receiver);
  }
  transit->stage = Transit::Stage::kDecided;
  const bool is_doubled_on_the_way_up = draws.is_doubled(up, kDuplicateUp);
  const bool is_doubled_on_the_way_down = draws.is_doubled(down, kDuplicateDown);
  const auto hold_back = [&](std::unique_ptr<Transit> held) {
    Duration delay = draws.delay(up, kJitterUp, kReorderUp);
    delay += draws.delay(down, kJitterDown, kReorderDown);
    if (delay == Duration::zero()) return carry(std::move(held));
    Transit& travelling = *held.release();
    receiver.schedule(travelling, receiver.world_now() + delay, EventClass::kPacket);
  };
  if (is_doubled_on_the_way_up || is_doubled_on_the_way_down) {
    receiver.network().tell(Vantage::kReceiver, Fate::kDuplicated, packet, receiver);
    hold_back(copy_of(*transit, &Network::arrive));
  }
  hold_back(std::move(transit));
}

void Network::carry(std::unique_ptr<Transit> transit) {
  VirtualHost& receiver = *transit->receiver;
  const Link& link = *transit->down;
  if (link.bits_per_second > 0 && transit->stage != Transit::Stage::kCarried) {
    const Packet& packet = transit->packet;
    const std::optional<Moment> end = receiver.downlink().carry(receiver.world_now(), packet.wire_bytes(), link);
    if (!end) return receiver.network().tell(Vantage::kReceiver, Fate::kQueueFull, packet, receiver);
    transit->stage = Transit::Stage::kCarried;
    Transit& travelling = *transit.release();
    receiver.schedule(travelling, *end, EventClass::kPacket);
    return;
  }
  receiver.receive(std::move(transit));
}

}  // namespace dialtone
