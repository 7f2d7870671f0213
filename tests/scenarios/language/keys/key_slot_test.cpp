#include "scenarios/language/keys/key_slot.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace dialtone {
namespace {

// Keys::number() asserts has_room_for() for both ends of every range.
TEST(KeySlot, KnowsWhichNumbersItsMemberHasRoomFor) {
  std::uint8_t small = 0;
  std::optional<std::int16_t> signed_one;
  std::uint64_t large = 0;
  EXPECT_TRUE(KeySlot<std::uint64_t>(small).has_room_for(255));
  EXPECT_FALSE(KeySlot<std::uint64_t>(small).has_room_for(256));
  EXPECT_TRUE(KeySlot<std::uint64_t>(signed_one).has_room_for(32'767));
  EXPECT_FALSE(KeySlot<std::uint64_t>(signed_one).has_room_for(32'768));
  EXPECT_TRUE(KeySlot<std::uint64_t>(large).has_room_for(UINT64_MAX));
}

}  // namespace
}  // namespace dialtone
