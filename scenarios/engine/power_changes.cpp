#include "scenarios/engine/power_changes.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <variant>

namespace dialtone {

bool takes_servers_power(const Fault& fault) {
  return is_server(fault.target) && std::holds_alternative<PowerAction>(fault.action);
}

std::array<PowerChange, 2> power_changes(const Fault& fault, ServerKind server, Moment at) {
  using Kind = PowerChange::Kind;
  const auto& power = std::get<PowerAction>(fault.action);
  const Kind end = power.how == PowerAction::How::kOff ? Kind::kTerminate : Kind::kKill;
  return {PowerChange{at, end, server, &fault}, PowerChange{at + power.off_for, Kind::kStart, server, &fault}};
}

std::vector<PowerChange> power_changes(const Scenario& scenario) {
  std::vector<PowerChange> changes;
  for (const Fault& fault : scenario.faults) {
    const std::optional<ServerKind> server = server_targeted(fault.target);
    if (!server || !takes_servers_power(fault) || fault.when) continue;
    for (const PowerChange& change : power_changes(fault, *server, Moment(fault.at))) changes.push_back(change);
  }
  std::sort(changes.begin(), changes.end(), [](const PowerChange& a, const PowerChange& b) {
    return std::tie(a.at, a.server, a.kind) < std::tie(b.at, b.server, b.kind);
  });
  return changes;
}

}  // namespace dialtone
