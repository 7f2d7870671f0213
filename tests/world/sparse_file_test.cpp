// A file in memory against a plain string of the same bytes.
#include "world/sparse_file.h"

#include <gtest/gtest.h>

#include <ctime>
#include <string>

#include "world/chance.h"

namespace dialtone {
namespace {

std::string bytes_of(const GeneratedBytes& generated) {
  std::string bytes(static_cast<std::size_t>(generated.size), '?');
  EXPECT_EQ(generated.copy(0, bytes), bytes.size());
  return bytes;
}

// The bytes are part of what a scenario is: other ones would be another image.
TEST(GeneratedBytes, FollowFromTheirSeedAndNumberAlone) {
  const GeneratedBytes image{.seed = 7, .first = 0, .size = 40};
  const std::string bytes = bytes_of(image);
  for (std::size_t number = 0; number < bytes.size(); ++number) {
    const auto expected = static_cast<char>(combine(7, number / 8) >> (8 * (number % 8)));
    EXPECT_EQ(bytes[number], expected) << number;
  }
  for (std::uint64_t first = 0; first < 20; ++first) {
    for (std::uint64_t size = 0; first + size <= 40; ++size) {
      EXPECT_EQ(bytes_of({.seed = 7, .first = first, .size = size}), bytes.substr(first, size));
    }
  }
  EXPECT_NE(bytes_of({.seed = 8, .first = 0, .size = 40}), bytes);
}

TEST(GeneratedBytes, HaveParts) {
  const GeneratedBytes image{.seed = 7, .first = 100, .size = 40};
  EXPECT_EQ(image.part(10, 5), (GeneratedBytes{.seed = 7, .first = 110, .size = 5}));
  EXPECT_EQ(image.part(38, 5), (GeneratedBytes{.seed = 7, .first = 138, .size = 2}));
  EXPECT_EQ(image.part(40, 5).size, 0U);
}

// A file, and a string that has what the file is to have.
class FileInMemory : public testing::Test {
 protected:
  void write(std::uint64_t offset, const std::string& bytes) {
    file_.write(offset, bytes);
    expect(offset, bytes);
  }
  void write(std::uint64_t offset, const GeneratedBytes& bytes) {
    file_.write(offset, bytes);
    expect(offset, bytes_of(bytes));
  }
  void check() {
    ASSERT_EQ(file_.size(), wanted_.size());
    ASSERT_EQ(file_.read(), wanted_);
  }
  // What a read of so many bytes gives.
  std::string part(std::uint64_t offset, std::size_t most) const {
    std::string bytes(most, '?');
    bytes.resize(file_.read(offset, bytes));
    return bytes;
  }

  SparseFile file_;
  std::string wanted_;

 private:
  void expect(std::uint64_t offset, const std::string& bytes) {
    const auto at = static_cast<std::size_t>(offset);
    if (!bytes.empty() && wanted_.size() < at + bytes.size()) wanted_.resize(at + bytes.size(), '\0');
    wanted_.replace(at, bytes.size(), bytes);
  }
};

TEST_F(FileInMemory, IsEmptyAtFirst) {
  check();
  EXPECT_EQ(part(0, 5), "");
  EXPECT_EQ(part(7, 5), "");
}

TEST_F(FileInMemory, HasZerosInItsGaps) {
  write(3, std::string("abc"));
  check();
  EXPECT_EQ(part(0, 5), std::string("\0\0\0ab", 5));
  write(10, GeneratedBytes{.seed = 1, .first = 0, .size = 4});
  check();
  write(5, std::string(6, 'x'));
  check();
}

TEST_F(FileInMemory, IsOverwrittenAtEitherEndOfWhatWasGeneratedInTheMiddleOfItAndOverAllOfIt) {
  const GeneratedBytes image{.seed = 1, .first = 0, .size = 100};
  for (const std::size_t begin : {0U, 40U, 90U}) {
    for (const std::size_t size : {1U, 10U, 100U}) {
      file_ = {};
      wanted_.clear();
      write(0, image);
      write(begin, std::string(size, 'x'));
      check();
      write(begin, GeneratedBytes{.seed = 2, .first = 8, .size = size / 2});
      check();
    }
  }
}

TEST_F(FileInMemory, IsAppendedToAndReplacedWhateverItHas) {
  write(0, GeneratedBytes{.seed = 1, .first = 0, .size = 10});
  file_.append("the end");
  wanted_ += "the end";
  check();
  file_.assign("anew");
  wanted_ = "anew";
  check();
}

TEST_F(FileInMemory, IsAsAStringWouldBeAfterManyWritesOfEitherKind) {
  std::uint64_t ordinal = 0;
  const auto below = [&](std::uint64_t bound) {
    return draw(5, "file", Purpose("test"), bound, ordinal++).below(bound);
  };
  for (int time = 0; time < 2000; ++time) {
    const std::uint64_t offset = below(300);
    const std::uint64_t size = below(40);
    if (below(2) == 0) {
      write(offset, std::string(size, static_cast<char>('a' + below(26))));
    } else {
      // Of two seeds, at their own places: many of them go on where others end.
      write(offset, GeneratedBytes{.seed = below(2), .first = offset, .size = size});
    }
    check();
    const std::uint64_t from = below(400);
    const std::size_t most = below(100);
    ASSERT_EQ(part(from, most), from < wanted_.size() ? wanted_.substr(from, most) : "");
  }
}

TEST_F(FileInMemory, IsOverwrittenInPiecesWithoutACopyOfTheWholeForEach) {
  constexpr std::size_t kPiece = 8192;
  constexpr std::size_t kPieces = 4096;
  file_.write(0, GeneratedBytes{.seed = 1, .first = 0, .size = kPiece * kPieces + 1});
  const std::clock_t began = std::clock();
  for (const char letter : {'a', 'b'}) {
    const std::string piece(kPiece, letter);
    for (std::size_t number = 0; number < kPieces; ++number) {
      file_.write(number * kPiece, piece);
      ASSERT_LT(std::clock() - began, 5 * CLOCKS_PER_SEC) << letter << " at piece " << number;
    }
  }
  EXPECT_EQ(part(kPiece * (kPieces - 1) - 1, kPiece + 1), std::string(kPiece + 1, 'b'));
  EXPECT_EQ(file_.size(), kPiece * kPieces + 1);
}

// A tebibyte: nobody could hold it.
TEST_F(FileInMemory, HoldsTheSeedAloneOfWhatWasGeneratedHoweverMuchOfIt) {
  constexpr std::uint64_t kPiece = std::uint64_t{1} << 20;
  const GeneratedBytes image{.seed = 3, .first = 0, .size = kPiece * kPiece};
  // In pieces, as it comes over a network, and one of them once more.
  for (std::uint64_t piece = 0; piece < 1000; ++piece) file_.write(piece * kPiece, image.part(piece * kPiece, kPiece));
  file_.write(500 * kPiece, image.part(500 * kPiece, kPiece));
  file_.write(1000 * kPiece, image.part(1000 * kPiece, image.size));
  EXPECT_LE(file_.memory_bytes(), 100U) << "one range, and not a thousand";
  file_.write(77, "overwritten");
  EXPECT_LE(file_.memory_bytes(), 200U);
  EXPECT_EQ(file_.size(), image.size);
  EXPECT_EQ(part(70, 25), bytes_of(image.part(70, 7)) + "overwritten" + bytes_of(image.part(88, 7)));
  EXPECT_EQ(part(500 * kPiece - 3, 6), bytes_of(image.part(500 * kPiece - 3, 6)));
  EXPECT_EQ(part(image.size - 5, 10), bytes_of(image.part(image.size - 5, 5)));
}

}  // namespace
}  // namespace dialtone
