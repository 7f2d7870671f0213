#include "scenarios/language/plan/answer_checks.h"

#include <algorithm>
#include <string>

#include "scenarios/language/document/sections.h"
#include "scenarios/language/faults/faults_doing.h"

namespace dialtone {
namespace {

// The transport of all groups that the fault can match; nothing if they have several, or there is no group.
std::optional<Transport> only_transport(const Fault& fault, const Scenario& scenario) {
  std::optional<Transport> only;
  for (const Group& group : scenario.fleet) {
    if (!fault.match.from.empty() && fault.match.from != group.name) continue;
    if (only && *only != group.transport) return std::nullopt;
    only = group.transport;
  }
  return only;
}

// Reports a key of an act that needs the other transport.
void refuse(const YamlNode& map, std::string_view key, Transport needed, const Fault& fault, Diagnostics& diagnostics) {
  const auto entry =
      std::find_if(map.entries.begin(), map.entries.end(), [&](const YamlEntry& each) { return each.key == key; });
  if (entry == map.entries.end()) return;
  const bool is_udp = needed == Transport::kUdp;
  const std::string who = fault.match.from.empty() ? "all groups register" : in_quotes(fault.match.from) + " registers";
  diagnostics.report(entry->origin, in_quotes(key) + " acts over " + (is_udp ? "UDP" : "TCP") + " only, and " + who +
                                        " over " + (is_udp ? "TCP" : "UDP"));
}

}  // namespace

void check_answers(const YamlNode& root, const Scenario& scenario, Diagnostics& diagnostics) {
  for (const auto& [fault, act] : faults_doing<ServerAction>(scenario.faults)) {
    const std::optional<Transport> transport = only_transport(fault, scenario);
    if (!transport) continue;
    const YamlNode& words = *root.find(section::kFaults)->find(fault.name)->find("do");
    if (act.closes && *transport == Transport::kUdp) refuse(words, "close", Transport::kTcp, fault, diagnostics);
    if (!act.sending || *transport == Transport::kUdp) continue;
    for (const std::string_view key : {"from", "to"}) {
      refuse(*words.find("send"), key, Transport::kUdp, fault, diagnostics);
    }
  }
}

}  // namespace dialtone
