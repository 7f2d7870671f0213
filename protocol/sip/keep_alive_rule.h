// How often a connection is pinged, and how its death is noticed (RFC 5626 4.4.1).
#pragma once

#include "values/time.h"

namespace dialtone::sip {

struct KeepAliveRule {
  // The interval between two pings is drawn evenly between `least` and `most`. If `least` is zero, no pings are sent.
  Duration least{};
  Duration most{};
  // How long the peer may take to answer a ping with a pong; a connection without a pong by then is dead. Zero: pongs
  // are not awaited.
  Duration answer_deadline{};

  friend bool operator==(const KeepAliveRule&, const KeepAliveRule&) = default;
};

}  // namespace dialtone::sip
