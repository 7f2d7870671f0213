#include "wire/http/date.h"

#include <gtest/gtest.h>

namespace dialtone::http {
namespace {

TEST(HttpDate, IsWrittenAsTheExampleOfTheRfc) {
  EXPECT_EQ(to_http_date(WallTime(std::chrono::seconds(784111777))), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(to_http_date(WallTime{}), "Thu, 01 Jan 1970 00:00:00 GMT");
}

}  // namespace
}  // namespace dialtone::http
