#include "scenarios/language/servers_reader.h"

#include <optional>
#include <utility>

#include "prov_server/request_limiter.h"

namespace dialtone {
namespace {

constexpr DurationRange kWholeSeconds{.least = std::chrono::seconds(1), .whole_seconds = true};

void read_server(MapCursor& map, ServerSettings& server) {
  server.cores = static_cast<int>(map.number("cores", 1, 1'024).value_or(static_cast<std::uint64_t>(server.cores)));
  server.request_cost = map.duration("request_cost").value_or(server.request_cost);
  server.link.latency = map.duration("latency").value_or(server.link.latency);
}

void read_algorithms(MapCursor& map, std::vector<digest::Algorithm>& algorithms) {
  const YamlNode* text = map.scalar("digest_algorithms", "a list such as MD5,SHA-256");
  if (text == nullptr) return;
  Result<std::vector<digest::Algorithm>> read = digest::parse_algorithms(text->text);
  if (!read) return map.faults().report(text->origin, "'digest_algorithms': " + read.error().reason);
  algorithms = *std::move(read);
}

void read_provisioning(MapCursor& map, ProvisioningSettings& server) {
  read_server(map, server);
  read_algorithms(map, server.digest_algorithms);
  if (const YamlNode* limit = map.scalar("limit", "a rate such as 10 or 30/m")) {
    const Result<Duration> interval = parse_request_interval(limit->text);
    if (!interval) map.faults().report(limit->origin, "'limit': " + interval.error().reason);
    server.limit = limit->text;
  }
  map.refuse_unknown();
}

void read_call_agent(MapCursor& map, CallAgentSettings& server) {
  read_server(map, server);
  read_algorithms(map, server.digest_algorithms);
  server.nonce_lifetime = map.duration("nonce_lifetime", kPositiveDuration).value_or(server.nonce_lifetime);
  server.min_expires = map.duration("min_expires", kWholeSeconds).value_or(server.min_expires);
  server.max_expires = map.duration("max_expires", kWholeSeconds).value_or(server.max_expires);
  server.max_contacts = static_cast<std::uint32_t>(map.number("max_contacts", 1, 1'000).value_or(server.max_contacts));
  server.probe = map.duration("probe", kPositiveDuration).value_or(server.probe);
  if (server.max_expires < server.min_expires) {
    map.faults().report(map.origin(), "'max_expires' (" + to_text(server.max_expires) +
                                          ") is shorter than 'min_expires' (" + to_text(server.min_expires) + ")");
  }
  map.refuse_unknown();
}

}  // namespace

void read_servers(MapCursor& root, Scenario& scenario) {
  std::optional<MapCursor> servers = root.map("servers");
  if (!servers) return;
  if (std::optional<MapCursor> map = servers->map(kProvisioningTarget)) read_provisioning(*map, scenario.provisioning);
  if (std::optional<MapCursor> map = servers->map(kCallAgentTarget)) read_call_agent(*map, scenario.call_agent);
  if (std::optional<MapCursor> map = servers->map(kBackupCallAgentTarget)) {
    read_call_agent(*map, scenario.backup_call_agent.emplace());
  }
  servers->refuse_unknown();
}

}  // namespace dialtone
