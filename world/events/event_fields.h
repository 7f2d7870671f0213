// Event fields that several kinds of party share. A field of only one kind of party is declared with that party's
// events.
#pragma once

#include "world/events/declared_event.h"

namespace dialtone::fields {

inline constexpr DeclaredField kAor{"aor", FieldKind::kText, "address of record, `sip:line100042@voip.example.net`"};
inline constexpr DeclaredField kContact{"contact", FieldKind::kText, "`sip:line100042@10.16.0.42:5060`"};
inline constexpr DeclaredField kEndpoint{"endpoint", FieldKind::kText, "where it listens"};
inline constexpr DeclaredField kExpires{"expires", FieldKind::kDuration, "asked for, or granted"};
inline constexpr DeclaredField kMacAddress{"mac_address", FieldKind::kText, ""};
inline constexpr DeclaredField kPeer{"peer", FieldKind::kText, "the other end, behind a NAT the NAT's"};
inline constexpr DeclaredField kProtocol{"protocol", FieldKind::kText, "`http`, `sip-udp`, `sip-tcp`"};
inline constexpr DeclaredField kReason{"reason", FieldKind::kText, "of a SIP answer its reason phrase"};
inline constexpr DeclaredField kSerialNumber{"serial_number", FieldKind::kText, ""};
inline constexpr DeclaredField kStatus{"status", FieldKind::kNumber, "of HTTP or SIP"};

}  // namespace dialtone::fields
