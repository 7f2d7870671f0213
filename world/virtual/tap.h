// A tap on the simulated network: it sees every packet and its fate at both ends. A tap is no rule: it changes nothing,
// no rule hides a packet from it, and a network without a tap pays nothing. Captures and message-sequence diagrams use
// taps.
//
// A packet is seen at the sending end when it is sent, and at the receiving end when it arrives, each copy once,
// whether the host accepts it or not. What is seen at a host is therefore what the host could have captured itself, and
// in addition what was lost on the way to it. A translator is a host: a packet that it forwards is seen on each of its
// sides, with the addresses of that side.
#pragma once

#include <cstdint>

#include "values/time.h"
#include "world/host.h"
#include "world/virtual/packet.h"
#include "world/virtual/rule.h"

namespace dialtone {

enum class Fate : std::uint8_t {
  // At the sending end:
  kSent,        // on its way, with the delay and the changes of the verdict
  kDropped,     // dropped by a rule, which the verdict names
  kNoSuchHost,  // no host has the address
  // At the receiving end:
  kReceived,  // the host has taken it
  kRefused,   // a translator has no receiver for it
  kNoPower,   // the host is off
  kLost,      // lost by chance, on one of the links
  // At either end:
  kDuplicated,  // a copy of the packet begins here, made by a rule, which the verdict names, or by a link
  kQueueFull,   // dropped: would have waited for a narrow link longer than the link allows
};

enum class Vantage : std::uint8_t { kSender, kReceiver };

struct Sighting {
  Moment at;
  Vantage vantage;
  Fate fate;
  // As it was at that moment: if a rule has changed a byte, the changed packet.
  const Packet& packet;
  // The host at the end where the packet is seen.
  const Host& host;
  // The rules' verdict at the sending end; a pass at the receiving end.
  const Verdict& verdict;
};

class Tap {
 public:
  virtual ~Tap() = default;
  // The sighting's references are valid only during the call. The network must not be changed from here.
  virtual void see(const Sighting& sighting) = 0;
};

}  // namespace dialtone
