#include "values/time.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace dialtone {
namespace {

using namespace std::chrono_literals;

TEST(Time, ReadsDurations) {
  struct Case {
    std::string_view text;
    Duration duration;
  };
  // 10 D21: days, and several units.
  constexpr std::array<Case, 25> kCases{{{"9m40s", 9min + 40s},
                                         {"1h30m", 90min},
                                         {"3d", 72h},
                                         {"3d12h", 84h},
                                         {"1d1h1m1s1ms1us1ns", Duration(90'061'001'001'001)},
                                         {"1m0.5s", 60s + 500ms},
                                         {"1h90m", 150min},
                                         {"0h5m", 5min},
                                         {"1s250ms", 1250ms},
                                         {"0s", 0s},
                                         {"0ns", 0s},
                                         {"250ms", 250ms},
                                         {"90s", 90s},
                                         {"15m", 15min},
                                         {"1h", 1h},
                                         {"10us", 10us},
                                         {"5ns", 5ns},
                                         {"0.5s", 500ms},
                                         {"1.5h", 90min},
                                         {"0.25m", 15s},
                                         {"0.000000001s", 1ns},
                                         {"007s", 7s},
                                         {"1.50s", 1500ms},
                                         {"878400h", 878400h},
                                         {"31622400.000000001s", Duration(31'622'400'000'000'001)}}};
  for (const Case& each : kCases) {
    const Result<Duration> duration = parse_duration(each.text);
    ASSERT_TRUE(duration) << each.text;
    EXPECT_EQ(*duration, each.duration) << each.text;
  }
}

TEST(Time, RefusesWhatIsNoDuration) {
  for (const std::string_view text :
       {"", "s", "ms", "1", "0", "1.", "1.s", ".5s", "1..5s", "1.5.5s", "-1s", "+1s", " 1s", "1s ", "1 s", "1S", "1sec",
        "1min",
        // 10 D21: a unit that repeats or rises, decimals before the last unit.
        "30m1h", "1m1m", "1ms1s", "1.5h30m", "1h 30m", "1h30", "1hm", "1dd", "1h-30m", "36600d1ns", "1,5s", "1e3s",
        "0x1s", "infs", "nans", "1ms2", "878401h", "999999999999999999h", "1000000000000000000ns",
        "0.0000000000000000001s", "1\xC2\xB5s"}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Time, SaysWhatIsTooLong) {
  EXPECT_EQ(parse_duration("878401h").error().reason, "'878401h' is longer than 100 years");
}

TEST(Time, WritesADurationInTheShortestWayThatReadsBack) {
  struct Case {
    Duration duration;
    std::string_view text;
  };
  constexpr std::array<Case, 21> kCases{{{0s, "0s"},
                                         // 10 D21
                                         {4340min, "3d20m"},
                                         {259'701'495ms, "3d8m21.495s"},
                                         {3601s, "1h1s"},
                                         {3'600'000'000'500ns, "1h0.0000005s"},
                                         {999s + 500ms, "999.5s"},
                                         {1ns, "1ns"},
                                         {999ns, "999ns"},
                                         {1us, "1us"},
                                         {1500ns, "1.5us"},
                                         {250ms, "250ms"},
                                         {1ms + 1ns, "1.000001ms"},
                                         {1500ms, "1.5s"},
                                         {1s + 1ns, "1.000000001s"},
                                         {59s, "59s"},
                                         {60s, "1m"},
                                         {90s, "90s"},
                                         {90s + 500ms, "90.5s"},
                                         {90min, "90m"},
                                         {3600s, "1h"},
                                         {26h, "26h"}}};
  for (const Case& each : kCases) {
    EXPECT_EQ(to_text(each.duration), each.text);
    const Result<Duration> read = parse_duration(each.text);
    ASSERT_TRUE(read) << each.text;
    EXPECT_EQ(*read, each.duration) << each.text;
  }
}

TEST(Time, ReadsBackWhatItWrites) {
  for (std::int64_t count = 1; count < 3'000'000'000'000'000'000; count = count * 7 + 3) {
    const Result<Duration> read = parse_duration(to_text(Duration(count)));
    ASSERT_TRUE(read) << count;
    EXPECT_EQ(read->count(), count);
  }
}

TEST(Time, WritesANegativeDurationWithItsSign) { EXPECT_EQ(to_text(Duration(-1500ms)), "-1.5s"); }

TEST(Time, WritesWallTimeInUtcToTheSecond) {
  struct Case {
    Duration since_1970;
    std::string_view text;
  };
  constexpr std::array<Case, 6> kCases{{{0s, "1970-01-01T00:00:00Z"},
                                        {999ms, "1970-01-01T00:00:00Z"},
                                        {-1ns, "1969-12-31T23:59:59Z"},
                                        {1'767'225'600s, "2026-01-01T00:00:00Z"},
                                        {1'709'210'096s, "2024-02-29T12:34:56Z"},
                                        {4'102'444'799s, "2099-12-31T23:59:59Z"}}};
  for (const Case& each : kCases) EXPECT_EQ(to_rfc3339(WallTime(each.since_1970)), each.text);
}

TEST(Rfc3339, IsReadBackAsItIsWritten) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2026-02-28T23:59:59Z", "2024-02-29T12:30:05Z"}) {
    const Result<WallTime> time = parse_rfc3339(text);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(to_rfc3339(*time), text);
  }
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:01:00Z")->time_since_epoch(), std::chrono::minutes(1));
}

TEST(Rfc3339, RefusesWhatIsNoDate) {
  for (const char* text :
       {"", "1970-01-01", "1970-01-01T00:00:00", "2025-02-29T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z",
        "1969-12-31T23:59:59Z", "2300-01-01T00:00:00Z", "2025-01-01 00:00:00Z", "2025-1-001T00:00:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

}  // namespace
}  // namespace dialtone
