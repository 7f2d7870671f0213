// What a scenario's faults do to the processes of servers.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "scenarios/language/scenario.h"
#include "scenarios/language/server_kind.h"
#include "values/time.h"

namespace dialtone {

struct PowerChange {
  enum class Kind : std::uint8_t { kKill, kTerminate, kStart };
  Moment at;
  Kind kind;
  ServerKind server;
  // The fault that takes the power, and says for how long.
  const Fault* fault = nullptr;
};

// Whether a fault takes the power of a server. It has ended when the server's process serves again.
bool takes_servers_power(const Fault& fault);
// Of a fault that takes the power of `server` at that moment: the end of the process, and its next start.
std::array<PowerChange, 2> power_changes(const Fault& fault, ServerKind server, Moment at);
// Of all faults with times of their own, in the order of their moments.
std::vector<PowerChange> power_changes(const Scenario& scenario);

}  // namespace dialtone
