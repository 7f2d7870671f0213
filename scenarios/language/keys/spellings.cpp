#include "scenarios/language/keys/spellings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

#include "prov_server/request_limiter.h"
#include "scenarios/language/document/yaml_cursor.h"

namespace dialtone {
namespace {

struct BandwidthUnit {
  std::string_view name;
  std::uint64_t bits;
};

constexpr std::array<BandwidthUnit, 4> kUnits{
    {{"Gbit", 1'000'000'000}, {"Mbit", 1'000'000}, {"kbit", 1'000}, {"bit", 1}}};
constexpr std::uint64_t kLeast = 1'000;
constexpr std::uint64_t kMost = 1'000'000'000'000;

Result<std::uint64_t> parse_bandwidth(std::string_view text) {
  const Failure bad{"must be a bandwidth such as 64kbit, 2Mbit or 1Gbit, not " + in_quotes(text)};
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return bad;
  const std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const BandwidthUnit& unit : kUnits) {
    if (unit.name != name) continue;
    if (number > kMost / unit.bits || number * unit.bits < kLeast) {
      return Failure{"must be from 1kbit to 1000Gbit, not " + in_quotes(text)};
    }
    return number * unit.bits;
  }
  return bad;
}

std::string bandwidth_text(std::uint64_t bits_per_second) {
  for (const BandwidthUnit& unit : kUnits) {
    if (bits_per_second % unit.bits == 0) return std::to_string(bits_per_second / unit.bits) + std::string(unit.name);
  }
  std::abort();
}

Result<std::vector<Cidr>> parse_networks(std::string_view list) {
  std::vector<Cidr> networks;
  for (;;) {
    const std::size_t comma = list.find(',');
    const Result<Cidr> network = parse_cidr(list.substr(0, comma));
    if (!network) return network.error();
    networks.push_back(*network);
    if (comma == std::string_view::npos) return networks;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace

const Spelling<std::uint64_t> kBandwidth{
    .type = "bandwidth",
    .range = "a whole number of bit, kbit, Mbit or Gbit a second, from 1kbit to 1000Gbit",
    .wanted = "a bandwidth such as 64kbit, 2Mbit or 1Gbit",
    .pattern = "^[0-9]+(bit|kbit|Mbit|Gbit)$",
    .parse = parse_bandwidth,
    .write = [](const std::uint64_t& bits_per_second) { return bandwidth_text(bits_per_second); }};

const Spelling<std::vector<digest::Algorithm>> kDigestAlgorithms{
    .type = "algorithms of digest",
    .range = "MD5, SHA-256 and SHA-512-256, each also with -sess, with commas between",
    .wanted = "a list such as MD5,SHA-256",
    .pattern = "^(MD5|SHA-256|SHA-512-256)(-sess)?(,(MD5|SHA-256|SHA-512-256)(-sess)?)*$",
    .parse = digest::parse_algorithms,
    .write = [](const std::vector<digest::Algorithm>& algorithms) { return digest::to_text(algorithms); },
    .before_failure = ": ",
    .is_quoted = true};

const Spelling<std::string> kRequestLimit{
    .type = "rate",
    .range = "so many a second (10, 0.5/s) or a minute (30/m)",
    .wanted = "a rate such as 10 or 30/m",
    .pattern = "^[0-9]+(\\.[0-9]+)?(/[sm])?$",
    .parse = [](std::string_view text) -> Result<std::string> {
      const Result<Duration> interval = parse_request_interval(text);
      if (!interval) return Failure{interval.error().reason};
      return std::string(text);
    },
    .write = [](const std::string& text) { return text; },
    .before_failure = ": ",
    .is_quoted = true,
    .numbers = R"({ "type": "number", "minimum": 0.001, "maximum": 1000000000 })"};

const Spelling<LockoutRule> kLockoutRule{.type = "wrong secrets and a time",
                                         .range = "from 1 to 100, and from 1s to 24h",
                                         .wanted = "a number of wrong secrets and a time such as 5/10m",
                                         .pattern = "^(100|[1-9][0-9]?)/([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h|d))+$",
                                         .parse = parse_lockout_rule,
                                         .write = [](const LockoutRule& rule) { return to_text(rule); },
                                         .before_failure = ": "};

const Spelling<std::vector<Cidr>> kNetworks{.type = "networks",
                                            .range = "with commas between",
                                            .wanted = "a list of networks such as 10.0.0.0/8,192.0.2.7",
                                            .pattern = "^[0-9A-Fa-f.:]+(/[0-9]{1,3})?(,[0-9A-Fa-f.:]+(/[0-9]{1,3})?)*$",
                                            .parse = parse_networks,
                                            .write =
                                                [](const std::vector<Cidr>& networks) {
                                                  std::string text;
                                                  for (const Cidr& each : networks)
                                                    text += (text.empty() ? "" : ",") + to_text(each);
                                                  return text;
                                                },
                                            .before_failure = ": ",
                                            .is_quoted = true};

const Spelling<Duration> kSignedDuration{
    .type = "duration, or one with a minus",
    .wanted = "a duration such as 1h or -1h",
    .pattern = "^-?([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h|d))+$",
    .parse = [](std::string_view text) -> Result<Duration> {
      const bool is_back = text.starts_with('-');
      const Result<Duration> length = parse_duration_within(text.substr(is_back ? 1 : 0), {});
      if (length) return is_back ? -*length : *length;
      const std::string most = to_text(DurationRange{}.most);
      return Failure{"must be a duration from -" + most + " to " + most + " such as 90s or -1h, not " +
                     in_quotes(text)};
    },
    .write =
        [](const Duration& length) { return length < Duration::zero() ? "-" + to_text(-length) : to_text(length); }};

const Spelling<std::int64_t> kDriftPartsPerMillion{
    .type = "whole number, from -500000 to 500000",
    .wanted = "a whole number of millionths such as 200 or -200",
    .pattern = "^-?[0-9]{1,6}$",
    .parse = [](std::string_view text) -> Result<std::int64_t> {
      const std::string digits(text.substr(text.starts_with('-') ? 1 : 0));
      const bool is_number = !digits.empty() && digits.size() < 7 &&
                             std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
      const std::int64_t parts = is_number ? std::stoll(digits) : -1;
      if (is_number && parts <= kMostDriftPartsPerMillion) return text.starts_with('-') ? -parts : parts;
      const std::string most = std::to_string(kMostDriftPartsPerMillion);
      return Failure{"must be a whole number from -" + most + " to " + most + ", not " + in_quotes(text)};
    },
    .write = [](const std::int64_t& parts) { return std::to_string(parts); },
    .numbers = R"({ "type": "integer", "minimum": -500000, "maximum": 500000 })"};

const Spelling<WallTime> kDate{.type = "date and time",
                               .range = "in UTC, as in RFC 3339, whole seconds",
                               .wanted = "a date and time such as 1970-01-01T00:00:00Z",
                               .pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
                               .parse = parse_rfc3339,
                               .write = [](const WallTime& time) { return to_rfc3339(time); },
                               .is_quoted = true};

const Spelling<std::uint64_t> kByteSize{
    .type = "size",
    .range = "a number of bytes, k or M, from 1 to 16M",
    .wanted = "a size such as 300, 64k or 1M",
    .pattern = "^[0-9]+[kM]?$",
    .parse = [](std::string_view text) -> Result<std::uint64_t> {
      const Failure wrong{"must be a size such as 300, 64k or 1M, from 1 to 16M, not " + in_quotes(text)};
      std::string_view digits = text;
      const std::uint64_t unit = text.ends_with('k') ? 1U << 10 : text.ends_with('M') ? 1U << 20 : 1;
      if (unit != 1) digits.remove_suffix(1);
      std::uint64_t number = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      const bool is_whole = error == std::errc() && end == digits.data() + digits.size();
      constexpr std::uint64_t kMostBytes = 16U << 20;
      if (!is_whole || number == 0 || number > kMostBytes / unit) return wrong;
      return number * unit;
    },
    .write =
        [](const std::uint64_t& bytes) {
          if (bytes % (1U << 20) == 0) return std::to_string(bytes >> 20) + "M";
          return bytes % (1U << 10) == 0 ? std::to_string(bytes >> 10) + "k" : std::to_string(bytes);
        },
    .numbers = R"({ "type": "integer", "minimum": 1, "maximum": 16777216 })"};

const Spelling<Duration> kSecondsText{.type = "duration",
                                      .range = "at least 1s, whole seconds",
                                      .wanted = "a duration such as 90s or 15m",
                                      .pattern = "^([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h|d))+$",
                                      .parse = [](std::string_view text) -> Result<Duration> {
                                        return parse_duration_within(
                                            text, {.least = std::chrono::seconds(1), .whole_seconds = true});
                                      },
                                      .write = [](const Duration& length) { return to_text(length); }};

const Spelling<CountBound> kCountBound{
    .type = "whole number, alone or behind a comparison",
    .range = "== != < <= > or >=",
    .wanted = "a whole number, behind == != < <= > or >= or alone",
    .pattern = "^(==|!=|<|<=|>|>=)? *[0-9]+$",
    .parse = [](std::string_view text) -> Result<CountBound> {
      const std::string_view whole = text;
      CountBound bound;
      bound.comparison = take_comparison(text, Comparison::kEqual);
      while (text.starts_with(' ')) text.remove_prefix(1);
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bound.number);
      const bool is_whole = error == std::errc() && end == text.data() + text.size();
      if (is_whole && bound.comparison != Comparison::kContains) return bound;
      return Failure{"must be a whole number, behind == != < <= > or >= or alone, not " + in_quotes(whole)};
    },
    .write =
        [](const CountBound& bound) {
          return std::string(word_of(bound.comparison, kComparisonWords)) + std::to_string(bound.number);
        },
    .is_quoted = true,
    .numbers = R"({ "type": "integer", "minimum": 0 })"};

const Spelling<std::string> kEventPackage{.type = "text, at most 64 bytes",
                                          .wanted = "text",
                                          .pattern = "^.{1,64}$",
                                          .parse = [](std::string_view text) { return parse_line(text, 64); },
                                          .write = [](const std::string& text) { return text; },
                                          .is_quoted = true,
                                          .numbers = R"({ "type": ["number", "boolean"] })"};

}  // namespace dialtone
