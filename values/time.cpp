#include "values/time.h"

#include <array>
#include <cstdio>
#include <ctime>
#include <optional>
#include <span>

namespace dialtone {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

constexpr std::int64_t kSecond = 1'000'000'000;
// Ordered from the longest unit to the shortest.
constexpr std::array<Unit, 7> kUnits{{{"d", 86'400 * kSecond},
                                      {"h", 3'600 * kSecond},
                                      {"m", 60 * kSecond},
                                      {"s", kSecond},
                                      {"ms", 1'000'000},
                                      {"us", 1'000},
                                      {"ns", 1}}};
constexpr std::int64_t kLongest = 100LL * 366 * kUnits[0].nanoseconds;

Failure bad(std::string_view text) {
  return Failure{"'" + std::string(text.substr(0, 64)) + "' is not a duration such as 250ms, 90s, 15m or 1h"};
}

// A number with a unit: `1.5s`.
struct CountedUnit {
  std::int64_t digits = 0;
  // The value of the last digit, as a fraction of the unit: 10 for tenths.
  std::int64_t scale = 1;
  bool has_point = false;
  std::size_t unit = kUnits.size();
  // The part's length in bytes.
  std::size_t length = 0;
};

// Parses the part at the beginning of the text; nullopt if there is none.
std::optional<CountedUnit> parse_part(std::string_view text) {
  CountedUnit part;
  std::size_t at = 0;
  std::size_t count = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '.' && !part.has_point && count > 0) {
      part.has_point = true;
    } else if (c >= '0' && c <= '9') {
      if (++count > 18) return std::nullopt;
      part.digits = part.digits * 10 + (c - '0');
      if (part.has_point) part.scale *= 10;
    } else {
      break;
    }
  }
  if (count == 0 || text[at - 1] == '.') return std::nullopt;
  const std::string_view name = text.substr(at, text.find_first_not_of("dhmnsu", at) - at);
  while (part.unit > 0 && kUnits[part.unit - 1].name != name) --part.unit;
  if (part.unit == 0) return std::nullopt;
  --part.unit;
  part.length = at + name.size();
  return part;
}

// Writes a duration in several units: `3d12h`, `9m40.5s`.
std::string in_several_units(std::int64_t count) {
  std::string text;
  for (const Unit& unit : kUnits) {
    if (unit.nanoseconds < kSecond) break;
    const bool is_last = unit.nanoseconds == kSecond;
    const std::int64_t rest = count % unit.nanoseconds;
    if (count < unit.nanoseconds && !(is_last && rest > 0)) continue;
    text += std::to_string(count / unit.nanoseconds);
    if (is_last && rest > 0) {
      text += '.' + std::to_string(rest + kSecond).substr(1);
      text.erase(text.find_last_not_of('0') + 1);
    }
    text += unit.name;
    count = rest;
  }
  return text;
}

}  // namespace

Result<Duration> parse_duration(std::string_view text) {
  __int128 nanoseconds = 0;
  std::size_t shorter_than = 0;
  for (std::string_view rest = text; !rest.empty() || text.empty();) {
    const std::optional<CountedUnit> part = parse_part(rest);
    if (!part || part->unit < shorter_than) return bad(text);
    rest.remove_prefix(part->length);
    if (part->has_point && !rest.empty()) return bad(text);
    nanoseconds += static_cast<__int128>(part->digits) * kUnits[part->unit].nanoseconds / part->scale;
    shorter_than = part->unit + 1;
  }
  if (nanoseconds > kLongest) return Failure{"'" + std::string(text.substr(0, 64)) + "' is longer than 100 years"};
  return Duration(static_cast<std::int64_t>(nanoseconds));
}

std::string to_text(Duration duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0s";
  if (duration == Duration::min()) return "-9223372036.854775808s";
  if (count < 0) return "-" + to_text(-duration);
  // Minutes and hours are used only for whole numbers, since `90m` reads better than `1.5h`. Days are never used alone.
  for (const Unit& unit : std::span(kUnits).subspan(1)) {
    const std::int64_t whole = count / unit.nanoseconds;
    const bool is_hours = unit.nanoseconds == 3'600 * kSecond;
    if (count % unit.nanoseconds == 0 && (is_hours || whole < 1000)) {
      return std::to_string(whole) + std::string(unit.name);
    }
  }
  if (count >= 1000 * kSecond) return in_several_units(count);
  for (const Unit& unit : kUnits) {
    if (unit.nanoseconds > kSecond || count < unit.nanoseconds) continue;
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
