#include "protocol/digest/digest_session.h"

#include <gtest/gtest.h>

#include <array>

#include "tests/wanted.h"
#include "wire/digest/credentials.h"

namespace dialtone {
namespace {

constexpr digest::Account kAccount{"line1", "secret"};

Result<void> take(DigestSession& session, std::string_view challenge) {
  return session.take_challenge(std::array{challenge});
}

digest::Credentials answer(DigestSession& session, std::string_view client_nonce = "0a4f") {
  return wanted(
      digest::parse_credentials(session.authorization(kAccount, "REGISTER", "sip:example.net", client_nonce)));
}

TEST(DigestSession, HasNothingToSayUntilItIsChallenged) {
  DigestSession session;
  EXPECT_EQ(session.authorization(kAccount, "REGISTER", "sip:example.net", "0a4f"), "");
  EXPECT_FALSE(session.is_challenged() || session.is_in_use() || session.stale() || session.has_session());
  EXPECT_EQ(session.algorithm(), "none");
  EXPECT_EQ(session.nonce(), "");
  session.take_next_nonce("nextnonce=\"n\"");
  EXPECT_FALSE(session.is_challenged());
}

TEST(DigestSession, CountsTheUsesOfANonce) {
  DigestSession session;
  ASSERT_TRUE(take(session, "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256"));
  EXPECT_FALSE(session.is_in_use());
  EXPECT_EQ(session.algorithm(), "SHA-256");
  const digest::Credentials first = answer(session);
  EXPECT_EQ(first.nonce, "n");
  EXPECT_EQ(first.cnonce, "0a4f");
  EXPECT_EQ(first.nonce_count, 1U);
  EXPECT_TRUE(digest::verify(first, digest::ha1(digest::Algorithm::kSha256, kAccount, "r").text(), "REGISTER"));
  EXPECT_TRUE(session.is_in_use());
  EXPECT_EQ(answer(session, "0a50").nonce_count, 2U);
  ASSERT_TRUE(take(session, "Digest realm=\"r\", nonce=\"m\", qop=\"auth\", stale=true"));
  EXPECT_TRUE(session.stale());
  EXPECT_FALSE(session.is_in_use());
  EXPECT_EQ(answer(session).nonce_count, 1U);
}

TEST(DigestSession, TakesTheTopmostChallengeThatItCanAnswer) {
  DigestSession session;
  ASSERT_TRUE(session.take_challenge(std::array<std::string_view, 4>{
      "Basic realm=\"r\"", "Digest realm=\"r\", nonce=\"a\", algorithm=SHA-3", "Digest realm=\"r\", nonce=\"b\"",
      "Digest realm=\"r\", nonce=\"c\", algorithm=SHA-256"}));
  EXPECT_EQ(session.nonce(), "b");
  EXPECT_EQ(session.algorithm(), "MD5");
  EXPECT_FALSE(take(session, "Basic realm=\"r\""));
  EXPECT_EQ(session.nonce(), "b") << "what cannot be answered changes nothing";
}

TEST(DigestSession, TakesNoNonceThatItHasAnswered) {
  DigestSession session;
  constexpr std::string_view kChallenge = "Digest realm=\"r\", nonce=\"n\", qop=\"auth\"";
  ASSERT_TRUE(take(session, kChallenge));
  ASSERT_TRUE(take(session, kChallenge)) << "it was not answered yet";
  answer(session);
  const Result<void> again = take(session, kChallenge);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().reason, "the credentials were not accepted");
  session.forget();
  EXPECT_TRUE(take(session, kChallenge));
}

TEST(DigestSession, GoesOnWithTheServersNextNonce) {
  DigestSession session;
  ASSERT_TRUE(take(session, "Digest realm=\"r\", nonce=\"n\", qop=\"auth\""));
  answer(session);
  session.take_next_nonce("qop=auth, NextNonce=\"m\"");
  EXPECT_FALSE(session.is_in_use());
  EXPECT_EQ(answer(session).nonce, "m");
  for (const char* of_no_use : {"", "nextnonce=\"\"", "qop=auth", "nextnonce=\"o"}) {
    session.take_next_nonce(of_no_use);
    EXPECT_EQ(session.nonce(), "m") << of_no_use;
  }
}

TEST(DigestSession, StaysWithTheNonceThatASessionBeganWith) {
  DigestSession session;
  ASSERT_TRUE(take(session, "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5-sess"));
  EXPECT_TRUE(session.has_session());
  answer(session);
  session.take_next_nonce("nextnonce=\"m\"");
  EXPECT_EQ(session.nonce(), "n");
}

}  // namespace
}  // namespace dialtone
