// The events that proxies record.
#pragma once

#include "world/events/event_fields.h"

namespace dialtone::proxy_events {

using enum EventSource;

struct List;

struct Failed {
  static constexpr EventOf<List> kEvent{"proxy.failed", kProxy, "it could not pass a request on"};
  Required<fields::kPeer> peer;
  Required<fields::kStatus> status;
  Required<fields::kReason> reason;
};

struct List : EventList<Failed> {};

}  // namespace dialtone::proxy_events
