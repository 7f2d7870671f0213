// A tap on the simulated network: it sees every packet, and what becomes of it, at both ends of its way. It stands
// beside the rules and is none: it changes nothing, no rule hides a packet from it, and a network without one pays
// nothing for it. A capture, a ladder of messages: both are taps.
//
// A packet is seen at the end that sends it, at that moment, and again at the end that it comes to, when it comes: each
// copy of it once there, whether the host takes it or not. So what is seen at one host is what that host could have
// captured itself, and what was lost on the way to it besides. A translator is a host: a packet that it passes on is
// seen on each of its sides, with the addresses of that side.
#pragma once

#include <cstdint>

#include "values/time.h"
#include "world/host.h"
#include "world/virtual/packet.h"
#include "world/virtual/rule.h"

namespace dialtone {

enum class Fate : std::uint8_t {
  // At the end that sends.
  kSent,        // on its way, late or changed where the verdict says so
  kDropped,     // by a rule, which the verdict names
  kNoSuchHost,  // nobody has the address
  // At the end that receives.
  kReceived,  // the host has taken it
  kRefused,   // a translator passes it on to nobody
  kNoPower,   // the host is off
  // At either end.
  kDuplicated,  // a copy of it begins here: a rule's, which the verdict names, or a link's
  kLost,        // by chance, on one of the links
  kQueueFull,   // it would have waited for a narrow link longer than that allows
};

enum class Vantage : std::uint8_t { kSender, kReceiver };

struct Sighting {
  Moment at;
  Vantage vantage;
  Fate fate;
  // As it is then: a byte that a rule has changed is changed.
  const Packet& packet;
  // Whose end it is.
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
