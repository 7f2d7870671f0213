// The event queue of both worlds: a hierarchical timing wheel that feeds a small 4-ary heap. Events are intrusive: the
// queue stores pointers and allocates only when a slot grows. A cancelled event leaves the queue at once. Slots are
// arrays, not lists: emptying an array touches neighbouring memory, while each list node would miss the cache.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "values/time.h"

namespace dialtone {

// The order in which events of the same moment fire.
enum class EventClass : std::uint8_t { kControl, kPacket, kTimer };

// Something that happens at a moment. Derive from it, or embed it. Owned by the caller that schedules it; must not move
// while scheduled, and leaves the queue when destroyed.
class Event {
 public:
  using Fire = void (*)(Event&);

  explicit Event(Fire fire) : fire_(fire) {}
  ~Event();
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  bool scheduled() const { return place_ != kNowhere; }
  // The moment for which the event was last scheduled.
  Moment at() const { return at_; }
  // Removes the event from its queue; does nothing if it is not scheduled. O(1) in the wheel, O(log n) in the heap.
  void cancel();
  // Moves a scheduled event to another moment; its class, source and sequence number stay.
  void move(Moment at);

 private:
  friend class EventQueue;
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
  static constexpr std::uint8_t kInHeap = 0xFF;

  bool before(const Event& other) const {
    if (at_ != other.at_) return at_ < other.at_;
    if (order_ != other.order_) return order_ < other.order_;
    if (source_ != other.source_) return source_ < other.source_;
    return sequence_ < other.sequence_;
  }

  Moment at_{};
  std::uint64_t source_ = 0;
  std::uint32_t sequence_ = 0;
  std::uint32_t place_ = kNowhere;  // the event's index in the heap, or in its slot
  EventClass order_ = EventClass::kTimer;
  std::uint8_t level_ = kInHeap;
  std::uint8_t slot_ = 0;
  Fire fire_;
  class EventQueue* queue_ = nullptr;
};

// An event that owns itself while scheduled: a packet in transit, or a scheduled action.
class SelfOwnedEvent : public Event {
 public:
  using Event::Event;
  virtual ~SelfOwnedEvent() = default;
};

class EventQueue {
 public:
  EventQueue() = default;
  ~EventQueue();
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  // Schedules `event` at `at`, which must not be kNever. Events of one moment are ordered by class, then by `source`
  // (the source's key), then by `sequence` (the source's own count of its events); so events of other sources do not
  // change the order of a source's events. A scheduled event must be cancelled before it is scheduled again.
  void schedule(Event& event, Moment at, EventClass order, std::uint64_t source, std::uint32_t sequence);

  // Removes and returns the first event that is due at `limit` or before; null if there is none.
  Event* pop(Moment limit);
  // Calls the event's function. Requires that the event was popped.
  static void fire(Event& event) {
    assert(!event.scheduled());
    event.fire_(event);
  }

  std::size_t size() const { return size_; }
  // Returns a moment not later than the first event's, kNever if there is no event: a reactor may sleep until then.
  Moment earliest() const;

 private:
  friend class Event;
  // A tick is 2^20 ns, about a millisecond; six levels of 256 slots cover the range of a Moment.
  static constexpr int kTickBits = 20;
  static constexpr int kLevelBits = 8;
  static constexpr std::size_t kSlots = 1U << kLevelBits;
  static constexpr std::size_t kLevels = 6;

  struct Level {
    std::array<std::vector<Event*>, kSlots> slots{};
    std::array<std::uint64_t, kSlots / 64> occupied{};
  };

  static std::uint64_t tick_of(Moment at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count()) >> kTickBits;
  }
  void place(Event& event);
  void remove(Event& event);
  // Advances the wheel to its next occupied slot and empties the slot into the heap; returns false if the wheel is
  // empty or the slot begins after `limit`.
  bool advance(Moment limit);
  // Finds the next occupied slot: its level and number.
  bool next_slot(std::size_t& level, std::size_t& slot) const;
  std::uint64_t slot_start(std::size_t level, std::size_t slot) const;
  bool is_occupied(std::size_t level, std::size_t slot) const {
    return (levels_[level].occupied[slot / 64] >> (slot % 64) & 1) != 0;
  }
  // Returns true if the event's fields name the place where the queue stores it.
  bool has_in_place(const Event& event) const;
  // Checks that the queue stores every event where the event's fields say, in order, and that size() counts all events.
  // Reads every event; slow.
  void check() const;

  void heap_push(Event& event);
  void heap_remove(std::uint32_t index);
  void sift_up(std::uint32_t index);
  void sift_down(std::uint32_t index);

  std::uint64_t tick_ = 0;  // every event of this tick or an earlier one is in the heap
  std::size_t size_ = 0;
  std::array<Level, kLevels> levels_{};
  std::vector<Event*> heap_;
  std::vector<Event*> moving_;
};

}  // namespace dialtone
