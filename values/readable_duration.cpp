#include "values/readable_duration.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

namespace dialtone {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// Rounds to four significant digits.
std::int64_t rounded(std::int64_t nanoseconds) {
  std::int64_t unit = 1;
  while (nanoseconds / unit >= 10'000) unit *= 10;
  return (nanoseconds / unit + (nanoseconds % unit >= (unit + 1) / 2 && unit > 1 ? 1 : 0)) * unit;
}

// Requires less than a minute.
std::string short_text(std::int64_t nanoseconds) {
  if (nanoseconds == 0) return "0 s";
  std::int64_t unit = 1'000'000'000;
  std::string_view name = " s";
  for (const std::string_view shorter : {" ms", " us", " ns"}) {
    if (nanoseconds >= unit) break;
    unit /= 1'000;
    name = shorter;
  }
  std::string text = std::to_string(nanoseconds / unit);
  std::string fraction = std::to_string(unit + nanoseconds % unit).substr(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (!fraction.empty()) text += "." + fraction;
  return text += name;
}

}  // namespace

std::string readable_duration(Duration duration) {
  // The longest duration that can be rounded up without an overflow.
  constexpr Duration kLongest = Duration::max() - seconds(1);
  duration = std::clamp(duration, -kLongest, kLongest);
  if (duration < Duration::zero()) return "-" + readable_duration(-duration);
  const Duration brief(rounded(duration.count()));
  if (brief < minutes(1)) return short_text(brief.count());
  const seconds whole = std::chrono::duration_cast<seconds>(duration + std::chrono::milliseconds(500));
  const std::chrono::hh_mm_ss<seconds> clock(whole % days(1));
  if (whole >= days(1)) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%lldd %02d:%02d:%02d", static_cast<long long>(whole / days(1)),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text.data();
  }
  const bool has_hours = clock.hours() > hours(0);
  const bool has_seconds = clock.seconds() > seconds(0);
  std::string text = has_hours ? std::to_string(clock.hours().count()) + "h" : "";
  if (!has_hours || clock.minutes() > minutes(0) || has_seconds) {
    text += (has_hours ? " " : "") + std::to_string(clock.minutes().count()) + "m";
  }
  if (has_seconds) text += " " + std::to_string(clock.seconds().count()) + "s";
  return text;
}

}  // namespace dialtone
