#include "world/virtual/rule.h"

#include <algorithm>
#include <cassert>

#include "world/virtual/network.h"

namespace dialtone {

Verdict Verdict::with(const Verdict& other) const {
  if (kind == Kind::kDrop || other.kind == Kind::kPass) return *this;
  if (kind == Kind::kPass || other.kind == Kind::kDrop) return other;
  constexpr int kMostCopies = 255;
  return {.kind = Kind::kDeliver,
          .delay = delay + other.delay,
          .corrupts = corrupts || other.corrupts,
          .extra_copies = static_cast<std::uint8_t>(std::min(extra_copies + other.extra_copies, kMostCopies)),
          .by = by.empty() ? other.by : by};
}

std::uint64_t Verdict::fold() const {
  constexpr std::uint64_t kLate = 1;
  constexpr std::uint64_t kDropped = 2;
  constexpr std::uint64_t kCorrupted = 3;
  constexpr std::uint64_t kCorruptedAndLate = 4;
  constexpr std::uint64_t kDoubled = 8;
  if (kind == Kind::kPass) return 0;
  if (kind == Kind::kDrop) return kDropped;
  const std::uint64_t change = !corrupts ? kLate : delay == Duration::zero() ? kCorrupted : kCorruptedAndLate;
  const std::uint64_t fold = extra_copies == 0 ? change : kDoubled + change;
  assert(fold < 15 && "15 is no verdict's");
  return fold;
}

RuleGuard& RuleGuard::operator=(RuleGuard&& other) noexcept {
  if (this != &other) {
    release();
    network_ = std::exchange(other.network_, nullptr);
    id_ = other.id_;
  }
  return *this;
}

void RuleGuard::release() {
  if (network_ == nullptr) return;
  std::exchange(network_, nullptr)->remove_rule(id_);
}

}  // namespace dialtone
