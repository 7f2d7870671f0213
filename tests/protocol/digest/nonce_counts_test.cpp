#include "protocol/digest/nonce_counts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

NonceIdentity nonce(Duration issued, std::uint64_t salt = 0) { return {Moment(issued), salt}; }

TEST(NonceCounts, ComeInAnyOrderButOnce) {
  NonceCounts counts(10);
  for (std::uint32_t count : {3U, 1U, 2U, 67U, 8U, 7U, 66U, 71U, 1000U, 936U}) {
    EXPECT_TRUE(counts.use(nonce(1s), count)) << count;
    EXPECT_FALSE(counts.use(nonce(1s), count)) << count;
  }
  for (std::uint32_t count : {0U, 1U, 5U, 900U, 935U}) EXPECT_FALSE(counts.use(nonce(1s), count)) << count;
}

TEST(NonceCounts, BeginAtOne) {
  NonceCounts counts(10);
  EXPECT_FALSE(counts.use(nonce(1s), 0));
  EXPECT_TRUE(counts.use(nonce(1s), 1));
}

TEST(NonceCounts, AreUsedOnceTheyFellOutOfTheWindow) {
  NonceCounts counts(10);
  EXPECT_TRUE(counts.use(nonce(1s), 100));
  EXPECT_TRUE(counts.use(nonce(1s), 100 - NonceCounts::kWindow));
  EXPECT_FALSE(counts.use(nonce(1s), 100 - NonceCounts::kWindow - 1));
  EXPECT_TRUE(counts.use(nonce(1s), 0xFFFFFFFF));
  EXPECT_FALSE(counts.use(nonce(1s), 101));
}

// Compared with a set of all used counts: none is accepted twice, and every new one within the window is accepted.
TEST(NonceCounts, AgreeWithAModelOfTheWindow) {
  NonceCounts counts(10);
  std::set<std::uint32_t> used;
  std::uint64_t state = 1;
  std::uint32_t highest = 0;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    const std::uint32_t count = 1 + highest + static_cast<std::uint32_t>((state >> 33) % 80) - std::min(highest, 70U);
    const bool expected = !used.contains(count) && count + NonceCounts::kWindow >= highest;
    EXPECT_EQ(counts.use(nonce(1s), count), expected) << count << " at " << highest;
    used.insert(count);
    highest = std::max(highest, count);
  }
}

TEST(NonceCounts, OfTheOldestNoncesAreForgottenAndNotTakenAgain) {
  NonceCounts counts(2);
  EXPECT_TRUE(counts.use(nonce(2s), 1));
  EXPECT_TRUE(counts.use(nonce(1s, 5), 1));
  EXPECT_TRUE(counts.use(nonce(3s), 1));
  EXPECT_EQ(counts.size(), 2U);
  EXPECT_FALSE(counts.use(nonce(1s, 5), 2));
  EXPECT_FALSE(counts.use(nonce(1s, 4), 1)) << "an older one";
  EXPECT_TRUE(counts.has_forgotten(nonce(1s, 4)));
  EXPECT_FALSE(counts.has_forgotten(nonce(1s, 6)));
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
