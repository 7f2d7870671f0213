// Reads what a fault does with the requests of a server or a proxy.
#pragma once

#include <optional>

#include "scenarios/language/fault.h"
#include "scenarios/language/fault_target.h"
#include "scenarios/language/yaml_cursor.h"

namespace dialtone {

// Nothing where `map` has none of it. `kind` is not that of devices or a NAT.
std::optional<ServerAction> read_server_action(MapCursor& map, TargetKind kind);

// What `registrar` holds.
RegistrarChange read_registrar_change(MapCursor& map);

}  // namespace dialtone
