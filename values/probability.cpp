#include "values/probability.h"

namespace dialtone {

Result<Probability> parse_probability(std::string_view text) {
  const Failure bad{"'" + std::string(text.substr(0, 64)) + "' is not a probability such as 0.5% or 0.005"};
  std::string_view digits = text;
  const bool percent = digits.ends_with('%');
  if (percent) digits.remove_suffix(1);
  std::uint64_t parts = 0;
  int decimals = -1;  // digits after the point; -1 before the point
  std::size_t count = 0;
  for (const char c : digits) {
    if (c == '.' && decimals < 0 && count > 0) {
      decimals = 0;
    } else if (c >= '0' && c <= '9' && count < 12) {
      parts = parts * 10 + static_cast<std::uint64_t>(c - '0');
      ++count;
      if (decimals >= 0) ++decimals;
    } else {
      return bad;
    }
  }
  const int wanted = percent ? 4 : 6;
  if (count == 0 || decimals == 0 || decimals > wanted) return bad;
  for (int i = decimals < 0 ? 0 : decimals; i < wanted; ++i) parts *= 10;
  if (parts > 1'000'000) return bad;
  return Probability::parts_per_million(parts);
}

std::string to_text(Probability probability) {
  std::string text = std::to_string(probability.parts() / 10'000);
  std::string fraction = std::to_string(10'000 + probability.parts() % 10'000).substr(1);
  while (!fraction.empty() && fraction.back() == '0') fraction.pop_back();
  if (!fraction.empty()) text += "." + fraction;
  return text + "%";
}

}  // namespace dialtone
