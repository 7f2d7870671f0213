#include "world/event_queue.h"

#include <bit>
#include <cassert>
#include <cstddef>

namespace dialtone {
namespace {

constexpr std::size_t kPrefetchAhead = 8;

// An event is usually part of the frame of the coroutine that it will wake, so the memory around it is needed soon too.
void prefetch(const void* event) {
  constexpr std::ptrdiff_t kLineBytes = 64;
  for (std::ptrdiff_t line = -2; line <= 1; ++line) {
    __builtin_prefetch(static_cast<const char*>(event) + line * kLineBytes, 1);
  }
}

}  // namespace

Event::~Event() { cancel(); }

void Event::cancel() {
  if (scheduled()) queue_->remove(*this);
}

void Event::move(Moment at) {
  assert(scheduled());
  EventQueue& queue = *queue_;
  queue.remove(*this);
  queue.schedule(*this, at, order_, source_, sequence_);
}

EventQueue::~EventQueue() {
  check();
  for (Event* event : heap_) event->place_ = Event::kNowhere;
  for (Level& level : levels_) {
    for (std::vector<Event*>& slot : level.slots) {
      for (Event* event : slot) event->place_ = Event::kNowhere;
    }
  }
}

void EventQueue::schedule(Event& event, Moment at, EventClass order, std::uint64_t source, std::uint32_t sequence) {
  assert(!event.scheduled());
  assert(at != kNever && at >= Moment{});
  event.at_ = at;
  event.order_ = order;
  event.source_ = source;
  event.sequence_ = sequence;
  event.queue_ = this;
  ++size_;
  place(event);
}

void EventQueue::place(Event& event) {
  const std::uint64_t tick = tick_of(event.at_);
  if (tick <= tick_) {
    heap_push(event);
    return;
  }
  const auto level = static_cast<std::size_t>((63 - std::countl_zero(tick ^ tick_)) / kLevelBits);
  const std::size_t slot = (tick >> (level * kLevelBits)) & (kSlots - 1);
  assert(level < kLevels);
  assert(slot > ((tick_ >> (level * kLevelBits)) & (kSlots - 1)) && "the wheel finds only slots ahead of it");
  std::vector<Event*>& events = levels_[level].slots[slot];
  assert(events.empty() != is_occupied(level, slot));
  event.level_ = static_cast<std::uint8_t>(level);
  event.slot_ = static_cast<std::uint8_t>(slot);
  event.place_ = static_cast<std::uint32_t>(events.size());
  events.push_back(&event);
  levels_[level].occupied[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void EventQueue::remove(Event& event) {
  assert(event.queue_ == this);
  assert(has_in_place(event));
  assert(size_ > 0);
  --size_;
  if (event.level_ == Event::kInHeap) {
    heap_remove(event.place_);
  } else {
    Level& level = levels_[event.level_];
    std::vector<Event*>& events = level.slots[event.slot_];
    Event* last = events.back();
    events[event.place_] = last;
    last->place_ = event.place_;
    events.pop_back();
    if (events.empty()) level.occupied[event.slot_ / 64] &= ~(std::uint64_t{1} << (event.slot_ % 64));
  }
  event.place_ = Event::kNowhere;
}

bool EventQueue::next_slot(std::size_t& level, std::size_t& slot) const {
  for (level = 0; level < kLevels; ++level) {
    // Only slots after that of the current tick can be occupied.
    const std::size_t from = ((tick_ >> (level * kLevelBits)) & (kSlots - 1)) + 1;
    for (std::size_t word = from / 64; word < kSlots / 64; ++word) {
      std::uint64_t bits = levels_[level].occupied[word];
      if (word == from / 64) bits &= ~std::uint64_t{0} << (from % 64);
      if (bits == 0) continue;
      slot = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
      return true;
    }
  }
  return false;
}

std::uint64_t EventQueue::slot_start(std::size_t level, std::size_t slot) const {
  const std::size_t shift = (level + 1) * kLevelBits;
  return ((tick_ >> shift) << shift) | (std::uint64_t{slot} << (level * kLevelBits));
}

bool EventQueue::advance(Moment limit) {
  std::size_t level = 0;
  std::size_t slot = 0;
  if (!next_slot(level, slot)) return false;
  const std::uint64_t start = slot_start(level, slot);
  if (start > tick_of(limit)) return false;
  assert(start > tick_ && "the wheel turns forward");
  assert(heap_.empty() && "what lies in the wheel comes after all of the heap");
  tick_ = start;
  levels_[level].occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  moving_.swap(levels_[level].slots[slot]);
  assert(!moving_.empty());
  for (std::size_t i = 0; i < moving_.size(); ++i) {
    if (i + kPrefetchAhead < moving_.size()) prefetch(moving_[i + kPrefetchAhead]);
    place(*moving_[i]);
  }
  moving_.clear();
  return true;
}

Event* EventQueue::pop(Moment limit) {
  while (heap_.empty()) {
    if (!advance(limit)) return nullptr;
  }
  Event* first = heap_.front();
  if (first->at_ > limit) return nullptr;
  assert(has_in_place(*first));
  assert(tick_of(first->at_) <= tick_ && "what the wheel has not come to is not in the heap");
  heap_remove(0);
  first->place_ = Event::kNowhere;
  assert(size_ > 0);
  --size_;
  assert(heap_.empty() || !heap_.front()->before(*first));
  return first;
}

Moment EventQueue::earliest() const {
  if (!heap_.empty()) return heap_.front()->at_;
  std::size_t level = 0;
  std::size_t slot = 0;
  if (!next_slot(level, slot)) return kNever;
  return Moment(Duration(static_cast<std::int64_t>(slot_start(level, slot) << kTickBits)));
}

bool EventQueue::has_in_place(const Event& event) const {
  if (event.level_ == Event::kInHeap) return event.place_ < heap_.size() && heap_[event.place_] == &event;
  const std::vector<Event*>& events = levels_[event.level_].slots[event.slot_];
  return event.place_ < events.size() && events[event.place_] == &event;
}

void EventQueue::check() const {
  std::size_t count = heap_.size();
  for (std::size_t i = 0; i < heap_.size(); ++i) {
    assert(has_in_place(*heap_[i]));
    assert(i == 0 || !heap_[i]->before(*heap_[(i - 1) / 4]));
  }
  for (std::size_t level = 0; level < kLevels; ++level) {
    for (std::size_t slot = 0; slot < kSlots; ++slot) {
      const std::vector<Event*>& events = levels_[level].slots[slot];
      assert(events.empty() != is_occupied(level, slot));
      for (const Event* event : events) assert(has_in_place(*event));
      count += events.size();
    }
  }
  assert(count == size_);
}

void EventQueue::heap_push(Event& event) {
  event.level_ = Event::kInHeap;
  event.place_ = static_cast<std::uint32_t>(heap_.size());
  heap_.push_back(&event);
  sift_up(event.place_);
}

void EventQueue::heap_remove(std::uint32_t index) {
  Event* last = heap_.back();
  heap_.pop_back();
  if (index == heap_.size()) return;
  heap_[index] = last;
  last->place_ = index;
  sift_up(index);
  sift_down(last->place_);
}

void EventQueue::sift_up(std::uint32_t index) {
  Event* event = heap_[index];
  while (index > 0) {
    const std::uint32_t parent = (index - 1) / 4;
    if (!event->before(*heap_[parent])) break;
    heap_[index] = heap_[parent];
    heap_[index]->place_ = index;
    index = parent;
  }
  heap_[index] = event;
  event->place_ = index;
}

void EventQueue::sift_down(std::uint32_t index) {
  Event* event = heap_[index];
  const auto size = static_cast<std::uint32_t>(heap_.size());
  for (;;) {
    const std::uint32_t first = index * 4 + 1;
    if (first >= size) break;
    std::uint32_t least = first;
    for (std::uint32_t child = first + 1; child < size && child < first + 4; ++child) {
      if (heap_[child]->before(*heap_[least])) least = child;
    }
    if (!heap_[least]->before(*event)) break;
    heap_[index] = heap_[least];
    heap_[index]->place_ = index;
    index = least;
  }
  heap_[index] = event;
  event->place_ = index;
}

}  // namespace dialtone
