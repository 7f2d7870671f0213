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
    EXPECT_TRUE(held.hold(peer_of(number), {{}, {}, std::to_string(number)}, Moment()));
  }
  EXPECT_FALSE(held.hold(peer_of(10'000), {{}, {}, "too many"}, Moment()));
  EXPECT_TRUE(held.holds_for(peer_of(7)));
  const std::optional<HeldAnswers::Held> seventh = held.take(peer_of(7));
  ASSERT_TRUE(seventh);
  EXPECT_EQ(seventh->bytes, "7");
  EXPECT_FALSE(held.holds_for(peer_of(7)));
  EXPECT_TRUE(held.hold(peer_of(10'000), {{}, {}, "one"}, Moment()));
  EXPECT_FALSE(held.hold(peer_of(10'000), {{}, {}, "two"}, Moment()));
  EXPECT_EQ(held.take(peer_of(10'000))->bytes, "one");
}

// The 10,000 peers of answers that were never followed by another do not stop the fault for the others.
TEST(HeldAnswers, LoseTheOldestWhoseClientNoLongerWaits) {
  using std::chrono::seconds;
  HeldAnswers held;
  for (std::uint32_t number = 0; number < 10'000; ++number) {
    held.hold(peer_of(number), {{}, {}, "held"}, Moment(seconds(number == 0 ? 0 : 1)));
  }
  EXPECT_FALSE(held.hold(peer_of(10'000), {{}, {}, "next"}, Moment(seconds(32) - Duration(1))));
  EXPECT_TRUE(held.hold(peer_of(10'000), {{}, {}, "next"}, Moment(seconds(32))));
  EXPECT_FALSE(held.holds_for(peer_of(0)));
  EXPECT_TRUE(held.holds_for(peer_of(1)));
  EXPECT_FALSE(held.hold(peer_of(0), {{}, {}, "next"}, Moment(seconds(32))));
}

TEST(HeldAnswers, LoseThatOfAConnectionThatHasEnded) {
  HeldAnswers held;
  const Flow flow{peer_of(1), 5, 0, Transport::kTcp};
  held.hold(flow.peer, {{}, flow, "held"}, Moment());
  held.lose({peer_of(1), 6, 0, Transport::kTcp});
  held.lose({peer_of(2), 5, 0, Transport::kTcp});
  EXPECT_TRUE(held.holds_for(flow.peer));
  held.lose(flow);
  EXPECT_FALSE(held.holds_for(flow.peer));
}

}  // namespace
}  // namespace dialtone::sip
