// A world: hosts, the power they have, and time. The engine uses this interface; the parties never see it. The virtual
// world is world/virtual/virtual_world.h, the real one world/real/real_world.h; the choice is made in one place.
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
  // Unique in the world and stable: seeds the host's chance and orders its events.
  std::string name;
  // At least one. In a real world, loopback addresses.
  std::vector<IpAddress> addresses = {};
  // Virtual worlds only.
  Link link{};
  // Virtual worlds only: Network::set_region_latency gives the latency between hosts of two regions. 0: no region.
  std::uint16_t region = 0;
  // Virtual worlds only: the address translator in front of the host (VirtualWorld::add_nat); null: none. The host's
  // addresses are then private, and unreachable from outside.
  Nat* behind = nullptr;
  // The number of cores for work().
  int cores = 1;
  // Virtual worlds only: the flash's time per byte.
  Duration flash_byte_time = std::chrono::microseconds(1);
  // The wall clock's time at the run's start; nullopt: the world's own.
  std::optional<WallTime> wall_clock = std::nullopt;
  // Fault script; may be null; must outlive the host.
  HostScript* script = nullptr;
  // The coroutine that runs at each power-on.
  Host::Main main = nullptr;
};

// Why World::run returned.
enum class RunEnd {
  kUntil,     // the requested moment has come
  kIdle,      // nothing is scheduled any more (virtual worlds only)
  kStopped,   // stop() was called
  kLivelock,  // time did not advance (virtual worlds only); describe() begins with the host that ran last
};

class World {
 public:
  virtual ~World() = default;

  // Adds a host, which is switched off. It lives until the world ends.
  virtual Host& add_host(HostConfig config) = 0;
  // Sets a name's addresses for all hosts; no addresses: the name does not exist.
  virtual void set_name(const std::string& name, Addresses addresses) = 0;

  // --- power ---
  //
  // Call only from an action given to at(), or while run() is not running; never from a party's coroutine.
  // Starts the host's main; does nothing if the host is on.
  virtual void power_on(Host& host) = 0;
  // Presses the power button: the host is off when its main returns.
  virtual void power_off(Host& host) = 0;
  // At once: marks the host dead, then destroys its coroutines; peers are told nothing.
  virtual void power_cut(Host& host) = 0;

  // --- pauses; call as the functions of power ---
  //
  // Like SIGSTOP for a process: none of the host's coroutines runs. Its sockets go on receiving into their buffers, and
  // its TCP goes on acknowledging until the windows are full; work() in progress continues, and in a virtual world so
  // does a write to flash. Does nothing if the host has no power or is paused.
  void pause(Host& host) { host.pause(); }
  // Coroutines that became ready during the pause run in that order before any newer ones. Losing power ends a pause
  // too.
  void resume(Host& host) { host.resume(); }

  // --- a host's clocks: its date (Host::wall_clock), and the clock of its waits (Host::now) ---
  //
  // Work with or without power, and are kept over a reboot. Each change is recorded as the host's `clock.changed`.
  // Steps the date by `by`, which may be negative; recorded with `by` in nanoseconds. Waits are not affected.
  void step_clock(Host& host, Duration by) { host.step_clock(by); }
  // Steps the date to `wall`; recorded as a step.
  void set_clock(Host& host, WallTime wall) { host.step_clock(wall - host.wall_clock()); }
  // From now on both clocks gain `parts_per_million` millionths of the world's time, which must be more than
  // -1,000,000; negative values lose time, 0 ends the drift. The clocks do not jump; pending waits by the host's clock
  // end earlier or later. The world's own time, links, TCP, work and the flash are not affected. Recorded with
  // `drift_ppm`.
  void set_clock_drift(Host& host, std::int64_t parts_per_million) { host.set_clock_drift(parts_per_million); }

  // --- the network ---
  //
  // Resets every TCP connection of the host, as a router that has lost its state does: both ends get kReset, and the
  // host loses its unread bytes. Call as the functions of power. In a real world, resets only the ends that this
  // process owns.
  virtual void reset_connections(Host& host) = 0;

  // --- time ---
  virtual Moment now() const = 0;
  // Calls `action` at `moment`, before the packets and timers of that moment, in the order of the calls.
  virtual void at(Moment moment, std::function<void()> action) = 0;
  // Runs the world until one of RunEnd's reasons. If `until` has passed, handles what is due now and returns.
  virtual RunEnd run(Moment until) = 0;
  // Ends run() after the present event.
  virtual void stop() = 0;

  // --- the end ---
  //
  // Ends every host at once and drops everything scheduled; nothing is recorded. In a virtual world peers are not told.
  // In a real world the system closes the sockets, which peers in other processes see. Afterwards the world only tells
  // the time, and can be destroyed. Lets an owner destroy objects that hosts refer to and that refer to the world.
  virtual void end_hosts() = 0;

  // --- description ---
  //
  // Prints each host that is on, whether it is paused, and what each of its strands waits for and until when; at most
  // `most` hosts.
  virtual void describe(std::ostream& out, std::size_t most) const = 0;
  // The sum over all hosts of a hash of the host's name, packets, timers and events; 0 in a real world.
  virtual std::uint64_t fingerprint() const { return 0; }
};

}  // namespace dialtone
