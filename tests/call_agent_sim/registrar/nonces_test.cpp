#include "call_agent_sim/registrar/nonces.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using Judgement = Nonces::Judgement;

TEST(Nonces, AreFreshForTheirLifetime) {
  const Nonces nonces("secret", 30s);
  const std::string nonce = nonces.issue(Moment(5s), 1);
  EXPECT_EQ(nonces.judge(nonce, Moment(5s)), Judgement::kFresh);
  EXPECT_EQ(nonces.judge(nonce, Moment(35s - 1ns)), Judgement::kFresh);
  EXPECT_EQ(nonces.judge(nonce, Moment(35s)), Judgement::kExpired);
}

TEST(Nonces, DifferByMomentAndSalt) {
  const Nonces nonces("secret", 30s);
  EXPECT_NE(nonces.issue(Moment(1s), 1), nonces.issue(Moment(2s), 1));
  EXPECT_NE(nonces.issue(Moment(1s), 1), nonces.issue(Moment(1s), 2));
}

TEST(Nonces, CannotBeMadeUp) {
  const Nonces nonces("secret", 30s);
  const std::string nonce = nonces.issue(Moment(1s), 1);
  for (std::size_t i = 0; i < nonce.size(); ++i) {
    std::string forged = nonce;
    forged[i] = forged[i] == '0' ? '1' : '0';
    EXPECT_EQ(nonces.judge(forged, Moment(1s)), Judgement::kForeign) << i;
    EXPECT_EQ(nonces.judge(nonce.substr(0, i), Moment(1s)), Judgement::kForeign) << i;
  }
  EXPECT_EQ(Nonces("other", 30s).judge(nonce, Moment(1s)), Judgement::kForeign);
}

TEST(Nonces, AreUsedOnceWithEachCount) {
  Nonces nonces("secret", 30s);
  const std::string nonce = nonces.issue(Moment(1s), 1);
  EXPECT_TRUE(nonces.use(nonce, 1, Moment(1s)));
  EXPECT_FALSE(nonces.use(nonce, 1, Moment(1s)));
  EXPECT_TRUE(nonces.use(nonce, 2, Moment(1s)));
  EXPECT_TRUE(nonces.use(nonces.issue(Moment(1s), 2), 1, Moment(1s)));
}

TEST(Nonces, AreUsedUpWithoutACount) {
  Nonces nonces("secret", 30s);
  const std::string nonce = nonces.issue(Moment(1s), 1);
  EXPECT_TRUE(nonces.use_up(nonce, Moment(1s)));
  EXPECT_FALSE(nonces.use_up(nonce, Moment(1s)));
  EXPECT_FALSE(nonces.use(nonce, 1, Moment(1s)));
}

TEST(Nonces, AreKnownBySoManyUnlessToldOtherwise) {
  Nonces nonces("secret", 24h);
  std::vector<std::string> used;
  for (std::uint64_t i = 0; i <= Nonces::kMostUsed; ++i) {
    const Moment now(1s + 1ms * i);
    used.push_back(nonces.issue(now, i));
    ASSERT_TRUE(nonces.use(used.back(), 1, now));
  }
  EXPECT_EQ(nonces.used(), Nonces::kMostUsed);
  EXPECT_FALSE(nonces.use(used[0], 2, Moment(1h))) << "it was forgotten, and is never taken again";
  EXPECT_TRUE(nonces.use(used[1], 2, Moment(1h)));
}

TEST(Nonces, AreForgottenWithTheirLifetime) {
  Nonces nonces("secret", 30s);
  for (std::uint64_t salt = 0; salt < 10; ++salt) nonces.use(nonces.issue(Moment(1s), salt), 1, Moment(1s));
  EXPECT_EQ(nonces.used(), 10U);
  nonces.use(nonces.issue(Moment(40s), 1), 1, Moment(40s));
  EXPECT_EQ(nonces.used(), 1U);
}

}  // namespace
}  // namespace dialtone
