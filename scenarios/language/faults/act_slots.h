// Key slots for members of acts.
#pragma once

#include <optional>
#include <utility>

#include "scenarios/language/keys/key_slot.h"

namespace dialtone {

// A slot for a member that has a value only while `is_meant` returns true.
template <typename Value, typename IsMeant>
KeySlot<Value> where(const IsMeant& is_meant, Value& member) {
  return {[is_meant, &member] { return is_meant() ? std::optional(member) : std::nullopt; },
          [&member](Value value) { member = std::move(value); }};
}

}  // namespace dialtone
