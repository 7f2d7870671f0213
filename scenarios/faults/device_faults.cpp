#include "scenarios/faults/device_faults.h"

#include <cassert>
#include <utility>

#include "scenarios/faults/carry_out.h"
#include "scenarios/faults/match_draw.h"
#include "scenarios/language/faults/fault_words.h"
#include "scenarios/language/parties/device_addresses.h"

namespace dialtone {

DeviceFaults::DeviceFaults(const Scenario& scenario, std::size_t group, const NamedPlaces& places,
                           const OpenWindows& open, OnWrite on_write)
    : seed_(scenario.seed), places_(places), open_(open), on_write_(std::move(on_write)) {
  for (const Fault& fault : scenario.faults) {
    if (!targets(fault, scenario.fleet[group].name)) continue;
    carry_out<Executor::kHostScript>(
        fault.action, Overloaded{[&](const NameAction& action) { names_.push_back({{&fault}, &action}); },
                                 [&](const FlashAction&) { flash_.push_back({&fault}); }});
    if (fault.when && fault.when->write_byte) writes_.push_back({&fault});
  }
}

void DeviceFaults::lead(std::string_view server_target, const IpAddress& address) {
  const auto server = places_.domain_names.find(server_target);
  assert(server != places_.domain_names.end());
  led_[server->second] = address;
}

bool DeviceFaults::is_about(const Fault& fault, std::string_view name) const {
  const std::string& wanted = fault.match.name;
  if (wanted.empty() || wanted == name) return true;
  const auto server = places_.domain_names.find(wanted);
  return server != places_.domain_names.end() && server->second == name;
}

bool DeviceFaults::is_hit(CountedActs& counted, const Host& host) const {
  if (!counted.fault->match.counts()) return true;
  return is_drawn(*counted.fault, seed_, device_key(host.address()), ++counted.acts[host.name()]);
}

NameAct DeviceFaults::act_of(const NameAction& action) const {
  NameAct act;
  act.delay = action.delay;
  if (action.failure == NameFailure::kNoSuchName) act.failure = IoError::kNoSuchName;
  if (action.failure == NameFailure::kNoAnswer) act.failure = IoError::kDeadline;
  if (action.to.empty()) return act;
  const auto known = places_.addresses.find(action.to);
  const Result<IpAddress> literal = parse_ip_address(action.to);
  IpAddress address = places_.nowhere;
  if (known != places_.addresses.end()) address = known->second;
  if (literal) address = *literal;
  act.addresses = Addresses{address};
  return act;
}

NameAct DeviceFaults::on_question(const Host& asker, std::string_view name) {
  for (Answering& answering : names_) {
    const Fault& fault = *answering.questions.fault;
    if (!open_.is_open(fault, asker.world_now(), device_key(asker.address())) || !is_about(fault, name)) continue;
    if (!is_hit(answering.questions, asker)) continue;
    open_.note_act(fault);
    NameAct act = act_of(*answering.action);
    // A fault that only delays the answer leaves its addresses correct.
    if (!act.failure && !act.addresses) {
      const auto led = led_.find(name);
      if (led != led_.end()) act.addresses = Addresses{led->second};
    }
    return act;
  }
  const auto led = led_.find(name);
  if (led == led_.end()) return {};
  return {.addresses = Addresses{led->second}};
}

FlashAct DeviceFaults::on_write(const Host& writer, std::string_view /*file*/, std::size_t bytes) {
  FlashAct act;
  for (CountedActs& counted : flash_) {
    if (!open_.is_open(*counted.fault, writer.world_now(), device_key(writer.address()))) continue;
    if (!is_hit(counted, writer)) continue;
    if (!act.fails) open_.note_act(*counted.fault);
    act.fails = true;
  }
  for (CountedActs& counted : writes_) {
    if (!open_.hits(*counted.fault, device_key(writer.address()))) continue;
    if (++counted.acts[writer.name()] != counted.fault->when->nth) continue;
    const std::uint64_t byte = std::min<std::uint64_t>(*counted.fault->when->write_byte, bytes);
    act.stops_at_byte = std::min(act.stops_at_byte.value_or(bytes), static_cast<std::size_t>(byte));
    assert(act.stops_at_byte && *act.stops_at_byte <= bytes);
    on_write_(writer, *counted.fault, byte);
  }
  return act;
}

}  // namespace dialtone
