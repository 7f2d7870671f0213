#include "wire/sip/headers/date.h"

#include <gtest/gtest.h>

namespace dialtone::sip {
namespace {

TEST(Date, IsAMomentInGreenwichMeanTime) {
  EXPECT_EQ(to_rfc3339(*parse_date("Sun, 06 Nov 1994 08:49:37 GMT")), "1994-11-06T08:49:37Z");
  EXPECT_EQ(to_rfc3339(*parse_date("Thu, 01 Jan 1970 00:00:00 GMT")), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(*parse_date("thu, 29 feb 2024 23:59:59 gmt")), "2024-02-29T23:59:59Z");
}

TEST(Date, RefusesWhatIsNone) {
  for (std::string_view bad :
       {"", "Fri, 01 Jan 2010 16:00:00 EST", "Thu, 01 Jan 2010 16:00:00 GMT", "Fri, 32 Jan 2010 16:00:00 GMT",
        "Mon, 30 Feb 2026 16:00:00 GMT", "Fri, 01 Jan 2010 24:00:00 GMT", "Fri, 01 Jan 2010 16:60:00 GMT",
        "Fri, 1 Jan 2010 16:00:00 GMT", "Fri, 01 Jan 10 16:00:00 GMT", "Fri,  01 Jan 2010 16:00:0 GMT",
        "Fri, 01 Jan 2010 16:00:00 GMT ", "Fri, 01 Jan 9999 16:00:00 GMT", "Fri, +1 Jan 2010 16:00:00 GMT",
        "Fri, 01-Jan-2010 16:00:00 GMT", "3600"}) {
    EXPECT_FALSE(parse_date(bad)) << bad;
  }
}

}  // namespace
}  // namespace dialtone::sip
