#include "scenarios/language/keys/bandwidth.h"

#include <array>
#include <charconv>
#include <cstdlib>

#include "scenarios/language/document/diagnostic.h"

namespace dialtone {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t bits;
};

constexpr std::array<Unit, 4> kUnits{{{"Gbit", 1'000'000'000}, {"Mbit", 1'000'000}, {"kbit", 1'000}, {"bit", 1}}};
constexpr std::uint64_t kLeast = 1'000;
constexpr std::uint64_t kMost = 1'000'000'000'000;

}  // namespace

Result<std::uint64_t> parse_bandwidth(std::string_view text) {
  const Failure bad{"must be a bandwidth such as 64kbit, 2Mbit or 1Gbit, not " + in_quotes(text)};
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc()) return bad;
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const Unit& unit : kUnits) {
    if (unit.name != name) continue;
    if (number > kMost / unit.bits || number * unit.bits < kLeast) {
      return Failure{"must be from 1kbit to 1000Gbit, not " + in_quotes(text)};
    }
    return number * unit.bits;
  }
  return bad;
}

std::string bandwidth_text(std::uint64_t bits_per_second) {
  for (const Unit& unit : kUnits) {
    if (bits_per_second % unit.bits == 0) return std::to_string(bits_per_second / unit.bits) + std::string(unit.name);
  }
  std::abort();
}

}  // namespace dialtone
