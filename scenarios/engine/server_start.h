// What a server says when it starts: server.started with its endpoint, or server.failed with its reason.
#pragma once

#include <optional>
#include <string>

#include "values/endpoint.h"
#include "world/record.h"

namespace dialtone {

struct ServerStart {
  std::optional<Endpoint> endpoint;
  std::string failure;  // where there is no endpoint
};

// Nothing where the event is neither.
std::optional<ServerStart> server_start(const RecordedEvent& event);

}  // namespace dialtone
