// Requests that two parties could read differently are refused, and nothing after them is read as a request (RFC 9112
// 11.2).
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/wire/http/request_outcome.h"
#include "tests/wire/http/smuggling_cases.h"

namespace dialtone::http {
namespace {

using namespace smuggling;

void expect_statuses(const std::vector<SmugglingCase>& cases) {
  for (const SmugglingCase& each : cases) {
    SCOPED_TRACE(each.name);
    const RequestOutcome outcome = parse_whole(each.bytes + kSmuggled);
    EXPECT_EQ(outcome.fault_status, each.status) << outcome.fault_reason;
    EXPECT_EQ(outcome.requests.size(), each.status == 0 ? 2U : 0U);
    EXPECT_EQ(outcome.fault_reason.empty(), each.status == 0);
    if (each.status == 0 && outcome.requests.size() == 2U) EXPECT_EQ(outcome.requests[1].target, "/smuggled");
  }
}

TEST(Smuggling, NothingIsReadBehindALengthThatCanBeReadTwoWays) { expect_statuses(lengths()); }
TEST(Smuggling, NothingIsReadBehindATransferCodingThatCanBeReadTwoWays) { expect_statuses(codings()); }
TEST(Smuggling, NothingIsReadBehindAChunkThatCanBeReadTwoWays) { expect_statuses(chunks()); }
TEST(Smuggling, NothingIsReadBehindAHeadThatCanBeReadTwoWays) { expect_statuses(heads()); }
TEST(Smuggling, NothingIsReadBehindARequestLineThatCanBeReadTwoWays) { expect_statuses(request_lines()); }

TEST(Smuggling, IsJudgedAlikeWhereverTheBytesAreCut) {
  for (const SmugglingCase& each : all_cases()) {
    const std::string bytes = each.bytes + kSmuggled;
    const RequestOutcome whole = parse_whole(bytes);
    // Trying every cut of a long text would take too long, so only cuts near its ends are tried.
    for (std::size_t first = 1; first < bytes.size(); ++first) {
      if (first == 600 && bytes.size() > 1200) first = bytes.size() - 600;
      ASSERT_EQ(parse_in_two(bytes, first), whole) << each.name << ", cut behind " << first;
    }
    ASSERT_EQ(parse_in_pieces(bytes, 1), whole) << each.name << ", byte by byte";
  }
}

TEST(Smuggling, IsJudgedAlikeInRandomPieces) {
  std::mt19937 random(20260101);
  const std::vector<SmugglingCase> cases = all_cases();
  for (int round = 0; round < 5000; ++round) {
    const SmugglingCase& first = cases[random() % cases.size()];
    const std::string bytes = first.bytes + cases[random() % cases.size()].bytes;
    ASSERT_EQ(parse_in_random_pieces(bytes, random), parse_whole(bytes)) << first.name;
  }
}

}  // namespace
}  // namespace dialtone::http
