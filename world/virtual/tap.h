// A tap on the simulated network: it sees every packet and its fate at both ends. A tap is no rule: it changes nothing,
// no rule hides a packet from it, and a network without a tap pays nothing. Captures and ladders of messages are taps.
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
  // At the end that sends.
  kSent,        // in transit, with the delay and the changes of the verdict
  kDropped,     // by a rule, which the verdict names
  kNoSuchHost,  // no host has the address
  // At the end that receives.
  kReceived,  // the host has taken it
  kRefused,   // a translator has no receiver for it
  kNoPower,   // the host is off
  kLost,      // by chance, on one of the links
  // At either end.
  kDuplicated,  // a copy of it begins here: a rule's, which the verdict names, or a link's
  kQueueFull,   // it would have waited for a narrow link longer than that allows
};

enum class Vantage : std::uint8_t { kSender, kReceiver };

struct Sighting {
  Moment at;
  Vantage vantage;
  Fate fate;
  // At that moment: a byte that a rule has changed is changed.
  const Packet& packet;
  // The host at this end.
  const Host& host;
  // What the rules said of it when it was sent; at the end that receives, nothing.
  const Verdict& verdict;
};

class Tap {
 public:
  virtual ~Tap() = default;
  // Nothing that the sighting refers to stays. The network must not be changed from here.
  virtual void see(const Sighting& sighting) = 0;
};

}  // namespace dialtone
