#include "protocol/digest/right_secrets.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/wanted.h"

namespace dialtone {
namespace {

constexpr digest::Algorithm kAlgorithm = digest::Algorithm::kSha256;

Guesser owner(std::uint32_t number) { return {IpAddress::v4(number), 1}; }

digest::HexHash secret(std::string_view password) { return digest::ha1(kAlgorithm, {"line1", password}, "r"); }

digest::Credentials answer(std::string_view password) {
  digest::Challenge challenge;
  challenge.realm = "r";
  challenge.nonce = "n";
  challenge.algorithm = kAlgorithm;
  return wanted(digest::answer(challenge, {"line1", password}, "REGISTER", "sip:r", "0a4f", 1));
}

TEST(RightSecrets, AreTheLastTwo) {
  RightSecrets right;
  EXPECT_FALSE(right.prove(owner(1), answer("first"), "REGISTER"));
  right.note(owner(1), secret("first"));
  EXPECT_TRUE(right.prove(owner(1), answer("first"), "REGISTER"));
  EXPECT_FALSE(right.prove(owner(1), answer("first"), "GET"));
  EXPECT_FALSE(right.prove(owner(2), answer("first"), "REGISTER")) << "another address";
  for (int i = 0; i < 5; ++i) right.note(owner(1), secret("second"));
  EXPECT_TRUE(right.prove(owner(1), answer("first"), "REGISTER"));
  EXPECT_TRUE(right.prove(owner(1), answer("second"), "REGISTER"));
  right.note(owner(1), secret("third"));
  EXPECT_FALSE(right.prove(owner(1), answer("first"), "REGISTER"));
  EXPECT_TRUE(right.prove(owner(1), answer("second"), "REGISTER"));
  EXPECT_TRUE(right.prove(owner(1), answer("third"), "REGISTER"));
}

TEST(RightSecrets, OfAnotherAlgorithmProveNothing) {
  RightSecrets right;
  right.note(owner(1), digest::ha1(digest::Algorithm::kMd5, {"line1", "first"}, "r"));
  EXPECT_FALSE(right.prove(owner(1), answer("first"), "REGISTER"));
}

TEST(RightSecrets, AreKeptOfSoManyAndThenNotOfWhoWasRightTheLongestAgo) {
  RightSecrets right;
  const digest::HexHash first = secret("first");
  for (std::uint32_t number = 0; number < RightSecrets::kMostKept; ++number) right.note(owner(number), first);
  right.note(owner(0), first);
  EXPECT_EQ(right.size(), RightSecrets::kMostKept);
  right.note(owner(200'000), first);
  EXPECT_EQ(right.size(), RightSecrets::kMostKept);
  EXPECT_TRUE(right.prove(owner(0), answer("first"), "REGISTER"));
  EXPECT_FALSE(right.prove(owner(1), answer("first"), "REGISTER"));
  EXPECT_TRUE(right.prove(owner(2), answer("first"), "REGISTER"));
  EXPECT_TRUE(right.prove(owner(200'000), answer("first"), "REGISTER"));
}

}  // namespace
}  // namespace dialtone
