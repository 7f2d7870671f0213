// The servers of a run: what each is called, and where it is.
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

// Those that a scenario has, in the order in which they are started.
std::vector<ServerKind> servers_of(const Scenario& scenario);

// Of its host and its process: `call-agent`. As a fault's target: `call_agent`.
std::string_view host_name_of(ServerKind kind);
std::string_view target_name_of(ServerKind kind);
std::optional<ServerKind> server_on_host(std::string_view host);
std::optional<ServerKind> server_targeted(std::string_view target);

std::string proxy_host_name(std::string_view proxy);

// Its domain name, in the scenario's domain.
std::string domain_name_of(ServerKind kind, const Scenario& scenario);
// In a virtual world.
Endpoint simulated_endpoint_of(ServerKind kind);

const ServerSettings& settings_of(ServerKind kind, const Scenario& scenario);

// Where the servers are. In a real world that is known only when they have started.
class ServerEndpoints {
 public:
  std::optional<Endpoint>& operator[](ServerKind kind) { return endpoints_[static_cast<std::size_t>(kind)]; }
  const std::optional<Endpoint>& operator[](ServerKind kind) const {
    return endpoints_[static_cast<std::size_t>(kind)];
  }
  // Whether every server of the scenario is known.
  bool complete(const Scenario& scenario) const;

 private:
  std::array<std::optional<Endpoint>, kServerKinds> endpoints_;
};

ServerEndpoints simulated_servers(const Scenario& scenario);

}  // namespace dialtone
