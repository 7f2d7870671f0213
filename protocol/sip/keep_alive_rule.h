// How a connection is kept alive, and how its death is noticed (RFC 5626 4.4.1).
#pragma once

#include "values/time.h"

namespace dialtone::sip {

struct KeepAliveRule {
  // The interval between two pings, drawn evenly between both. If `least` is zero, no pings are sent.
  Duration least{};
  Duration most{};
  // How long the pong to a ping may take: a connection whose peer is silent for so long is dead. Zero: none is awaited.
  Duration answer_deadline{};

  friend bool operator==(const KeepAliveRule&, const KeepAliveRule&) = default;
};

}  // namespace dialtone::sip
