#include "values/readable_duration.h"

#include <gtest/gtest.h>

#include <string_view>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

// 10 D21
TEST(ReadableDuration, IsWrittenInTheUnitsThatAPersonThinksIn) {
  struct Case {
    Duration duration;
    std::string_view text;
  };
  constexpr Case kCases[] = {{0s, "0 s"},
                             {17ns, "17 ns"},
                             {1500ns, "1.5 us"},
                             {40'812'345ns, "40.81 ms"},
                             {250ms, "250 ms"},
                             {1200ms, "1.2 s"},
                             {7'607'499'999ns, "7.607 s"},
                             {59s, "59 s"},
                             {60s, "1m"},
                             {90s, "1m 30s"},
                             {90'400ms, "1m 30s"},
                             {90'900ms, "1m 31s"},
                             {599'900ms, "10m"},
                             {1'000'600ms, "16m 41s"},
                             {9min + 40s, "9m 40s"},
                             {1h, "1h"},
                             {1h + 7s, "1h 0m 7s"},
                             {8h + 12min, "8h 12m"},
                             {8h + 12min + 5s, "8h 12m 5s"},
                             {24h, "1d 00:00:00"},
                             {4340min, "3d 00:20:00"},
                             {259'701'495ms, "3d 00:08:21"},
                             {400 * 24h + 23h + 59min + 59s, "400d 23:59:59"},
                             {-1500ms, "-1.5 s"},
                             {Duration::max(), "106751d 23:47:16"},
                             {Duration::min(), "-106751d 23:47:16"}};
  for (const Case& each : kCases) EXPECT_EQ(readable_duration(each.duration), each.text);
}

// 10 D21
TEST(ReadableDuration, TakesTheLongerUnitWhereRoundingReachesIt) {
  EXPECT_EQ(readable_duration(999'999ns), "1 ms");
  EXPECT_EQ(readable_duration(59'999'600us), "1m");
  EXPECT_EQ(readable_duration(59min + 59s + 600ms), "1h");
  EXPECT_EQ(readable_duration(23h + 59min + 59s + 500ms), "1d 00:00:00");
}

}  // namespace
}  // namespace dialtone
