#include "wire/sip/headers/date.h"

#include <array>
#include <chrono>
#include <optional>
#include <string>

#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <std::size_t kSize>
std::optional<unsigned> index_of(const std::array<std::string_view, kSize>& names, std::string_view name) {
  for (unsigned i = 0; i < kSize; ++i) {
    if (equal_ignoring_case(names[i], name)) return i;
  }
  return std::nullopt;
}

}  // namespace

Result<WallTime> parse_date(std::string_view text) {
  // The format has fixed columns: `Www, DD Mmm YYYY HH:MM:SS GMT`.
  const Failure bad{"not a date in GMT: \"" + std::string(text.substr(0, 40)) + "\""};
  if (text.size() != 29 || text.substr(3, 2) != ", " || text[7] != ' ' || text[11] != ' ' || text[16] != ' ' ||
      text[19] != ':' || text[22] != ':' || !equal_ignoring_case(text.substr(25), " GMT")) {
    return bad;
  }
  const auto week_day = index_of(kDays, text.substr(0, 3));
  const auto month = index_of(kMonths, text.substr(8, 3));
  const auto day = parse_number(text.substr(5, 2));
  const auto year = parse_number(text.substr(12, 4));
  const auto hour = parse_number(text.substr(17, 2));
  const auto minute = parse_number(text.substr(20, 2));
  const auto second = parse_number(text.substr(23, 2));
  // A WallTime counts nanoseconds and ends in the year 2262.
  const bool in_range = week_day && month && day && year && hour && minute && second && *year >= 1900 &&
                        *year <= 2261 && *hour < 24 && *minute < 60 && *second <= 60;
  if (!in_range) return bad;
  const std::chrono::year_month_day date(std::chrono::year(static_cast<int>(*year)), std::chrono::month(*month + 1),
                                         std::chrono::day(*day));
  if (!date.ok() || std::chrono::weekday(std::chrono::sys_days(date)).c_encoding() != *week_day) return bad;
  return WallTime(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

}  // namespace dialtone::sip
