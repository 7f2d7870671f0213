// The only place where the real world waits: for sockets, for a moment, or for a wake-up. Uses edge-triggered epoll: a
// socket is registered once, and reported when something new has arrived.
#pragma once

#include <cstdint>
#include <vector>

#include "values/time.h"
#include "world/real/descriptor.h"

namespace dialtone {

class Reactor;

// What has happened at a socket since the last report.
struct Readiness {
  bool readable = false;
  bool writable = false;
  // The peer has ended, or an error occurred: a read reports which, after the remaining bytes; ready() is not called
  // again for it.
  bool ended = false;
};

// A descriptor to wait for. The descriptor's owner closes it, which ends the registration.
class Watched {
 public:
  Watched(Reactor& reactor, int descriptor) : reactor_(reactor), descriptor_(descriptor) {}
  // Takes over the descriptor and its registration from `other`.
  Watched(Watched&& other) noexcept;
  virtual ~Watched();
  Watched& operator=(const Watched&) = delete;

  // Called by the reactor.
  virtual void ready(const Readiness& readiness) = 0;

 protected:
  int descriptor() const { return descriptor_; }
  // From this call on, ready() is called whenever something arrives; what has already arrived is reported at the next
  // poll. Only the first call costs time.
  void watch();
  // Stops notifications, although the descriptor stays open.
  void ignore();
  // Counts a read or write of the socket; returns true when the socket has used up its turn, and then the next poll
  // reports it as ready again. Without this limit, a party that always finds data, or room, never waits, and would keep
  // the loop from timers, other sockets and signals.
  bool has_had_its_share();

 private:
  friend class Reactor;
  static constexpr std::uint32_t kNoSlot = 0xFFFFFFFF;

  Reactor& reactor_;
  int descriptor_;
  std::uint32_t slot_ = kNoSlot;
  std::uint32_t taken_in_turn_ = 0;
  int taken_ = 0;
};

class Reactor {
 public:
  Reactor();
  Reactor(const Reactor&) = delete;
  Reactor& operator=(const Reactor&) = delete;

  // Waits at most `longest`, rounded up to the next millisecond, and notifies every socket that is ready.
  void poll(Duration longest);
  // Ends the poll in progress, or else the next one. Callable from another thread.
  void wake();

 private:
  friend class Watched;

  // An epoll event names its slot and the slot's generation, so that an event for a destroyed socket finds nothing.
  struct Slot {
    Watched* watched = nullptr;
    std::uint32_t generation = 0;
  };

  std::uint32_t take_slot(Watched& watched);
  void free_slot(std::uint32_t slot);
  std::uint64_t name_of(std::uint32_t slot) const;
  Watched* find(std::uint64_t name) const;
  void tell_again();

  Descriptor epoll_;
  Descriptor wake_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::vector<std::uint64_t> again_;  // sockets that used up their turn; the next poll reports them
  std::uint32_t turn_ = 1;
};

}  // namespace dialtone
