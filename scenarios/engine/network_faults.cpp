#include "scenarios/engine/network_faults.h"

#include <cassert>

namespace dialtone {

void NetworkFaults::schedule() {
  for (const Fault& fault : plan_.scenario.faults) {
    if (!std::holds_alternative<DropPacketsAction>(fault.action)) continue;
    world_.at(Moment(fault.at), [this, &fault] {
      open_.push_back(world_.network().install(rule_of(fault)));
      world_.at(Moment(fault.until), [this, guard = std::prev(open_.end())] { open_.erase(guard); });
    });
  }
}

Rule NetworkFaults::rule_of(const Fault& fault) const {
  const DropPacketsAction::Protocol wanted = std::get<DropPacketsAction>(fault.action).protocol;
  for (std::size_t number = 0; number < plan_.scenario.fleet.size(); ++number) {
    if (plan_.scenario.fleet[number].name != fault.target) continue;
    return [block = group_addresses(number), wanted](const Packet& packet, Host&) {
      const bool is_tcp = packet.protocol == Protocol::kTcp;
      const bool is_wanted =
          wanted == DropPacketsAction::Protocol::kAll || is_tcp == (wanted == DropPacketsAction::Protocol::kTcp);
      const bool is_theirs = block.contains(packet.from.address) || block.contains(packet.to.address);
      return is_wanted && is_theirs ? Verdict::drop() : Verdict::pass();
    };
  }
  assert(false);
  return {};
}

}  // namespace dialtone
