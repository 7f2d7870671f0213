#include "scenarios/engine/server_start.h"

namespace dialtone {
std::optional<ServerStart> server_start(const RecordedEvent& event) {
  ServerStart start;
  if (event.name == "server.failed") {
    start.failure = event.text("reason");
    return start;
  }
  if (event.name != "server.started") return std::nullopt;
  const Result<Endpoint> endpoint = parse_endpoint(event.text("endpoint"));
  if (endpoint) {
    start.endpoint = *endpoint;
  } else {
    start.failure = endpoint.error().reason;
  }
  return start;
}

}  // namespace dialtone
