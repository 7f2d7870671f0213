// The queue of what is to happen, in both worlds: a hierarchical timing wheel that feeds a small 4-ary heap.
// Events are intrusive: the queue holds pointers, allocates only where a slot grows, and a cancelled event leaves it at
// once. Slots are arrays rather than lists, so that a slot that is moved on touches its events side by side and not one
// cache miss after another.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "values/time.h"

namespace dialtone {

// Which comes first among the events of one moment.
enum class EventClass : std::uint8_t { kControl, kPacket, kTimer };

// Something that happens at a moment. Derive from it, or embed it. Owned by whoever schedules it; it must stay where
// it is while scheduled, and leaves the queue when it is destroyed.
class Event {
 public:
  using Fire = void (*)(Event&);

  explicit Event(Fire fire) : fire_(fire) {}
  ~Event();
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  bool scheduled() const { return place_ != kNowhere; }
  // Where it was last scheduled.
  Moment at() const { return at_; }
  // Takes it out of its queue; nothing happens if it is in none. O(1) in the wheel, O(log n) in the heap.
  void cancel();
  // Puts it, scheduled, at another moment; among the events of one moment its place stays.
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
  std::uint32_t place_ = kNowhere;  // its index in the heap or in its slot
  EventClass order_ = EventClass::kTimer;
  std::uint8_t level_ = kInHeap;
  std::uint8_t slot_ = 0;
  Fire fire_;
  class EventQueue* queue_ = nullptr;
};

// An event that nobody else owns while it is scheduled: a packet under way, an action to come.
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

  // Puts `event` at `at`, which is not kNever, behind what happens earlier. Within a moment: by class, then by the
  // source's key, then by the source's own sequence number, so that an unrelated source changes nothing.
  // A scheduled event must be cancelled first.
  void schedule(Event& event, Moment at, EventClass order, std::uint64_t source, std::uint32_t sequence);

  // Takes out the first event that is due at `limit` or before; null if none is.
  Event* pop(Moment limit);
  // Calls what the event stands for. It must have been popped.
  static void fire(Event& event) {
    assert(!event.scheduled());
    event.fire_(event);
  }

  std::size_t size() const { return size_; }
  // A moment not after the first event's, kNever where there is none: how long a reactor may sleep.
  Moment earliest() const;

 private:
  friend class Event;
  // A tick is about a millisecond; six levels of 256 slots reach as far as a Moment does.
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
  // Moves the wheel on to its next occupied slot and empties that into the heap; false when the wheel is empty or
  // that slot begins after `limit`.
  bool advance(Moment limit);
  // The next occupied slot: its level and number.
  bool next_slot(std::size_t& level, std::size_t& slot) const;
  std::uint64_t slot_start(std::size_t level, std::size_t slot) const;
  bool is_occupied(std::size_t level, std::size_t slot) const {
    return (levels_[level].occupied[slot / 64] >> (slot % 64) & 1) != 0;
  }
  // Whether the event lies where it says.
  bool has_in_place(const Event& event) const;
  // That every event lies where it says, in order, and size() counts them all. Looks at all of them.
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
