// A world: hosts, the power they have, and time. The engine speaks to this; the parties never see it. The virtual world
// is made by world/virtual/virtual_world.h, the real one by world/real/real_world.h; the choice is made in one place.
//
// One thread: everything below is called from the thread that runs the world, but for interrupt().
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "values/ip_address.h"
#include "values/time.h"
#include "world/host.h"
#include "world/link.h"
#include "world/record.h"

namespace dialtone {

class Nat;

struct HostConfig {
  // Unique in the world and stable: it seeds the host's chance and orders its events.
  std::string name;
  // At least one. In a real world they are addresses of the loopback.
  std::vector<IpAddress> addresses = {};
  // Virtual worlds only.
  Link link{};
  // Virtual worlds only: hosts of a region have the region matrix's latency to those of another. 0: none.
  std::uint16_t region = 0;
  // Virtual worlds only: the address translator that it is behind (VirtualWorld::add_nat); null: none. Its addresses
  // are private then, and nobody outside reaches them.
  Nat* behind = nullptr;
  // How many cores work() has.
  int cores = 1;
  // Virtual worlds only: how long the flash takes for a byte.
  Duration flash_byte_time = std::chrono::microseconds(1);
  // What the wall clock shows at the run's start; nothing: the world's own.
  std::optional<WallTime> wall_clock = std::nullopt;
  // Runs at each power-on.
  Host::Main main = nullptr;
};

// Why World::run returned.
enum class RunEnd {
  kUntil,        // the moment that was asked for has come
  kIdle,         // nothing is scheduled any more (virtual worlds only)
  kStopped,      // stop() was called
  kInterrupted,  // interrupt() was called
  kLivelock,     // very many events without progress of time; describe() names the host
};

class World {
 public:
  virtual ~World() = default;

  // The host is off. It stays until the world ends.
  virtual Host& add_host(HostConfig config) = 0;
  // Gives a name its addresses, for all hosts; no addresses: the name does not exist.
  virtual void set_name(const std::string& name, Addresses addresses) = 0;

  // --- power; from control events and between runs only, never from a party's stack ---
  // Runs the host's main. Nothing happens where it is on already.
  virtual void power_on(Host& host) = 0;
  // Presses the power button: the host is off when its main returns.
  virtual void power_off(Host& host) = 0;
  // At once: the host is marked dead, then its coroutines are destroyed; no peer hears of it.
  virtual void power_cut(Host& host) = 0;

  // --- the network ---
  // Resets every TCP connection of the host's, as something on the way does that has lost its memory: both ends hear of
  // it (kReset). From control events and between runs only. In a real world, the ends that the process itself holds.
  virtual void reset_connections(Host& host) = 0;

  // --- time ---
  virtual Moment now() const = 0;
  // Calls `action` at `moment`, before the packets and timers of that moment, in the order of the calls.
  virtual void at(Moment moment, std::function<void()> action) = 0;
  // Turns the world until one of RunEnd's reasons.
  virtual RunEnd run(Moment until) = 0;
  // Ends run() after the present event.
  virtual void stop() = 0;
  // Ends run() soon, the present one or the next; from a signal handler or another thread.
  virtual void interrupt() = 0;

  // --- what is seen ---
  // Each host that is on, and what each of its strands awaits, and until when; at most `most` hosts.
  virtual void describe(std::ostream& out, std::size_t most) const = 0;
  // The sum over all hosts of their mixed (name, hash of packets, timers and events); 0 where the world is real.
  virtual std::uint64_t fingerprint() const { return 0; }
};

}  // namespace dialtone
