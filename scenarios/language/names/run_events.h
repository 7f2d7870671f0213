// Events that the run records about the parties: power cuts, crashes, and the beginnings and ends of faults.
#pragma once

#include "world/events/event_fields.h"

namespace dialtone {

namespace fields {

inline constexpr DeclaredField kFault{"fault", FieldKind::kText, "its name in the scenario"};
inline constexpr DeclaredField kChange{"change", FieldKind::kText,
                                       "what changes: `quirk`, `profile`, `identity`, `credentials` or `busy`"};

}  // namespace fields

namespace run_events {

using enum EventSource;

struct List;

struct PowerCut {
  static constexpr EventOf<List> kEvent{"device.power_cut", kDevice, "its power is gone without warning"};
};

struct ServerFailed {
  static constexpr EventOf<List> kEvent{"server.failed", kProvisioning | kProxy, "it cannot listen"};
  Required<fields::kReason> reason;
};

struct ServerStopped {
  static constexpr EventOf<List> kEvent{"server.stopped", kProvisioning | kCallAgent, "it has ended in peace"};
};

struct ServerCrashed {
  static constexpr EventOf<List> kEvent{
      "server.crashed", kProvisioning | kCallAgent | kProxy,
      "its power is gone, or its process was killed; with a call agent its bindings are gone"};
};

struct FaultStarted {
  static constexpr EventOf<List> kEvent{
      "fault.started", kDevice | kProvisioning | kCallAgent | kProxy | kRun,
      "a fault begins: of a server or a proxy; of a device, where the fault waited for what happens; of a group or a "
      "NAT, for the first that it hits, and then the host is the target"};
  Required<fields::kFault> fault;
};

struct FaultEnded {
  static constexpr EventOf<List> kEvent{"fault.ended", kDevice | kProvisioning | kCallAgent | kProxy | kRun,
                                        "the fault has ended, for the last that it hit"};
  Required<fields::kFault> fault;
};

struct DeviceChanged {
  static constexpr EventOf<List> kEvent{"device.changed", kDevice, "a fault changes what it is, also while it is off"};
  Required<fields::kFault> fault;
  Required<fields::kChange> change;
};

struct DeviceRestored {
  static constexpr EventOf<List> kEvent{"device.restored", kDevice, "the change of that fault is over"};
  Required<fields::kFault> fault;
  Required<fields::kChange> change;
};

struct List : EventList<PowerCut, ServerFailed, ServerStopped, ServerCrashed, FaultStarted, FaultEnded, DeviceChanged,
                        DeviceRestored> {};

}  // namespace run_events

}  // namespace dialtone
