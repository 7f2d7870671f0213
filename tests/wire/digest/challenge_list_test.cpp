#include "wire/digest/challenge_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dialtone::digest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string_view> split(std::string_view field) {
  const auto challenges = split_challenges(field);
  EXPECT_TRUE(challenges) << field << ": " << challenges.error().reason;
  return challenges ? *challenges : std::vector<std::string_view>();
}

TEST(ChallengeList, IsSplitWhereASchemeBegins) {
  // RFC 9110 11.6.1.
  EXPECT_THAT(split(R"(Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"")"),
              ElementsAre(R"(Basic realm="simple")", R"(Newauth realm="apps", type=1, title="Login to \"apps\"")"));
  EXPECT_THAT(split(R"(Digest realm = "a, Basic b" , nonce="n",,Negotiate abc==, NTLM)"),
              ElementsAre(R"(Digest realm = "a, Basic b" , nonce="n")", "Negotiate abc==", "NTLM"));
  EXPECT_THAT(split(" , "), IsEmpty());
  EXPECT_THAT(split(""), IsEmpty());
}

TEST(ChallengeList, IsRefusedWhereItIsMalformed) {
  for (std::string_view bad : {R"(realm="x")", R"(Basic realm="x)", R"(Basic realm="x\")", "a=b, Basic x=y"}) {
    EXPECT_FALSE(split_challenges(bad)) << bad;
  }
  EXPECT_FALSE(split_challenges("Basic realm=\"" + std::string(16 * 1024, 'x') + "\""));
}

TEST(ChallengeList, GivesTheTopmostThatCanBeAnswered) {
  const std::vector<std::string_view> fields = {
      R"(Basic realm="b")", R"(Digest realm="x", nonce="1", algorithm=SHA-3)",
      R"(Digest realm="broken", Digest realm="i", nonce="2", qop="auth-int")",
      R"(Digest realm="r", nonce="3", algorithm=SHA-256, qop="auth", Digest realm="r", nonce="4")"};
  const auto challenge = topmost_challenge(fields);
  ASSERT_TRUE(challenge) << challenge.error().reason;
  EXPECT_EQ(challenge->nonce, "3");
  EXPECT_EQ(challenge->algorithm, Algorithm::kSha256);
}

TEST(ChallengeList, SaysWhyNoneIsLeft) {
  const auto reason = [](std::vector<std::string_view> fields) { return topmost_challenge(fields).error().reason; };
  EXPECT_EQ(reason({}), "there is no Digest challenge");
  EXPECT_EQ(reason({R"(Basic realm="b")"}), "there is no Digest challenge");
  EXPECT_EQ(reason({R"(Digest realm="b")"}), "no digest field nonce");
  EXPECT_EQ(reason({R"(Digest realm="x", nonce="1", algorithm=SHA-3)"}),
            "the Digest challenge wants an algorithm or a qop that is not computed here");
}

}  // namespace
}  // namespace dialtone::digest
