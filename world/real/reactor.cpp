#include "world/real/reactor.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace dialtone {
namespace {

constexpr std::uint64_t kWakeName = 0xFFFFFFFFFFFFFFFF;
constexpr std::uint32_t kEnded = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

}  // namespace

// --- Watched ---

Watched::Watched(Watched&& other) noexcept
    : reactor_(other.reactor_), descriptor_(other.descriptor_), slot_(std::exchange(other.slot_, kNoSlot)) {
  if (slot_ == kNoSlot) return;
  assert(reactor_.slots_[slot_].watched == &other);
  reactor_.slots_[slot_].watched = this;
}

Watched::~Watched() {
  if (slot_ != kNoSlot) reactor_.free_slot(slot_);
}

void Watched::watch() {
  if (slot_ != kNoSlot) return;
  slot_ = reactor_.take_slot(*this);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = reactor_.name_of(slot_);
  // Fails only if the system is out of memory.
  if (::epoll_ctl(reactor_.epoll_.number(), EPOLL_CTL_ADD, descriptor_, &event) != 0) std::abort();
}

void Watched::ignore() {
  if (slot_ == kNoSlot) return;
  ::epoll_ctl(reactor_.epoll_.number(), EPOLL_CTL_DEL, descriptor_, nullptr);
  reactor_.free_slot(slot_);
  slot_ = kNoSlot;
}

bool Watched::has_had_its_share() {
  constexpr int kShare = 64;
  if (taken_in_turn_ != reactor_.turn_) {
    taken_in_turn_ = reactor_.turn_;
    taken_ = 0;
  }
  if (++taken_ <= kShare) return false;
  if (slot_ == kNoSlot) {
    watch();
  } else if (taken_ == kShare + 1) {
    reactor_.again_.push_back(reactor_.name_of(slot_));
  }
  return true;
}

// --- Reactor ---

Reactor::Reactor() : epoll_(::epoll_create1(EPOLL_CLOEXEC)), wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kWakeName;
  if (!epoll_.is_open() || !wake_.is_open()) std::abort();
  if (::epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, wake_.number(), &event) != 0) std::abort();
}

void Reactor::wake() {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(wake_.number(), &one, sizeof one);
}

std::uint32_t Reactor::take_slot(Watched& watched) {
  if (free_slots_.empty()) {
    slots_.push_back({&watched, 0});
    return static_cast<std::uint32_t>(slots_.size() - 1);
  }
  const std::uint32_t slot = free_slots_.back();
  free_slots_.pop_back();
  assert(slots_[slot].watched == nullptr && "a slot is one socket's");
  slots_[slot].watched = &watched;
  return slot;
}

void Reactor::free_slot(std::uint32_t slot) {
  assert(slot < slots_.size() && slots_[slot].watched != nullptr);
  slots_[slot].watched = nullptr;
  ++slots_[slot].generation;
  free_slots_.push_back(slot);
}

std::uint64_t Reactor::name_of(std::uint32_t slot) const {
  assert(slot < slots_.size() && slots_[slot].watched != nullptr && "only what is watched has a name");
  return static_cast<std::uint64_t>(slots_[slot].generation) << 32 | slot;
}

Watched* Reactor::find(std::uint64_t name) const {
  assert(static_cast<std::uint32_t>(name) < slots_.size());
  const Slot& slot = slots_[static_cast<std::uint32_t>(name)];
  return slot.generation == name >> 32 ? slot.watched : nullptr;
}

void Reactor::tell_again() {
  for (const std::uint64_t name : std::exchange(again_, {})) {
    if (Watched* watched = find(name)) watched->ready({.readable = true, .writable = true});
  }
}

void Reactor::poll(Duration longest) {
  if (!again_.empty()) longest = Duration::zero();
  // Rounded up: epoll counts in milliseconds, and with rounding down the loop would spin during the last millisecond
  // before each timer.
  const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(longest).count();
  ++turn_;
  constexpr int kBatch = 256;
  std::array<epoll_event, kBatch> events;
  const int count = ::epoll_wait(epoll_.number(), events.data(), kBatch, static_cast<int>(timeout));
  assert((count >= 0 || errno == EINTR) && count <= kBatch);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    if (event.data.u64 == kWakeName) {
      std::uint64_t wakes = 0;
      [[maybe_unused]] const ssize_t got = ::read(wake_.number(), &wakes, sizeof wakes);
      continue;
    }
    Watched* watched = find(event.data.u64);
    if (watched == nullptr) continue;
    const bool ended = (event.events & kEnded) != 0;
    watched->ready({.readable = ended || (event.events & EPOLLIN) != 0,
                    .writable = ended || (event.events & EPOLLOUT) != 0,
                    .ended = ended});
  }
  tell_again();
}

}  // namespace dialtone
