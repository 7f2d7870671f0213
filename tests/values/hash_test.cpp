#include "values/hash.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace dialtone {
namespace {

// The numbers were computed with another implementation. A change of any of them changes every run's fingerprint and
// every generated password.

TEST(Hash, MixesToTheSameNumbersForEver) {
  EXPECT_EQ(mix(0), 0U);
  EXPECT_EQ(mix(1), 0x5692161D100B05E5U);
  EXPECT_EQ(mix(0x9E3779B97F4A7C15U), 0xE220A8397B1DCDAFU);  // the first output of SplitMix64 from 0
  EXPECT_EQ(mix(~std::uint64_t{0}), 0xB4D055FCF2CBBD7BU);
}

TEST(Hash, CombinesInOrder) {
  EXPECT_EQ(combine(0, 0), 0x6DB6CA64564DAEAAU);
  EXPECT_EQ(combine(1, 2), 0x30883360CC68D7B1U);
  EXPECT_EQ(combine(2, 1), 0x604FC2BD55323E12U);
}

TEST(Hash, HashesTextsToTheSameNumbersForEver) {
  struct Case {
    std::string_view text;
    std::uint64_t hash;
  };
  constexpr std::array<Case, 5> kCases{{{"", 0xDD0DB11C9FA02182U},
                                        {"a", 0x13DB271C030AB348U},
                                        {"REGISTER", 0x773EAFF98312351CU},
                                        {"voip.example.net", 0x79F1A39EFDCC05EEU},
                                        {"sip:line100042@voip.example.net", 0x3C263B109FF18D64U}}};
  for (const Case& each : kCases) EXPECT_EQ(hash_text(each.text), each.hash) << each.text;
}

TEST(Hash, IsTheSameWhenCompiledAndWhenRun) {
  constexpr std::string_view kText = "sip:line100042@voip.example.net";
  constexpr std::uint64_t kCompiled = hash_text(kText);
  const std::string at_run_time(kText);
  EXPECT_EQ(hash_text(at_run_time), kCompiled);
}

TEST(Hash, TellsTextsOfEachLengthApart) {
  std::set<std::uint64_t> hashes;
  for (std::size_t length = 0; length <= 64; ++length) hashes.insert(hash_text(std::string(length, 'a')));
  for (std::size_t length = 1; length <= 64; ++length) hashes.insert(hash_text(std::string(length, '\0')));
  EXPECT_EQ(hashes.size(), 65U + 64U);
}

TEST(Hash, SeesEachByteOfAText) {
  const std::string text(40, 'x');
  for (std::size_t at = 0; at < text.size(); ++at) {
    std::string other = text;
    other[at] = 'y';
    EXPECT_NE(hash_text(other), hash_text(text)) << at;
  }
}

}  // namespace
}  // namespace dialtone
