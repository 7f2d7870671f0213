// The one place where the real world waits: for sockets to become ready, for a time, or for a wake-up. epoll, edge
// triggered: a socket is registered once, and said to be ready when something has come, not for as long as it is there.
#pragma once

#include <cstdint>
#include <vector>

#include "values/time.h"
#include "world/real/descriptor.h"

namespace dialtone {

class Reactor;

// What has come at a socket since it was last told.
struct Readiness {
  bool readable = false;
  bool writable = false;
  // The peer has ended, or an error: a read finds it behind the bytes, without being told again.
  bool ended = false;
};

// A descriptor that somebody may wait for. Whoever owns the descriptor closes it; closing it ends the registration.
class Watched {
 public:
  Watched(Reactor& reactor, int descriptor) : reactor_(reactor), descriptor_(descriptor) {}
  // Takes over the descriptor and its registration.
  Watched(Watched&& other) noexcept;
  virtual ~Watched();
  Watched& operator=(const Watched&) = delete;

  // From the reactor.
  virtual void ready(const Readiness& readiness) = 0;

 protected:
  int descriptor() const { return descriptor_; }
  // From now on ready() is called whenever something comes; what is there already is told at the next poll. Only the
  // first call costs anything.
  void watch();
  // Nothing is told any more, though the descriptor stays open.
  void ignore();
  // Counts what is taken from the socket; true when it has had its share until the next poll, which will say that it is
  // ready. A party that always finds something never waits, and would keep the loop from its timers, the other sockets
  // and a signal.
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

  // Waits at most `longest`, rounded up to the next millisecond, and tells every socket that is ready.
  void poll(Duration longest);
  // Ends a poll, this one or the next; from another thread.
  void wake();

 private:
  friend class Watched;

  // An event names its slot and how often that was given out: one that was still under way when its socket went finds
  // nobody.
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
  std::vector<std::uint64_t> again_;  // who had its share
  std::uint32_t turn_ = 1;
};

}  // namespace dialtone
