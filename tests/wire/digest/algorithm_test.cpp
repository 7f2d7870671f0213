#include "wire/digest/algorithm.h"

#include <gtest/gtest.h>

#include "wire/digest/sha.h"

namespace dialtone::digest {
namespace {

std::string hex(Algorithm algorithm, std::string_view text) { return std::string(hash(algorithm, {text}).text()); }

// FIPS 180-4's examples.
TEST(Sha, HashesTheExamplesOfTheStandard) {
  EXPECT_EQ(hex(Algorithm::kSha256, "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(Algorithm::kSha256, ""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(Algorithm::kSha512_256, "abc"), "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
  EXPECT_EQ(hex(Algorithm::kSha512_256, ""), "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a");
}

TEST(Sha, GivesTheSameForPiecesAsForTheWhole) {
  const std::string text(300, 'x');
  for (Sha::Kind kind : {Sha::Kind::k256, Sha::Kind::k512_256}) {
    Sha whole(kind);
    whole.update(text);
    Sha pieces(kind);
    for (std::size_t at = 0; at < text.size(); at += 7) pieces.update(std::string_view(text).substr(at, 7));
    EXPECT_EQ(whole.finish(), pieces.finish());
  }
}

TEST(Algorithm, HasOneNameInAnyCase) {
  for (Algorithm algorithm : {Algorithm::kMd5, Algorithm::kMd5Sess, Algorithm::kSha256, Algorithm::kSha256Sess,
                              Algorithm::kSha512_256, Algorithm::kSha512_256Sess}) {
    EXPECT_EQ(algorithm_named(name_of(algorithm)), algorithm);
    EXPECT_EQ(is_session(algorithm), name_of(algorithm).ends_with("-sess"));
  }
  EXPECT_EQ(algorithm_named("sha-512-256"), Algorithm::kSha512_256);
  EXPECT_EQ(algorithm_named("SHA-512"), std::nullopt);
  EXPECT_EQ(algorithm_named(""), std::nullopt);
}

TEST(Algorithm, ListsKeepTheirOrder) {
  const auto list = parse_algorithms("SHA-256,md5");
  ASSERT_TRUE(list) << list.error().reason;
  EXPECT_EQ(*list, (std::vector{Algorithm::kSha256, Algorithm::kMd5}));
  EXPECT_EQ(to_text(list.value()), "SHA-256,MD5");
  for (std::string_view bad : {"", "MD5,", ",MD5", "MD5,,SHA-256", "MD5,MD5", "MD5, SHA-256", "SHA-1"}) {
    EXPECT_FALSE(parse_algorithms(bad)) << bad;
  }
}

TEST(Algorithm, OfASessionHashesAsThePlainOne) {
  EXPECT_EQ(hex(Algorithm::kMd5Sess, "x"), hex(Algorithm::kMd5, "x"));
  EXPECT_EQ(hex(Algorithm::kSha256Sess, "x"), hex(Algorithm::kSha256, "x"));
  EXPECT_EQ(hex(Algorithm::kSha512_256Sess, "x"), hex(Algorithm::kSha512_256, "x"));
}

}  // namespace
}  // namespace dialtone::digest
