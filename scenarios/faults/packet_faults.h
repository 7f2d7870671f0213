// Applies the faults on devices' packets: in a simulated network to each packet, in a relay to real packets.
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

// A packet between a device and another host.
struct DevicePacket {
  Moment now;
  Transport protocol = Transport::kUdp;
  bool is_from_device = true;
  std::size_t group = 0;
  // The endpoints of the device and of the other host.
  Endpoint device;
  Endpoint peer;
  // The size with the headers of IP and of UDP or TCP.
  std::uint32_t bytes = 0;
};

struct PacketVerdict {
  bool drops = false;
  Duration delay{};
  bool corrupts = false;
  std::uint8_t extra_copies = 0;
  // The name of the first fault that changed the packet; empty: none.
  std::string_view by{};
};

class PacketFaults {
 public:
  // `peers`: the servers' endpoints by target name; a server behind a proxy has several. `scenario` and `open` must
  // outlive this object.
  PacketFaults(const Scenario& scenario, const std::vector<std::pair<std::string, Endpoint>>& peers,
               const OpenWindows& open);

  // True if a fault of the scenario is about packets.
  static bool any_in(const Scenario& scenario);
  bool is_any_open(Moment now) const;

  // The combined effect of all open faults that match: delays and copies add up, and one dropping fault drops the
  // packet.
  PacketVerdict judge(const DevicePacket& packet);

 private:
  // The state of a fault for one direction of one device.
  struct Course {
    std::uint64_t drawn = 0;
    Line line;
  };
  struct PacketWindow {
    const Fault* fault = nullptr;
    const PacketAction* action = nullptr;
    // The groups that the fault targets: bit i is the group with index i.
    std::uint32_t groups = 0;
    std::vector<Endpoint> peers{};
    std::unordered_map<std::uint64_t, Course> courses{};  // never iterated
  };

  bool matches(const PacketWindow& window, const DevicePacket& packet) const;
  // Adds the fault's effect to `verdict`. True if it changes the packet in a way that no earlier fault did.
  bool apply(PacketWindow& window, const DevicePacket& packet, PacketVerdict& verdict);

  std::uint64_t seed_;
  const OpenWindows& open_;
  std::vector<PacketWindow> windows_;
  // The faults that change the current packet. A member, so that its memory is reused.
  std::vector<const Fault*> acting_;
  // True if a fault matches unsolicited packets; then `solicited_` collects each device's endpoint with the peers to
  // which it has sent.
  bool watches_solicitation_ = false;
  std::set<std::pair<Endpoint, Endpoint>> solicited_;
};

}  // namespace dialtone
