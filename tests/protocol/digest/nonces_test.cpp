#include "protocol/digest/nonces.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using Judgement = Nonces::Judgement;

const NonceKey kKey{.before = "secret"};
// As the provisioning server makes it.
const NonceKey kKeyOnBothSides{.before = "secret", .after = "secret"};

TEST(Nonces, HaveAMomentASaltAndAProof) {
  EXPECT_EQ(Nonces(kKey, 30s).issue(Moment(5s), 7), "000000012a05f2000000000000000007e94bc451d0c0cdc8");
  EXPECT_EQ(Nonces(kKeyOnBothSides, 30s).issue(Moment(5s), 7), "000000012a05f2000000000000000007703d2b6bcf381bd5");
}

TEST(Nonces, AreFreshForTheirLifetime) {
  const Nonces nonces(kKey, 30s);
  const std::string nonce = nonces.issue(Moment(5s), 1);
  EXPECT_EQ(nonces.judge(nonce, Moment(5s)), Judgement::kFresh);
  EXPECT_EQ(nonces.judge(nonce, Moment(35s - 1ns)), Judgement::kFresh);
  EXPECT_EQ(nonces.judge(nonce, Moment(35s)), Judgement::kExpired);
}

TEST(Nonces, WithALifetimeForEverAreStillFreshAfterYears) {
  const Nonces nonces(kKey, Nonces::kForEver);
  EXPECT_EQ(nonces.judge(nonces.issue(Moment(1s), 1), Moment(24h * 365 * 9)), Judgement::kFresh);
}

TEST(Nonces, DifferByMomentAndSalt) {
  const Nonces nonces(kKey, 30s);
  EXPECT_NE(nonces.issue(Moment(1s), 1), nonces.issue(Moment(2s), 1));
  EXPECT_NE(nonces.issue(Moment(1s), 1), nonces.issue(Moment(1s), 2));
}

TEST(Nonces, CannotBeMadeUp) {
  for (const NonceKey& key : {kKey, kKeyOnBothSides}) {
    const Nonces nonces(key, 30s);
    const std::string nonce = nonces.issue(Moment(1s), 1);
    for (std::size_t i = 0; i < nonce.size(); ++i) {
      std::string forged = nonce;
      forged[i] = forged[i] == '0' ? '1' : '0';
      EXPECT_EQ(nonces.judge(forged, Moment(1s)), Judgement::kForeign) << i;
      EXPECT_EQ(nonces.judge(nonce.substr(0, i), Moment(1s)), Judgement::kForeign) << i;
    }
    for (const std::string& foreign : {nonce + "0", std::string(48, '0'), std::string(5000, 'f')}) {
      EXPECT_EQ(nonces.judge(foreign, Moment(1s)), Judgement::kForeign) << foreign;
    }
    EXPECT_EQ(Nonces({.before = "other"}, 30s).judge(nonce, Moment(1s)), Judgement::kForeign);
  }
}

TEST(Nonces, ThatWereGivenToSomebodyAreForeignToEverybodyElse) {
  for (const NonceKey& key : {kKey, kKeyOnBothSides}) {
    Nonces nonces(key, 30s);
    const std::string nonce = nonces.issue(Moment(1s), 1, "10.0.0.1");
    EXPECT_EQ(nonce.size(), nonces.issue(Moment(1s), 1).size());
    EXPECT_EQ(nonces.judge(nonce, Moment(1s), "10.0.0.1"), Judgement::kFresh);
    EXPECT_EQ(nonces.judge(nonce, Moment(31s), "10.0.0.1"), Judgement::kExpired);
    for (const char* other : {"10.0.0.2", "10.0.0.11", ""}) {
      EXPECT_EQ(nonces.judge(nonce, Moment(1s), other), Judgement::kForeign) << other;
    }
    EXPECT_EQ(nonces.judge(nonces.issue(Moment(1s), 2), Moment(1s), "10.0.0.1"), Judgement::kForeign);
    EXPECT_TRUE(nonces.use(nonce, 1, Moment(1s)));
  }
}

TEST(Nonces, AreUsedOnceWithEachCount) {
  Nonces nonces(kKey, 30s);
  const std::string nonce = nonces.issue(Moment(1s), 1);
  EXPECT_TRUE(nonces.use(nonce, 1, Moment(1s)));
  EXPECT_FALSE(nonces.use(nonce, 1, Moment(1s)));
  EXPECT_TRUE(nonces.use(nonce, 2, Moment(1s)));
  EXPECT_TRUE(nonces.use(nonces.issue(Moment(1s), 2), 1, Moment(1s)));
}

TEST(Nonces, AreUsedUpWithoutACount) {
  Nonces nonces(kKey, 30s);
  const std::string nonce = nonces.issue(Moment(1s), 1);
  EXPECT_TRUE(nonces.use_up(nonce, Moment(1s)));
  EXPECT_FALSE(nonces.use_up(nonce, Moment(1s)));
  for (const std::uint32_t count : {1U, 0xFFFFFFBEU, 0xFFFFFFBFU, 0xFFFFFFFEU, 0xFFFFFFFFU}) {
    EXPECT_FALSE(nonces.use(nonce, count, Moment(1s))) << count;
  }
}

TEST(Nonces, AreKnownBySoManyUnlessToldOtherwise) {
  Nonces nonces(kKey, 24h);
  std::vector<std::string> used;
  for (std::uint64_t i = 0; i <= Nonces::kMostUsed; ++i) {
    const Moment now(1s + 1ms * i);
    used.push_back(nonces.issue(now, i));
    ASSERT_TRUE(nonces.use(used.back(), 1, now));
  }
  EXPECT_EQ(nonces.used(), Nonces::kMostUsed);
  EXPECT_EQ(nonces.judge(used[0], Moment(1h)), Judgement::kExpired);
  EXPECT_FALSE(nonces.use(used[0], 2, Moment(1h))) << "it was forgotten, and is never taken again";
  EXPECT_EQ(nonces.judge(used[1], Moment(1h)), Judgement::kFresh);
  EXPECT_TRUE(nonces.use(used[1], 2, Moment(1h)));
}

TEST(Nonces, ThatAreForgottenExpireWithEveryOlderOne) {
  Nonces nonces(kKey, 1h, 3);
  const std::string older = nonces.issue(Moment(1s), 1);
  const std::string first = nonces.issue(Moment(2s), 2);
  EXPECT_TRUE(nonces.use(first, 1, Moment(3s)));
  for (std::uint64_t salt = 3; salt < 6; ++salt) EXPECT_TRUE(nonces.use(nonces.issue(Moment(4s), salt), 1, Moment(4s)));
  EXPECT_EQ(nonces.judge(first, Moment(4s)), Judgement::kExpired);
  EXPECT_EQ(nonces.judge(older, Moment(4s)), Judgement::kExpired);
  EXPECT_EQ(nonces.judge(nonces.issue(Moment(4s), 6), Moment(4s)), Judgement::kFresh);
}

TEST(Nonces, AreForgottenWithTheirLifetime) {
  Nonces nonces(kKey, 30s);
  for (std::uint64_t salt = 0; salt < 10; ++salt) nonces.use(nonces.issue(Moment(1s), salt), 1, Moment(1s));
  EXPECT_EQ(nonces.used(), 10U);
  const std::string unused = nonces.issue(Moment(11s), 11);
  nonces.use(nonces.issue(Moment(40s), 1), 1, Moment(40s));
  EXPECT_EQ(nonces.used(), 1U);
  EXPECT_EQ(nonces.judge(unused, Moment(40s)), Judgement::kFresh) << "only what expired is forgotten";
}

TEST(Nonces, ThatWereForgottenStayUsedUnderALongerLifetime) {
  Nonces nonces(kKey, 20s);
  const std::string nonce = nonces.issue(Moment(1s), 1);
  EXPECT_TRUE(nonces.use(nonce, 1, Moment(1s)));
  EXPECT_TRUE(nonces.use(nonces.issue(Moment(30s), 2), 1, Moment(30s)));
  nonces.set_lifetime(5min);
  EXPECT_EQ(nonces.judge(nonce, Moment(31s)), Judgement::kExpired);
  EXPECT_FALSE(nonces.use(nonce, 1, Moment(31s)));
}

}  // namespace
}  // namespace dialtone
