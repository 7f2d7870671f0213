#include "wire/digest/md5.h"

#include <gtest/gtest.h>

#include "wire/digest/algorithm.h"

namespace dialtone::digest {
namespace {

std::string md5(std::string_view text) { return std::string(hash(Algorithm::kMd5, {text}).text()); }

// RFC 1321 A.5.
TEST(Md5, HashesTheExamplesOfTheRfc) {
  EXPECT_EQ(md5(""), "d41d8cd98f00b204e9800998ecf8427e");
  EXPECT_EQ(md5("a"), "0cc175b9c0f1b6a831c399e269772661");
  EXPECT_EQ(md5("abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(md5("message digest"), "f96b697d7cb7938d525a2f31aaf161d0");
  EXPECT_EQ(md5("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"), "d174ab98d277d9f5a5611c2c9f419d9f");
  EXPECT_EQ(md5("12345678901234567890123456789012345678901234567890123456789012345678901234567890"),
            "57edf4a22be3c955ac49da2e2107b67a");
}

TEST(Md5, GivesTheSameForPiecesAsForTheWhole) {
  const std::string text(300, 'x');
  for (std::size_t size = 0; size <= text.size(); ++size) {
    Md5 whole;
    whole.update(std::string_view(text).substr(0, size));
    const auto expected = whole.finish();
    for (std::size_t piece : {1U, 7U, 63U, 64U, 65U}) {
      Md5 pieces;
      for (std::size_t at = 0; at < size; at += piece)
        pieces.update(std::string_view(text).substr(at, std::min(piece, size - at)));
      EXPECT_EQ(pieces.finish(), expected) << size << " in pieces of " << piece;
    }
  }
}

TEST(Hash, PutsColonsBetweenItsParts) { EXPECT_EQ(hash(Algorithm::kMd5, {"a", "", "b"}).text(), md5("a::b")); }

}  // namespace
}  // namespace dialtone::digest
