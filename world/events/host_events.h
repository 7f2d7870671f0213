// The events that hosts of every kind record.
#pragma once

#include "world/events/event_fields.h"

namespace dialtone {

namespace fields {

inline constexpr DeclaredField kFormerAddress{"former_address", FieldKind::kText, "that the host has no longer"};
inline constexpr DeclaredField kNewAddress{"new_address", FieldKind::kText, "that the host has from now on"};
inline constexpr DeclaredField kBy{"by", FieldKind::kDuration, "that a clock was stepped"};
inline constexpr DeclaredField kDriftPpm{
    "drift_ppm", FieldKind::kNumber,
    "millionths that a host's own clock gains from now on, both the date and what it waits by"};

}  // namespace fields

namespace host_events {

using enum EventSource;

struct List;

struct ServerStarted {
  static constexpr EventOf<List> kEvent{"server.started", kProvisioning | kCallAgent | kProxy,
                                        "it listens; call agents tell it once a transport, and relays, which carry "
                                        "packets in the real worlds, tell it too"};
  Required<fields::kProtocol> protocol;
  Required<fields::kEndpoint> endpoint;
};

// Exactly one of `by` and `drift_ppm` is present.
struct ClockChanged {
  static constexpr EventOf<List> kEvent{"clock.changed", kDevice | kProvisioning | kCallAgent,
                                        "what it takes for the date has been stepped, or its own clock runs otherwise "
                                        "from now on"};
  Optional<fields::kBy> by;
  Optional<fields::kDriftPpm> drift_ppm;
};

struct AddressChanged {
  static constexpr EventOf<List> kEvent{"address.changed", kDevice,
                                        "DHCP has given it another address; its sockets of the former one are dead"};
  Required<fields::kFormerAddress> former_address;
  Required<fields::kNewAddress> new_address;
};

struct List : EventList<ServerStarted, ClockChanged, AddressChanged> {};

}  // namespace host_events

}  // namespace dialtone
