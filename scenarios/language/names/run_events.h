// Events that the run records about the parties: power cuts, crashes, and the beginnings and ends of faults.
#pragma once

#include "world/events/event_fields.h"

namespace dialtone {

namespace fields {

inline constexpr DeclaredField kAgain{"again", FieldKind::kTruth, "a retransmission of a request that came before"};
inline constexpr DeclaredField kFault{"fault", FieldKind::kText, "its name in the scenario"};
inline constexpr DeclaredField kChange{"change", FieldKind::kText,
                                       "what changes: `quirk`, `profile`, `identity`, `credentials` or `busy`"};
inline constexpr DeclaredField kHeader{"header", FieldKind::kText, "its name as `record` has it, without the protocol"};
inline constexpr DeclaredField kMethod{"method", FieldKind::kText, "of the request, in capitals as sent"};
inline constexpr DeclaredField kRealm{"realm", FieldKind::kText, "of a challenge"};
inline constexpr DeclaredField kValue{"value", FieldKind::kText, "of a header, with `*` in place of secrets"};

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

// --- only with `record` ---

struct HttpRequestReceived {
  static constexpr EventOf<List> kEvent{"request.received", kProvisioning,
                                        "a request has come; only with `record: [requests]`"};
  Required<fields::kPeer> peer;
  Required<fields::kMethod> method;
};

struct SipRequestReceived {
  static constexpr EventOf<List> kEvent{"request.received", kCallAgent,
                                        "a request has come, of any method; only with `record: [requests]`"};
  Required<fields::kAor> aor;
  Required<fields::kPeer> peer;
  Required<fields::kMethod> method;
  Required<fields::kAgain> again;
};

struct HttpHeaderReceived {
  static constexpr EventOf<List> kEvent{"header.received", kProvisioning,
                                        "a request has this header, each time for itself; only with `record`"};
  Required<fields::kPeer> peer;
  Required<fields::kMethod> method;
  Required<fields::kHeader> header;
  Required<fields::kValue> value;
};

struct SipHeaderReceived {
  static constexpr EventOf<List> kEvent{"header.received", kCallAgent,
                                        "a request has this header, each time for itself; only with `record`"};
  Required<fields::kAor> aor;
  Required<fields::kPeer> peer;
  Required<fields::kMethod> method;
  Required<fields::kHeader> header;
  Required<fields::kValue> value;
};

struct HttpHeaderSent {
  static constexpr EventOf<List> kEvent{"header.sent", kProvisioning,
                                        "an answer has this header, each time for itself; only with `record`"};
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kHeader> header;
  Required<fields::kValue> value;
  Optional<fields::kRealm> realm;
};

struct SipHeaderSent {
  static constexpr EventOf<List> kEvent{"header.sent", kCallAgent,
                                        "an answer has this header, each time for itself; only with `record`"};
  Required<fields::kAor> aor;
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kHeader> header;
  Required<fields::kValue> value;
  Optional<fields::kRealm> realm;
};

struct List : EventList<PowerCut, ServerFailed, ServerStopped, ServerCrashed, FaultStarted, FaultEnded, DeviceChanged,
                        DeviceRestored, HttpRequestReceived, SipRequestReceived, HttpHeaderReceived, SipHeaderReceived,
                        HttpHeaderSent, SipHeaderSent> {};

}  // namespace run_events

}  // namespace dialtone
