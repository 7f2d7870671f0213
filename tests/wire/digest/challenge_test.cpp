#include "wire/digest/challenge.h"

#include <gtest/gtest.h>

namespace dialtone::digest {
namespace {

TEST(Challenge, IsReadWithAllItsFields) {
  const Result<Challenge> challenge = parse_challenge(
      "digest realm = \"a \\\"quoted\\\" realm\" ,, nonce=\"n,1\", opaque=\"\", stale=TRUE, algorithm=md5, "
      "qop=\"auth-int , auth,future\", domain=\"sip:a sip:b\", charset=UTF-8");
  ASSERT_TRUE(challenge) << challenge.error().reason;
  EXPECT_EQ(challenge->realm, "a \"quoted\" realm");
  EXPECT_EQ(challenge->nonce, "n,1");
  EXPECT_TRUE(challenge->stale);
  EXPECT_EQ(challenge->algorithm, Algorithm::kMd5);
  EXPECT_TRUE(challenge->offers_auth);
  EXPECT_TRUE(challenge->offers_auth_int);
}

TEST(Challenge, WithoutQopOrAlgorithmIsTheOldForm) {
  const Result<Challenge> challenge = parse_challenge("Digest realm=\"r\",nonce=\"n\"");
  ASSERT_TRUE(challenge);
  EXPECT_FALSE(challenge->offers_auth);
  EXPECT_EQ(challenge->algorithm, Algorithm::kMd5);
  EXPECT_FALSE(challenge->stale);
}

TEST(Challenge, KeepsAnAlgorithmApartThatIsNotComputed) {
  EXPECT_EQ(parse_challenge("Digest realm=\"r\",nonce=\"n\",algorithm=SHA-512")->algorithm, std::nullopt);
  EXPECT_EQ(parse_challenge("Digest realm=\"r\",nonce=\"n\",algorithm=AKAv1-MD5")->algorithm, std::nullopt);
}

TEST(Challenge, IsRefusedWhereItIsMalformed) {
  for (std::string_view bad :
       {"", "Digest", "Digest ", "Basic realm=\"r\"", "Digestrealm=\"r\",nonce=\"n\"", "Digest realm=\"r\"",
        "Digest nonce=\"n\"", "Digest realm=\"r,nonce=\"n\"", "Digest realm=\"r\" nonce=\"n\"",
        "Digest realm=\"r\",nonce", "Digest realm=\"r\",nonce=", "Digest realm=\"r\",nonce=\"n\\",
        "Digest realm=\"r\",nonce=\"n\",nonce=\"m\"", "Digest =\"r\"", "Digest realm=\"r\",nonce=\"n\"x"}) {
    EXPECT_FALSE(parse_challenge(bad)) << bad;
  }
  EXPECT_FALSE(parse_challenge("Digest realm=\"r\",nonce=\"" + std::string(8192, 'n') + "\""));
}

TEST(Challenge, IsReadAsItWasWritten) {
  Challenge challenge;
  challenge.realm = "r\"\\";
  challenge.nonce = "abc";
  for (bool stale : {false, true}) {
    for (std::string_view opaque : {"", "o"}) {
      for (int qop = 0; qop < 4; ++qop) {
        challenge.stale = stale;
        challenge.opaque = opaque;
        challenge.offers_auth = (qop & 1) != 0;
        challenge.offers_auth_int = (qop & 2) != 0;
        const Result<Challenge> read = parse_challenge(to_text(challenge));
        ASSERT_TRUE(read) << read.error().reason;
        EXPECT_EQ(*read, challenge) << to_text(challenge);
      }
    }
  }
}

TEST(Challenge, IsWrittenWithMd5AndQopAuth) {
  Challenge challenge;
  challenge.realm = "voip.example.net";
  challenge.nonce = "1f";
  challenge.stale = true;
  EXPECT_EQ(to_text(challenge),
            "Digest realm=\"voip.example.net\", nonce=\"1f\", stale=true, algorithm=MD5, qop=\"auth\"");
}

}  // namespace
}  // namespace dialtone::digest
