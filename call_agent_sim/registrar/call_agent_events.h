// The events that call agents record.
#pragma once

#include "world/events/event_fields.h"

namespace dialtone {

namespace fields {

inline constexpr DeclaredField kFile{"file", FieldKind::kText, ""};

}  // namespace fields

namespace call_agent_events {

using enum EventSource;

struct List;

// Only call agents record this event; for provisioning servers and proxies, the run records it.
struct ServerFailed {
  static constexpr EventOf<List> kEvent{"server.failed", kCallAgent, "it cannot listen"};
  Required<fields::kProtocol> protocol;
  Required<fields::kReason> reason;
};

struct RegisterChallenged {
  static constexpr EventOf<List> kEvent{"register.challenged", kCallAgent,
                                        "it asks for credentials, or for others: the nonce is old"};
  Required<fields::kAor> aor;
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
};

struct RegisterRejected {
  static constexpr EventOf<List> kEvent{"register.rejected", kCallAgent, "it refuses a REGISTER for another reason"};
  Required<fields::kAor> aor;
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
};

struct RegisterLocked {
  static constexpr EventOf<List> kEvent{
      "register.locked", kCallAgent,
      "it does not check credentials: this user, or every user, is locked out at this address"};
  Required<fields::kAor> aor;
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
};

// --- bindings ---

struct BindingAdded {
  static constexpr EventOf<List> kEvent{"binding.added", kCallAgent, "a contact is bound to an address of record"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kPeer> peer;
  Required<fields::kExpires> expires;
};

struct BindingRefreshed {
  static constexpr EventOf<List> kEvent{"binding.refreshed", kCallAgent, "a contact is bound again, for longer"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kPeer> peer;
  Required<fields::kExpires> expires;
};

struct BindingRemoved {
  static constexpr EventOf<List> kEvent{"binding.removed", kCallAgent,
                                        "a binding was taken away, by its device or by `forget: bindings`"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kPeer> peer;
  Required<fields::kExpires> expires;
};

struct BindingExpired {
  static constexpr EventOf<List> kEvent{"binding.expired", kCallAgent, "a binding was not refreshed in time"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kPeer> peer;
  Required<fields::kExpires> expires;
};

struct BindingUnreachable {
  static constexpr EventOf<List> kEvent{"binding.unreachable", kCallAgent, "a bound contact did not answer the probe"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kPeer> peer;
  Required<fields::kExpires> expires;
};

struct BindingReachable {
  static constexpr EventOf<List> kEvent{"binding.reachable", kCallAgent, "a bound contact answers the probe again"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kPeer> peer;
  Required<fields::kExpires> expires;
};

struct BindingRestored {
  static constexpr EventOf<List> kEvent{"binding.restored", kCallAgent, "a binding is known again after a restart"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kPeer> peer;
  Required<fields::kExpires> expires;
};

struct BindingsNotKept {
  static constexpr EventOf<List> kEvent{"bindings.not_kept", kCallAgent,
                                        "the file that keeps the bindings takes nothing"};
  Required<fields::kFile> file;
};

// --- the call agent's own requests ---

struct NotifySent {
  static constexpr EventOf<List> kEvent{"notify.sent", kCallAgent, "it sends a NOTIFY to a contact"};
  Required<fields::kAor> aor;
  Required<fields::kContact> contact;
  Required<fields::kPeer> peer;
};

struct NotifyAnswered {
  static constexpr EventOf<List> kEvent{"notify.answered", kCallAgent, "a NOTIFY was answered"};
  Required<fields::kAor> aor;
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
};

struct NotifyFailed {
  static constexpr EventOf<List> kEvent{"notify.failed", kCallAgent, "no answer to a NOTIFY came"};
  Required<fields::kAor> aor;
  Required<fields::kPeer> peer;
  Required<fields::kReason> reason;
};

struct List : EventList<ServerFailed, RegisterChallenged, RegisterRejected, RegisterLocked, BindingAdded,
                        BindingRefreshed, BindingRemoved, BindingExpired, BindingUnreachable, BindingReachable,
                        BindingRestored, BindingsNotKept, NotifySent, NotifyAnswered, NotifyFailed> {};

}  // namespace call_agent_events

}  // namespace dialtone
