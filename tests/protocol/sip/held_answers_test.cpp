// Answers that wait for the next one to the same peer.
#include "protocol/sip/held_answers.h"

#include <gtest/gtest.h>

namespace dialtone::sip {
namespace {

Endpoint peer_of(std::uint32_t number) {
  return {IpAddress::v4(10, 1, static_cast<std::uint8_t>(number / 256), static_cast<std::uint8_t>(number % 256)), 5060};
}

TEST(HeldAnswers, HoldSoManyAndOneForEachPeer) {
  HeldAnswers held;
  EXPECT_FALSE(held.take(peer_of(0)));
  for (std::uint32_t number = 0; number < 10'000; ++number) {
    EXPECT_TRUE(held.hold(peer_of(number), {{}, {}, std::to_string(number)}));
  }
  EXPECT_FALSE(held.hold(peer_of(10'000), {{}, {}, "too many"}));
  EXPECT_TRUE(held.holds_for(peer_of(7)));
  const std::optional<HeldAnswers::Held> seventh = held.take(peer_of(7));
  ASSERT_TRUE(seventh);
  EXPECT_EQ(seventh->bytes, "7");
  EXPECT_FALSE(held.holds_for(peer_of(7)));
  EXPECT_TRUE(held.hold(peer_of(10'000), {{}, {}, "one"}));
  EXPECT_FALSE(held.hold(peer_of(10'000), {{}, {}, "two"}));
  EXPECT_EQ(held.take(peer_of(10'000))->bytes, "one");
}

}  // namespace
}  // namespace dialtone::sip
