// The events of a load.
#pragma once

#include "device_sim/model/device_events.h"
#include "world/events/event_fields.h"

namespace dialtone {

namespace fields {

inline constexpr DeclaredField kAuthorized{"authorized", FieldKind::kTruth, "whether the last request had credentials"};
inline constexpr DeclaredField kIdentity{"identity", FieldKind::kText,
                                         "whose it claims to be: a device's name, or a serial number"};
inline constexpr DeclaredField kNumber{"number", FieldKind::kNumber, "of an exchange, from 1"};
inline constexpr DeclaredField kUnsent{"unsent", FieldKind::kNumber, "how many were not sent"};

}  // namespace fields

namespace load_events {

using enum EventSource;

struct List;

struct LoadSent {
  static constexpr EventOf<List> kEvent{"load.sent", kDevice,
                                        "a load begins an exchange: a request and, after a challenge, a second one"};
  Required<fields::kNumber> number;
  Required<fields::kIdentity> identity;
};

struct LoadAnswered {
  static constexpr EventOf<List> kEvent{"load.answered", kDevice, "the last answer of an exchange came"};
  Required<fields::kNumber> number;
  Required<fields::kStatus> status;
  Required<fields::kAuthorized> authorized;
  Required<fields::kDuration> duration;
};

struct LoadFailed {
  static constexpr EventOf<List> kEvent{"load.failed", kDevice, "an exchange ended without an answer"};
  Required<fields::kNumber> number;
  Required<fields::kReason> reason;
  Required<fields::kDuration> duration;
};

struct LoadUnsent {
  static constexpr EventOf<List> kEvent{
      "load.unsent", kDevice, "it could not send so many requests in time, because too many others wait for answers"};
  Required<fields::kUnsent> unsent;
};

struct List : EventList<LoadSent, LoadAnswered, LoadFailed, LoadUnsent> {};

}  // namespace load_events
}  // namespace dialtone
