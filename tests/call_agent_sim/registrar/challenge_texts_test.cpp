#include "call_agent_sim/registrar/challenge_texts.h"

#include <gtest/gtest.h>

#include "wire/digest/challenge.h"

namespace dialtone {
namespace {

using digest::Algorithm;

std::string written(std::string_view realm, Algorithm algorithm, std::string_view nonce, bool stale) {
  digest::Challenge challenge;
  challenge.realm = realm;
  challenge.nonce = nonce;
  challenge.stale = stale;
  challenge.algorithm = algorithm;
  return digest::to_text(challenge);
}

TEST(ChallengeTexts, AreThoseOfTheWriterWhateverCameBefore) {
  ChallengeTexts texts;
  const std::vector<Algorithm> both = {Algorithm::kMd5, Algorithm::kSha256};
  for (std::string_view realm : {"a", "say \"aaaa\" \\", "a", "aaaa"}) {
    for (std::string_view nonce : {"aaaa", "bbbb", "cc"}) {
      for (bool stale : {false, true}) {
        const auto list = texts.of(realm, both, nonce, stale);
        ASSERT_EQ(list.size(), 2U);
        EXPECT_EQ(list[0], written(realm, Algorithm::kMd5, nonce, stale));
        EXPECT_EQ(list[1], written(realm, Algorithm::kSha256, nonce, stale));
      }
    }
  }
  EXPECT_EQ(texts.of("a", {Algorithm::kSha256}, "cc", false).size(), 1U);
}

}  // namespace
}  // namespace dialtone
