#include "scenarios/language/parties/server_kind.h"

#include <algorithm>

namespace dialtone {
namespace {

constexpr std::uint16_t kProvisioningPort = 8080;
constexpr std::uint16_t kSipPort = 5060;

struct KnownServer {
  ServerKind kind;
  std::string_view host;
  std::string_view target;
  std::string_view label;  // the first label of the server's domain name
  std::uint8_t address;    // the last byte of the server's simulated address
  std::uint16_t port;
};

constexpr std::array<KnownServer, kServerKinds> kServers{
    {{ServerKind::kCallAgent, "call-agent", kCallAgentTarget, "ca1.", 20, kSipPort},
     {ServerKind::kBackupCallAgent, "backup-call-agent", kBackupCallAgentTarget, "ca2.", 21, kSipPort},
     {ServerKind::kProvisioning, "provisioning", kProvisioningTarget, "prov.", 10, kProvisioningPort}}};

const KnownServer& server(ServerKind kind) { return kServers[static_cast<std::size_t>(kind)]; }

}  // namespace

std::vector<ServerKind> servers_of(const Scenario& scenario) {
  std::vector<ServerKind> kinds{ServerKind::kCallAgent};
  if (scenario.backup_call_agent) kinds.push_back(ServerKind::kBackupCallAgent);
  kinds.push_back(ServerKind::kProvisioning);
  return kinds;
}

std::string_view host_name_of(ServerKind kind) { return server(kind).host; }
std::string_view target_name_of(ServerKind kind) { return server(kind).target; }

std::optional<ServerKind> server_on_host(std::string_view host) {
  const auto found =
      std::find_if(kServers.begin(), kServers.end(), [&](const KnownServer& each) { return each.host == host; });
  return found == kServers.end() ? std::nullopt : std::optional(found->kind);
}

std::optional<ServerKind> server_targeted(std::string_view target) {
  const auto found =
      std::find_if(kServers.begin(), kServers.end(), [&](const KnownServer& each) { return each.target == target; });
  return found == kServers.end() ? std::nullopt : std::optional(found->kind);
}

std::string proxy_host_name(std::string_view proxy) { return "proxy-" + std::string(proxy); }

std::string domain_name_of(ServerKind kind, const Scenario& scenario) {
  return std::string(server(kind).label) + scenario.domain;
}

Endpoint simulated_endpoint_of(ServerKind kind) {
  return {IpAddress::v4(10, 0, 0, server(kind).address), server(kind).port};
}

const ServerSettings& settings_of(ServerKind kind, const Scenario& scenario) {
  switch (kind) {
    case ServerKind::kCallAgent: return scenario.call_agent;
    case ServerKind::kBackupCallAgent: return *scenario.backup_call_agent;
    case ServerKind::kProvisioning: break;
  }
  return scenario.provisioning;
}

bool ServerEndpoints::complete(const Scenario& scenario) const {
  const std::vector<ServerKind> kinds = servers_of(scenario);
  return std::all_of(kinds.begin(), kinds.end(), [this](ServerKind kind) { return (*this)[kind].has_value(); });
}

ServerEndpoints simulated_servers(const Scenario& scenario) {
  ServerEndpoints servers;
  for (const ServerKind kind : servers_of(scenario)) servers[kind] = simulated_endpoint_of(kind);
  return servers;
}

}  // namespace dialtone
