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

// Returns the link that a packet between these two crosses on `owner`'s side; a translator has none towards hosts
// behind it.
const Link& link_at(const VirtualHost& owner, const VirtualHost& peer) {
  static constexpr Link kInside{};
  return peer.behind() == &owner ? kInside : owner.link();
}

std::uint32_t fragments(const Packet& packet, const Link& link) {
  if (packet.protocol == Transport::kTcp || packet.wire_bytes() <= link.mtu_bytes) return 1;
  const std::uint32_t header = packet.from.address.is_v4() ? 20 : 40;
  assert(link.mtu_bytes > header);
  const std::uint32_t room = link.mtu_bytes - header;
  return (packet.wire_bytes() - header + room - 1) / room;
}

bool lost_on(VirtualHost& owner, const VirtualHost& peer, const Packet& packet, Purpose purpose) {
  const Link& link = link_at(owner, peer);
  if (link.loss.is_zero()) return false;
  bool lost = false;
  for (std::uint32_t i = fragments(packet, link); i > 0; --i) {
    const Draw draw = owner.chance(purpose, peer.key());
    lost = draw.happens(link.loss) || lost;
  }
  return lost;
}

Duration transit(VirtualHost& owner, const VirtualHost& peer, Purpose jitter, Purpose reorder) {
  const Link& link = link_at(owner, peer);
  Duration time = link.latency;
  if (link.jitter > Duration::zero()) time += owner.chance(jitter, peer.key()).between({}, link.jitter);
  if (!link.reordering.is_zero() && owner.chance(reorder, peer.key()).happens(link.reordering)) time += link.latency;
  return time;
}

bool doubled_on(VirtualHost& owner, const VirtualHost& peer, Purpose purpose) {
  const Link& link = link_at(owner, peer);
  return !link.duplication.is_zero() && owner.chance(purpose, peer.key()).happens(link.duplication);
}

std::unique_ptr<Packet> copy_of(const Packet& packet, Event::Fire fire) {
  auto copy = std::make_unique<Packet>(fire);
  copy->from = packet.from;
  copy->to = packet.to;
  copy->protocol = packet.protocol;
  copy->tcp = packet.tcp;
  copy->payload = packet.payload;
  copy->sender = packet.sender;
  copy->receiver = packet.receiver;
  copy->number = packet.number;
  return copy;
}

}  // namespace

void Network::add_address(const IpAddress& address, VirtualHost& host) {
  const bool added = hosts_.emplace(address, &host).second;
  assert(added && "an address is one host's");
}

VirtualHost* Network::find(const IpAddress& address, const VirtualHost& sender) const {
  Nat* const nat = sender.behind();
  if (nat != nullptr && nat->translates(address)) return nat->next_hop(address);
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

Verdict Network::judge(Packet& packet) {
  Verdict verdict;
  is_judging_ = true;
  for (const Installed& installed : rules_) {
    verdict = installed.rule(packet, *packet.sender);
    if (verdict.kind == Verdict::Kind::kPass) continue;
    if (verdict.by.empty()) verdict.by = installed.name;
    break;
  }
  is_judging_ = false;
  assert(verdict.delay >= Duration::zero());
  if (!verdict.corrupts) return verdict;
  if (packet.payload.empty()) return {.kind = Verdict::Kind::kDrop, .by = verdict.by};
  const Draw where = packet.sender->chance(kCorrupt, hash_text(packet.payload));
  char& byte = packet.payload[where.below(packet.payload.size())];
  byte = static_cast<char>(byte ^ 0x55);
  return verdict;
}

void Network::send(std::unique_ptr<Packet> packet) {
  assert(packet->sender != nullptr);
  assert(!packet->scheduled() && "a packet is sent once");
  assert(packet->from.address.is_v4() == packet->to.address.is_v4());
  VirtualHost& sender = *packet->sender;
  if (packet->receiver == nullptr) packet->receiver = find(packet->to.address, sender);
  Verdict verdict;
  std::uint64_t fold = 0;
  if (!rules_.empty()) {
    verdict = judge(*packet);
    fold = verdict.fold();
  }
  sender.note_packet(*packet, fold);
  if (tap_ != nullptr && packet->number == 0) packet->number = ++packets_seen_;
  if (verdict.kind == Verdict::Kind::kDrop) return tell_sent(Fate::kDropped, *packet, verdict);
  if (packet->receiver == nullptr) return tell_sent(Fate::kNoSuchHost, *packet, verdict);
  if (lost(*packet)) return tell_sent(Fate::kLost, *packet, verdict);
  if (packet->receiver != &sender &&
      (doubled_on(sender, *packet->receiver, kDuplicateUp) || doubled_on(*packet->receiver, sender, kDuplicateDown))) {
    deliver(copy_of(*packet, &Network::arrive), verdict, Fate::kDuplicated);
  }
  for (int copy = 0; copy < verdict.extra_copies; ++copy) {
    deliver(copy_of(*packet, &Network::arrive), verdict, Fate::kDuplicated);
  }
  deliver(std::move(packet), verdict, Fate::kSent);
}

void Network::tell_sent(Fate fate, const Packet& packet, const Verdict& verdict) const {
  if (tap_ != nullptr) [[unlikely]]
    show(Vantage::kSender, fate, packet, *packet.sender, verdict);
}

void Network::show(Vantage vantage, Fate fate, const Packet& packet, const VirtualHost& host,
                   const Verdict& verdict) const {
  tap_->see({host.world_now(), vantage, fate, packet, host, verdict});
}

bool Network::lost(const Packet& packet) const {
  VirtualHost& sender = *packet.sender;
  VirtualHost& receiver = *packet.receiver;
  if (&sender == &receiver) return false;
  const bool up = lost_on(sender, receiver, packet, kLossUp);
  const bool down = lost_on(receiver, sender, packet, kLossDown);
  return up || down;
}

void Network::deliver(std::unique_ptr<Packet> packet, const Verdict& verdict, Fate fate) {
  VirtualHost& sender = *packet->sender;
  VirtualHost& receiver = *packet->receiver;
  Moment arrival = sender.world_now() + verdict.delay;
  if (&sender == &receiver) {
    arrival += kOwnLoopback;
  } else {
    const std::optional<Moment> sent = sender.uplink().carry(arrival, packet->wire_bytes(), link_at(sender, receiver));
    if (!sent) return tell_sent(Fate::kQueueFull, *packet, verdict);
    arrival = *sent;
    arrival += transit(sender, receiver, kJitterUp, kReorderUp);
    arrival += region_latency(sender, receiver);
    arrival += transit(receiver, sender, kJitterDown, kReorderDown);
  }
  assert(arrival >= sender.world_now() && "no packet comes before it was sent");
  tell_sent(fate, *packet, verdict);
  Packet& travelling = *packet.release();
  sender.schedule(travelling, arrival, EventClass::kPacket);
}

void Network::arrive(Event& event) {
  std::unique_ptr<Packet> packet(&static_cast<Packet&>(event));
  assert(packet->receiver != nullptr && packet->sender != nullptr);
  VirtualHost& receiver = *packet->receiver;
  const Link& link = link_at(receiver, *packet->sender);
  if (link.bits_per_second > 0 && !packet->on_last_link && packet->sender != &receiver) {
    const std::optional<Moment> sent = receiver.downlink().carry(receiver.world_now(), packet->wire_bytes(), link);
    if (!sent) return receiver.network().tell(Vantage::kReceiver, Fate::kQueueFull, *packet, receiver);
    packet->on_last_link = true;
    Packet& travelling = *packet.release();
    travelling.sender->schedule(travelling, *sent, EventClass::kPacket);
    return;
  }
  receiver.receive(std::move(packet));
}

}  // namespace dialtone
