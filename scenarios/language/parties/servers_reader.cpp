#include "scenarios/language/parties/servers_reader.h"

#include <optional>

#include "scenarios/language/keys/key_reader.h"
#include "scenarios/language/parties/server_keys.h"

namespace dialtone {
namespace {

void read_call_agent(MapCursor& map, const ScenarioNames& names, CallAgentSettings& server) {
  read_keys(map, names, server);
  if (server.max_expires >= server.min_expires) return;
  map.faults().report(map.origin(), "'max_expires' (" + to_text(server.max_expires) +
                                        ") is shorter than 'min_expires' (" + to_text(server.min_expires) + ")");
}

}  // namespace

void read_servers(MapCursor& root, const ScenarioNames& names, Scenario& scenario) {
  std::optional<MapCursor> servers = root.map("servers");
  if (!servers) return;
  if (std::optional<MapCursor> map = servers->map(kProvisioningTarget)) {
    read_keys(*map, names, scenario.provisioning);
  }
  if (std::optional<MapCursor> map = servers->map(kCallAgentTarget)) {
    read_call_agent(*map, names, scenario.call_agent);
  }
  if (std::optional<MapCursor> map = servers->map(kBackupCallAgentTarget)) {
    read_call_agent(*map, names, scenario.backup_call_agent.emplace());
  }
  servers->refuse_unknown();
}

}  // namespace dialtone
