#include "wire/sip/headers/cseq.h"

#include <gtest/gtest.h>

namespace dialtone::sip {
namespace {

TEST(CSeq, ReadsANumberAndAMethod) {
  const Result<CSeq> cseq = parse_cseq("0009  INVITE");
  ASSERT_TRUE(cseq);
  EXPECT_EQ(cseq->number, 9U);
  EXPECT_EQ(cseq->method, Method::kInvite);
  EXPECT_EQ(parse_cseq("2147483647 NEWMETHOD")->method_name, "NEWMETHOD");
}

TEST(CSeq, RefusesWhatIsMalformed) {
  for (std::string_view bad : {"", "1", "REGISTER", "1REGISTER", "-1 REGISTER", "2147483648 REGISTER",
                               "36893488147419103232 REGISTER", "1 REGISTER x", "1 @", "1.5 ACK"}) {
    EXPECT_FALSE(parse_cseq(bad)) << bad;
  }
}

}  // namespace
}  // namespace dialtone::sip
