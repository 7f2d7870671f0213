// What the faults of a scenario do to the packets of its devices: the same for a simulated network, where it is a rule,
// and for a relay, where packets are real.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/faults/open_windows.h"
#include "scenarios/language/parties/scenario.h"
#include "values/endpoint.h"
#include "values/time.h"
#include "values/transport.h"
#include "world/virtual/line.h"

namespace dialtone {

// A packet between a device and somebody else.
struct DevicePacket {
  Moment now;
  Transport protocol = Transport::kUdp;
  bool is_from_device = true;
  std::size_t group = 0;
  // The device's own end, and the other.
  Endpoint device;
  Endpoint peer;
  // With IP's and its protocol's header.
  std::uint32_t bytes = 0;
};

struct PacketVerdict {
  bool drops = false;
  Duration delay{};
  bool corrupts = false;
  std::uint8_t extra_copies = 0;
  // The name of the fault that acts, of several the first; empty: none does.
  std::string_view by{};
};

class PacketFaults {
 public:
  // `peers`: the endpoints of the servers that matches name; a server may have several, as a proxy stands before it.
  // `scenario` and `open` must outlive it.
  PacketFaults(const Scenario& scenario, const std::vector<std::pair<std::string, Endpoint>>& peers,
               const OpenWindows& open);

  // Whether any fault of the scenario is about packets.
  static bool any_in(const Scenario& scenario);
  bool is_any_open(Moment now) const;

  // What all faults that are open and match do together: delays and copies add up, and a drop is a drop.
  PacketVerdict judge(const DevicePacket& packet);

 private:
  // What a fault remembers of one direction of one device.
  struct Course {
    std::uint64_t drawn = 0;
    Line line;
  };
  struct Window {
    const Fault* fault = nullptr;
    const PacketAction* action = nullptr;
    // Bits by the numbers of the groups.
    std::uint32_t groups = 0;
    std::vector<Endpoint> peers{};
    std::unordered_map<std::uint64_t, Course> courses{};  // looked up only
  };

  bool matches(const Window& window, const DevicePacket& packet) const;
  // Whether the fault does anything to the packet that no fault before it has done already.
  bool apply(Window& window, const DevicePacket& packet, PacketVerdict& verdict);

  std::uint64_t seed_;
  const OpenWindows& open_;
  std::vector<Window> windows_;
  // The faults that have done something to the packet in hand. A member so that its memory is reused.
  std::vector<const Fault*> acting_;
  // Whom the devices have sent something to, where a fault wants to know.
  bool watches_solicitation_ = false;
  std::set<std::pair<Endpoint, Endpoint>> solicited_;
};

}  // namespace dialtone
