// The servers of a run: their names, addresses and settings.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/parties/scenario.h"
#include "values/endpoint.h"

namespace dialtone {

enum class ServerKind : std::uint8_t { kCallAgent, kBackupCallAgent, kProvisioning };
inline constexpr std::array kEveryServer{ServerKind::kCallAgent, ServerKind::kBackupCallAgent,
                                         ServerKind::kProvisioning};
inline constexpr std::size_t kServerKinds = kEveryServer.size();

// The servers that a scenario has, in the order in which they start.
std::vector<ServerKind> servers_of(const Scenario& scenario);

// The name of the server's host and of its process: `call-agent`. target_name_of(): its name as a target: `call_agent`.
std::string_view host_name_of(ServerKind kind);
std::string_view target_name_of(ServerKind kind);
std::optional<ServerKind> server_on_host(std::string_view host);
std::optional<ServerKind> server_targeted(std::string_view target);

std::string proxy_host_name(std::string_view proxy);

// The server's domain name, within the scenario's domain.
std::string domain_name_of(ServerKind kind, const Scenario& scenario);
// The server's endpoint in a virtual world.
Endpoint simulated_endpoint_of(ServerKind kind);

const ServerSettings& settings_of(ServerKind kind, const Scenario& scenario);

// The endpoints of the servers. In a real world they are known only after the servers have started.
class ServerEndpoints {
 public:
  std::optional<Endpoint>& operator[](ServerKind kind) { return endpoints_[static_cast<std::size_t>(kind)]; }
  const std::optional<Endpoint>& operator[](ServerKind kind) const {
    return endpoints_[static_cast<std::size_t>(kind)];
  }
  // True if the endpoint of every server of the scenario is known.
  bool complete(const Scenario& scenario) const;

 private:
  std::array<std::optional<Endpoint>, kServerKinds> endpoints_;
};

ServerEndpoints simulated_servers(const Scenario& scenario);

}  // namespace dialtone
