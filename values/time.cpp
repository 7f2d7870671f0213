#include "values/time.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace dialtone {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

// The longest first: to_text takes the first that divides.
constexpr std::array<Unit, 6> kUnits{{{"h", 3'600'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"s", 1'000'000'000},
                                      {"ms", 1'000'000},
                                      {"us", 1'000},
                                      {"ns", 1}}};
constexpr std::int64_t kLongest = 100LL * 366 * 24 * kUnits[0].nanoseconds;

Failure bad(std::string_view text) {
  return Failure{"'" + std::string(text.substr(0, 64)) + "' is not a duration such as 250ms, 90s, 15m or 1h"};
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  __int128 digits = 0;
  std::int64_t scale = 1;
  bool fraction = false;
  std::size_t at = 0;
  std::size_t count = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !fraction && count > 0) {
      fraction = true;
    } else if (c >= '0' && c <= '9') {
      if (++count > 18) return bad(text);
      digits = digits * 10 + (c - '0');
      if (fraction) scale *= 10;
    } else {
      break;
    }
  }
  if (count == 0 || text[at - 1] == '.') return bad(text);
  for (const Unit& unit : kUnits) {
    if (text.substr(at) != unit.name) continue;
    const __int128 nanoseconds = digits * unit.nanoseconds / scale;
    if (nanoseconds > kLongest) return Failure{"'" + std::string(text.substr(0, 64)) + "' is longer than 100 years"};
    return Duration(static_cast<std::int64_t>(nanoseconds));
  }
  return bad(text);
}

std::string to_text(Duration duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  if (duration == Duration::min()) return "-9223372036.854775808s";
  if (count < 0) return "-" + to_text(-duration);
  // Hours and minutes only where they are whole: `1.5s` reads well, `1.5h` less so than `90m`.
  for (const Unit& unit : kUnits) {
    if (count % unit.nanoseconds == 0) {
      const std::int64_t whole = count / unit.nanoseconds;
      if (unit.nanoseconds >= kUnits[2].nanoseconds || whole < 1000) {
        return std::to_string(whole) + std::string(unit.name);
      }
    }
  }
  for (const Unit& unit : kUnits) {
    if (unit.nanoseconds > kUnits[2].nanoseconds || count < unit.nanoseconds) continue;
    std::string fraction = std::to_string(count % unit.nanoseconds + unit.nanoseconds).substr(1);
    while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
    return std::to_string(count / unit.nanoseconds) + (fraction.empty() ? "" : "." + fraction) + std::string(unit.name);
  }
  return std::to_string(count) + "ns";
}

std::string to_rfc3339(WallTime time) {
  const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(
                                  std::chrono::floor<std::chrono::seconds>(time).time_since_epoch())
                                  .count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return std::string(text.data(), length);
}

Result<WallTime> parse_rfc3339(std::string_view text) {
  constexpr std::string_view kForm = "0000-00-00T00:00:00Z";
  const Failure wrong{"must be a date and time such as 1970-01-01T00:00:00Z"};
  if (text.size() != kForm.size()) return wrong;
  for (std::size_t i = 0; i < kForm.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == '0' ? !is_digit : text[i] != kForm[i]) return wrong;
  }
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (std::size_t i = at; i < at + digits; ++i) value = value * 10 + (text[i] - '0');
    return value;
  };
  const std::chrono::year_month_day date(std::chrono::year(number(0, 4)),
                                         std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                         std::chrono::day(static_cast<unsigned>(number(8, 2))));
  const bool is_time = number(11, 2) < 24 && number(14, 2) < 60 && number(17, 2) < 60;
  if (!date.ok() || !is_time || number(0, 4) < 1970 || number(0, 4) > 2261) return wrong;
  return WallTime(std::chrono::sys_days(date)) + std::chrono::hours(number(11, 2)) +
         std::chrono::minutes(number(14, 2)) + std::chrono::seconds(number(17, 2));
}

}  // namespace dialtone
