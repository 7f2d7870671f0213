// Applies the faults on packets of devices. A simulated network uses it as a rule, a relay for real packets.
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
  // In bytes, with the headers of IP and of its protocol.
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
  // outlive it.
  PacketFaults(const Scenario& scenario, const std::vector<std::pair<std::string, Endpoint>>& peers,
               const OpenWindows& open);

  // True if a fault of the scenario is about packets.
  static bool any_in(const Scenario& scenario);
  bool is_any_open(Moment now) const;

  // The combined effect of all open, matching faults: delays and copies add up, and one drop drops the packet.
  PacketVerdict judge(const DevicePacket& packet);

 private:
  // What a fault remembers of one direction of one device.
  struct Course {
    std::uint64_t drawn = 0;
    Line line;
  };
  struct PacketWindow {
    const Fault* fault = nullptr;
    const PacketAction* action = nullptr;
    // One bit for each group, by index.
    std::uint32_t groups = 0;
    std::vector<Endpoint> peers{};
    std::unordered_map<std::uint64_t, Course> courses{};  // never iterated
  };

  bool matches(const PacketWindow& window, const DevicePacket& packet) const;
  // True if the fault changes the packet in a way that no earlier fault did.
  bool apply(PacketWindow& window, const DevicePacket& packet, PacketVerdict& verdict);

  std::uint64_t seed_;
  const OpenWindows& open_;
  std::vector<PacketWindow> windows_;
  // The faults that changed the current packet. A member, so that its memory is reused.
  std::vector<const Fault*> acting_;
  // The addresses to which devices have sent, if a fault matches unsolicited packets.
  bool watches_solicitation_ = false;
  std::set<std::pair<Endpoint, Endpoint>> solicited_;
};

}  // namespace dialtone
