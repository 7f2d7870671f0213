#include "scenarios/faults/packet_faults.h"

#include <algorithm>
#include <cassert>
#include <functional>

#include "scenarios/faults/carry_out.h"
#include "scenarios/faults/match_draw.h"
#include "scenarios/language/parties/device_addresses.h"
#include "world/chance.h"

namespace dialtone {
namespace {

constexpr Purpose kJitter("fault.jitter");

// The number of bits in PacketWindow::groups.
constexpr std::size_t kMostBits = 32;

bool fits(std::optional<Transport> wanted, Transport is) { return !wanted || wanted == is; }

}  // namespace

PacketFaults::PacketFaults(const Scenario& scenario, const std::vector<std::pair<std::string, Endpoint>>& peers,
                           const OpenWindows& open)
    : seed_(scenario.seed), open_(open) {
  assert(scenario.fleet.size() <= kMostBits);
  for (const Fault& fault : scenario.faults) {
    carry_out<Executor::kPackets>(fault.action, [&](const PacketAction& action) {
      PacketWindow& window = windows_.emplace_back();
      window.fault = &fault;
      window.action = &action;
      for (std::size_t number = 0; number < scenario.fleet.size(); ++number) {
        if (targets(fault, scenario.fleet[number].name)) window.groups |= std::uint32_t{1} << number;
      }
      for (const auto& [target, endpoint] : peers) {
        if (target == fault.match.peer) window.peers.push_back(endpoint);
      }
      watches_solicitation_ = watches_solicitation_ || fault.match.unsolicited;
    });
  }
}

bool PacketFaults::any_in(const Scenario& scenario) {
  return std::any_of(scenario.faults.begin(), scenario.faults.end(),
                     [](const Fault& fault) { return is_carried_out_by(fault.action, Executor::kPackets); });
}

bool PacketFaults::is_any_open(Moment now) const {
  return watches_solicitation_ || std::any_of(windows_.begin(), windows_.end(), [&](const PacketWindow& window) {
           return open_.is_open_for_any(*window.fault, now);
         });
}

PacketVerdict PacketFaults::judge(const DevicePacket& packet) {
  PacketVerdict verdict;
  const std::uint32_t device = device_key(packet.device.address);
  const Fault* dropping = nullptr;
  acting_.clear();
  for (PacketWindow& window : windows_) {
    if (!open_.is_open(*window.fault, packet.now, device) || !matches(window, packet)) continue;
    if (apply(window, packet, verdict)) acting_.push_back(window.fault);
    if (verdict.drops && dropping == nullptr) dropping = window.fault;
  }
  // On a dropped packet only the fault that dropped it has an effect.
  if (dropping != nullptr) acting_.assign(1, dropping);
  for (const Fault* fault : acting_) open_.note_act(*fault);
  if (!acting_.empty()) verdict.by = acting_.front()->name;
  if (watches_solicitation_ && packet.is_from_device) solicited_.emplace(packet.device, packet.peer);
  return verdict;
}

bool PacketFaults::matches(const PacketWindow& window, const DevicePacket& packet) const {
  assert(packet.group < kMostBits);
  const FaultMatch& match = window.fault->match;
  if ((window.groups >> packet.group & 1) == 0) return false;
  if (!fits(match.protocol, packet.protocol)) return false;
  if (!fits(window.action->protocol, packet.protocol)) return false;
  if (match.direction == FaultMatch::Direction::kFromDevices && !packet.is_from_device) return false;
  if (match.direction == FaultMatch::Direction::kToDevices && packet.is_from_device) return false;
  const auto is_peer = std::find(window.peers.begin(), window.peers.end(), packet.peer) != window.peers.end();
  if (!match.peer.empty() && !is_peer) return false;
  if (!match.has_size(packet.bytes)) return false;
  return !match.unsolicited || (!packet.is_from_device && !solicited_.contains({packet.device, packet.peer}));
}

bool PacketFaults::apply(PacketWindow& window, const DevicePacket& packet, PacketVerdict& verdict) {
  const PacketAction& action = *window.action;
  const std::uint64_t device = 2 * std::hash<IpAddress>()(packet.device.address) + (packet.is_from_device ? 1 : 0);
  Course& course = window.courses[device];
  const std::uint64_t ordinal = course.drawn++;
  if (!is_drawn(*window.fault, seed_, device, ordinal + 1)) return false;
  const bool is_first_corruption = action.corrupts && !verdict.corrupts;
  if (action.drops) verdict.drops = true;
  verdict.delay += action.delay;
  if (action.jitter > Duration::zero()) {
    verdict.delay += draw(seed_, window.fault->name, kJitter, device, ordinal).between({}, action.jitter);
  }
  verdict.corrupts = verdict.corrupts || action.corrupts;
  if (action.duplicates) ++verdict.extra_copies;
  const bool is_slow = action.bits_per_second != 0 && !verdict.drops;
  if (is_slow) {
    const Link link{.bits_per_second = action.bits_per_second, .queue_limit = action.queue_limit};
    const std::optional<Moment> sent = course.line.carry(packet.now, packet.bytes, link);
    verdict.drops = !sent;
    if (sent) verdict.delay += *sent - packet.now;
  }
  assert(verdict.delay >= Duration::zero());
  return is_first_corruption || is_slow || action.duplicates || action.delay > Duration::zero() ||
         action.jitter > Duration::zero();
}

}  // namespace dialtone
