#include "call_agent_sim/registrar/nonce_counts.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

NonceIdentity nonce(Duration issued, std::uint64_t salt = 0) { return {Moment(issued), salt}; }

TEST(NonceCounts, ComeInAnyOrderButOnce) {
  NonceCounts counts(10);
  for (std::uint32_t count : {3U, 1U, 2U, 70U, 8U, 7U, 69U, 71U}) {
    EXPECT_TRUE(counts.use(nonce(1s), count)) << count;
    EXPECT_FALSE(counts.use(nonce(1s), count)) << count;
  }
}

TEST(NonceCounts, AreUsedOnceTheyFellOutOfTheWindow) {
  NonceCounts counts(10);
  EXPECT_TRUE(counts.use(nonce(1s), 100));
  EXPECT_TRUE(counts.use(nonce(1s), 100 - NonceCounts::kWindow + 1));
  EXPECT_FALSE(counts.use(nonce(1s), 100 - NonceCounts::kWindow));
  EXPECT_TRUE(counts.use(nonce(1s), 0xFFFFFFFF));
  EXPECT_FALSE(counts.use(nonce(1s), 101));
}

TEST(NonceCounts, OfTheOldestNoncesAreForgottenAndNotTakenAgain) {
  NonceCounts counts(2);
  EXPECT_TRUE(counts.use(nonce(2s), 1));
  EXPECT_TRUE(counts.use(nonce(1s), 1));
  EXPECT_TRUE(counts.use(nonce(3s), 1));
  EXPECT_EQ(counts.size(), 2U);
  EXPECT_FALSE(counts.use(nonce(1s), 2));
  EXPECT_FALSE(counts.use(nonce(1s, 5), 1));
  EXPECT_TRUE(counts.use(nonce(2s), 2));
  EXPECT_TRUE(counts.use(nonce(3s), 2));
}

TEST(NonceCounts, StayBoundedWhateverComes) {
  NonceCounts counts(100);
  for (std::uint64_t salt = 0; salt < 10'000; ++salt) {
    counts.use(nonce(std::chrono::milliseconds(salt), salt), 1);
    ASSERT_LE(counts.size(), 100U);
  }
  EXPECT_FALSE(counts.use(nonce(1ms, 1), 1));
}

}  // namespace
}  // namespace dialtone
