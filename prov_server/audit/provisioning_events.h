// The events that the provisioning server records.
#pragma once

#include "world/events/event_fields.h"

namespace dialtone {

namespace fields {

inline constexpr DeclaredField kCustomerNumber{"customer_number", FieldKind::kText, ""};
inline constexpr DeclaredField kIpAddress{"ip_address", FieldKind::kText, "as the request document says it"};
inline constexpr DeclaredField kLost{"lost", FieldKind::kNumber, "rows of the audit"};
inline constexpr DeclaredField kSettingsRevision{"settings_revision", FieldKind::kNumber, "that was sent"};

}  // namespace fields

namespace provisioning_events {

using enum EventSource;

struct List;

struct Request {
  static constexpr EventOf<List> kEvent{"provision.request", kProvisioning, "a document came that could be read"};
  Required<fields::kSerialNumber> serial_number;
  Required<fields::kMacAddress> mac_address;
  Required<fields::kCustomerNumber> customer_number;
  Required<fields::kPeer> peer;
  Required<fields::kIpAddress> ip_address;
};

struct Challenged {
  static constexpr EventOf<List> kEvent{"provision.challenged", kProvisioning,
                                        "it asks for credentials; without an identity where no document could be read"};
  Optional<fields::kSerialNumber> serial_number;
  Optional<fields::kMacAddress> mac_address;
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
};

struct Accepted {
  static constexpr EventOf<List> kEvent{"provision.accepted", kProvisioning,
                                        "it sends settings to this identity; `reason` only of a server that errs"};
  Required<fields::kSerialNumber> serial_number;
  Required<fields::kMacAddress> mac_address;
  Required<fields::kPeer> peer;
  Required<fields::kSettingsRevision> settings_revision;
  Optional<fields::kReason> reason;
};

struct Refused {
  static constexpr EventOf<List> kEvent{
      "provision.refused", kProvisioning,
      "it refuses; the reason stays here and is not sent; without an identity where no document could be read"};
  Optional<fields::kSerialNumber> serial_number;
  Optional<fields::kMacAddress> mac_address;
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
};

struct Limited {
  static constexpr EventOf<List> kEvent{"provision.limited", kProvisioning, "too many requests came from one address"};
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
};

struct Locked {
  static constexpr EventOf<List> kEvent{
      "provision.locked", kProvisioning,
      "it does not check credentials: this user, or every user, is locked out at this address"};
  Optional<fields::kSerialNumber> serial_number;
  Optional<fields::kMacAddress> mac_address;
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
};

struct IdentityConflict {
  static constexpr EventOf<List> kEvent{
      "identity.conflict", kProvisioning,
      "an identity stands in two rows; told shortly after the answer, for each identity once a minute"};
  Required<fields::kSerialNumber> serial_number;
  Required<fields::kMacAddress> mac_address;
  Required<fields::kPeer> peer;
};

struct AuditFailed {
  static constexpr EventOf<List> kEvent{"audit.failed", kProvisioning, "the audit table takes nothing"};
  Required<fields::kReason> reason;
};

struct AuditResumed {
  static constexpr EventOf<List> kEvent{"audit.resumed", kProvisioning, "the audit table takes rows again"};
  Required<fields::kLost> lost;
};

struct List
    : EventList<Request, Challenged, Accepted, Refused, Limited, Locked, IdentityConflict, AuditFailed, AuditResumed> {
};

}  // namespace provisioning_events

}  // namespace dialtone
