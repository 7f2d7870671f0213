#include "wire/http/date.h"

#include <array>
#include <chrono>
#include <string_view>

namespace dialtone::http {

std::string to_http_date(WallTime time) {
  constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(days);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - days));
  std::string text;
  text.reserve(29);
  const auto append = [&](long number, std::size_t width) {
    const std::string digits = std::to_string(number);
    if (digits.size() < width) text.append(width - digits.size(), '0');
    text += digits;
  };
  text += kDays[std::chrono::weekday(days).c_encoding()];
  text += ", ";
  append(static_cast<unsigned>(date.day()), 2);
  text += ' ';
  text += kMonths[static_cast<unsigned>(date.month()) - 1];
  text += ' ';
  append(static_cast<int>(date.year()), 4);
  text += ' ';
  append(clock.hours().count(), 2);
  text += ':';
  append(clock.minutes().count(), 2);
  text += ':';
  append(clock.seconds().count(), 2);
  text += " GMT";
  return text;
}

}  // namespace dialtone::http
