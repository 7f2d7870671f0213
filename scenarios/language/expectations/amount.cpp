#include "scenarios/language/expectations/amount.h"

#include <charconv>
#include <cstdlib>

#include "scenarios/language/document/diagnostic.h"

namespace dialtone {
namespace {

constexpr std::uint64_t kMillion = 1'000'000;

}  // namespace

Result<Amount> parse_amount(std::string_view text) {
  Amount amount;
  if (text.ends_with('%')) {
    const Result<Probability> share = parse_probability(text);
    if (!share) return Failure{"must be a share from 0% to 100% with at most four decimals, not " + in_quotes(text)};
    amount.share = *share;
    return amount;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount.count);
  if (error == std::errc() && end == text.data() + text.size()) return amount;
  return Failure{"must be a number of devices such as 4950, or a share of them such as 99%, not " + in_quotes(text)};
}

std::string to_text(const Amount& amount) {
  return amount.share ? to_text(*amount.share) : std::to_string(amount.count);
}

std::uint64_t at_least(const Amount& amount, std::uint64_t size) {
  return amount.share ? (size * amount.share->parts() + kMillion - 1) / kMillion : amount.count;
}

std::uint64_t at_most(const Amount& amount, std::uint64_t size) {
  return amount.share ? size * amount.share->parts() / kMillion : amount.count;
}

std::uint64_t lacking(Quantity quantity, const Amount& amount, std::uint64_t count, std::uint64_t size) {
  const auto below = [&](std::uint64_t wanted) { return count < wanted ? wanted - count : 0; };
  const auto above = [&](std::uint64_t permitted) { return count > permitted ? count - permitted : 0; };
  switch (quantity) {
    case Quantity::kAll: return below(size);
    case Quantity::kAny: return below(1);
    case Quantity::kNone: return above(0);
    case Quantity::kAtLeast: return below(at_least(amount, size));
    case Quantity::kAtMost: return above(at_most(amount, size));
  }
  std::abort();
}

}  // namespace dialtone
