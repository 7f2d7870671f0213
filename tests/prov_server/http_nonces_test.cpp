#include "prov_server/http_nonces.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace dialtone {
namespace {

using namespace std::chrono_literals;
using Judgement = HttpNonces::Judgement;

TEST(HttpNonces, AreFreshForTheirLifetime) {
  HttpNonces nonces("secret", 10s);
  const std::string nonce = nonces.issue(Moment(5s));
  EXPECT_EQ(nonces.judge(nonce, Moment(5s)), Judgement::kFresh);
  EXPECT_EQ(nonces.judge(nonce, Moment(15s) - 1ns), Judgement::kFresh);
  EXPECT_EQ(nonces.judge(nonce, Moment(15s)), Judgement::kExpired);
}

TEST(HttpNonces, AreNeverTheSameTwice) {
  HttpNonces nonces("secret", 10s);
  std::set<std::string> issued;
  for (int i = 0; i < 1000; ++i) issued.insert(nonces.issue(Moment(1s)));
  EXPECT_EQ(issued.size(), 1000U);
}

TEST(HttpNonces, OfAnotherSecretAreForeign) {
  HttpNonces nonces("secret", 10s);
  HttpNonces others("another", 10s);
  for (const std::string& foreign : {others.issue(Moment(0s)), std::string(), std::string(48, '0'),
                                     nonces.issue(Moment(0s)) + "0", std::string(5000, 'f')}) {
    EXPECT_EQ(nonces.judge(foreign, Moment(0s)), Judgement::kForeign) << foreign;
  }
}

TEST(HttpNonces, TakeEachCountOnceInAnyOrder) {
  HttpNonces nonces("secret", 10s);
  const std::string nonce = nonces.issue(Moment(0s));
  for (const std::uint32_t count : {1U, 2U, 5U, 4U, 69U, 6U, 68U, 1000U, 936U}) {
    EXPECT_TRUE(nonces.use(nonce, count, Moment(0s))) << count;
    EXPECT_FALSE(nonces.use(nonce, count, Moment(0s))) << count;
  }
  for (const std::uint32_t count : {0U, 1U, 5U, 935U, 900U})
    EXPECT_FALSE(nonces.use(nonce, count, Moment(0s))) << count;
  EXPECT_TRUE(nonces.use(nonces.issue(Moment(0s)), 1, Moment(0s)));
}

// Against a set of all counts that were used: none is ever taken twice, and what is new is taken.
TEST(HttpNonces, AgreeWithAModelOfTheWindow) {
  HttpNonces nonces("secret", 10s);
  const std::string nonce = nonces.issue(Moment(0s));
  std::set<std::uint32_t> used;
  std::uint64_t state = 1;
  std::uint32_t highest = 0;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    const std::uint32_t count = 1 + highest + static_cast<std::uint32_t>((state >> 33) % 80) - std::min(highest, 70U);
    const bool expected = !used.contains(count) && count + 64 >= highest;
    EXPECT_EQ(nonces.use(nonce, count, Moment(0s)), expected) << count << " at " << highest;
    used.insert(count);
    highest = std::max(highest, count);
  }
}

TEST(HttpNonces, TakeACredentialWithoutACountOnceAndNothingAfterIt) {
  HttpNonces nonces("secret", 10s);
  const std::string nonce = nonces.issue(Moment(0s));
  EXPECT_TRUE(nonces.use_without_count(nonce, Moment(0s)));
  EXPECT_FALSE(nonces.use_without_count(nonce, Moment(0s)));
  EXPECT_FALSE(nonces.use(nonce, 1, Moment(0s)));
}

TEST(HttpNonces, ForgetTheOldestAndEveryNonceAsOldAsThey) {
  HttpNonces nonces("secret", 1h, 3);
  const std::string before = nonces.issue(Moment(1s));
  const std::string first = nonces.issue(Moment(2s));
  EXPECT_TRUE(nonces.use(first, 1, Moment(3s)));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(nonces.use(nonces.issue(Moment(4s)), 1, Moment(4s)));
  EXPECT_EQ(nonces.judge(first, Moment(4s)), Judgement::kExpired);
  EXPECT_EQ(nonces.judge(before, Moment(4s)), Judgement::kExpired);
  EXPECT_EQ(nonces.judge(nonces.issue(Moment(4s)), Moment(4s)), Judgement::kFresh);
}

TEST(HttpNonces, AreKnownBySoManyUnlessToldOtherwise) {
  HttpNonces nonces("secret", 24h);
  std::vector<std::string> used;
  for (std::size_t i = 0; i <= HttpNonces::kMostKept; ++i) {
    const Moment now(1s + 1ms * i);
    used.push_back(nonces.issue(now));
    ASSERT_TRUE(nonces.use(used.back(), 1, now));
  }
  EXPECT_EQ(nonces.judge(used[0], Moment(1h)), Judgement::kExpired);
  EXPECT_EQ(nonces.judge(used[1], Moment(1h)), Judgement::kFresh);
}

TEST(HttpNonces, MakeRoomOfWhatHasExpired) {
  HttpNonces nonces("secret", 10s, 2);
  const std::string unused = nonces.issue(Moment(1s));
  EXPECT_TRUE(nonces.use(nonces.issue(Moment(0s)), 1, Moment(0s)));
  EXPECT_TRUE(nonces.use(nonces.issue(Moment(0s)), 1, Moment(0s)));
  EXPECT_TRUE(nonces.use(nonces.issue(Moment(10s)), 1, Moment(10s)));
  EXPECT_EQ(nonces.judge(unused, Moment(10s)), Judgement::kFresh);
}

}  // namespace
}  // namespace dialtone
