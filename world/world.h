// A world: hosts, the power they have, and time. The engine speaks to this; the parties never see it. The virtual world
// is made by world/virtual/virtual_world.h, the real one by world/real/real_world.h; the choice is made in one place.
//
// One thread: everything below is called from the thread that runs the world.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "values/ip_address.h"
#include "values/time.h"
#include "world/events/record.h"
#include "world/host.h"
#include "world/host_script.h"
#include "world/link.h"

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
  // Told its faults by this one, which must outlive the host; null: by nobody.
  HostScript* script = nullptr;
  // Runs at each power-on.
  Host::Main main = nullptr;
};

// Why World::run returned.
enum class RunEnd {
  kUntil,     // the moment that was asked for has come
  kIdle,      // nothing is scheduled any more (virtual worlds only)
  kStopped,   // stop() was called
  kLivelock,  // very many events without progress of time; describe() names the host
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

  // --- a pause; from control events and between runs only ---
  // What SIGSTOP does to a process: no coroutine of the host's runs. Its sockets go on receiving into their buffers,
  // and its TCP goes on acknowledging until the windows are full; work() and writes of its flash that have begun go on.
  // Nothing happens to a host without power, or to a paused one.
  void pause(Host& host) { host.pause(); }
  // What became ready meanwhile runs, in that order and before anything newer: who was sent something first has got it,
  // and whose time was up first is late. Losing power ends a pause too.
  void resume(Host& host) { host.resume(); }

  // --- a host's clocks: what it takes for the date (Host::wall_clock), and what it waits by (Host::now) ---
  // With or without power, and kept over a reboot. Each is recorded as `clock.changed` of the host's.
  // Steps the date by so much, which may be negative; recorded with `by`, in nanoseconds. Nothing that waits is
  // touched.
  void step_clock(Host& host, Duration by) { host.step_clock(by); }
  // Steps the date to `wall`; recorded as a step.
  void set_clock(Host& host, WallTime wall) { host.step_clock(wall - host.wall_clock()); }
  // From now on both gain so many millionths of the world's time, more than -1,000,000, and lose them where it is
  // negative; 0 ends that. Nothing jumps; what waits by the host's clock, and has not ended, ends sooner or later.
  // The world's own time, links, TCP, work and the flash go on as they do. Recorded with `drift_ppm`.
  void set_clock_drift(Host& host, std::int64_t parts_per_million) { host.set_clock_drift(parts_per_million); }

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

  // --- the end ---
  // Ends every host where it stands and drops all that was to come; no peer hears of it and nothing is recorded. Then
  // the world tells only the time, and can be destroyed. For those whom hosts refer to and who refer to the
  // world themselves: between the two.
  virtual void end_hosts() = 0;

  // --- what is seen ---
  // Each host that is on, whether it is paused, and what each of its strands awaits, and until when; at most `most`
  // hosts.
  virtual void describe(std::ostream& out, std::size_t most) const = 0;
  // The sum over all hosts of their mixed (name, hash of packets, timers and events); 0 where the world is real.
  virtual std::uint64_t fingerprint() const { return 0; }
};

}  // namespace dialtone
