#include "protocol/digest/lockout.h"

#include <algorithm>
#include <cassert>
#include <charconv>

#include "values/hash.h"
#include "values/hex.h"
#include "values/host_text.h"
#include "wire/digest/algorithm.h"

namespace dialtone {
namespace {

constexpr std::uint32_t kMostSecrets = 100;
constexpr Duration kShortestPeriod = std::chrono::seconds(1);
constexpr Duration kLongestPeriod = std::chrono::hours(24);

}  // namespace

Result<LockoutRule> parse_lockout_rule(std::string_view text) {
  LockoutRule rule;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, rule.secrets);
  const bool is_count = error == std::errc() && rule.secrets >= 1 && rule.secrets <= kMostSecrets;
  if (is_count && stopped != end && *stopped == '/') {
    const Result<Duration> period = parse_duration({stopped + 1, end});
    if (period && *period >= kShortestPeriod && *period <= kLongestPeriod) {
      rule.period = *period;
      return rule;
    }
  }
  return Failure{"'" + std::string(text.substr(0, 64)) +
                 "' is not a number of wrong secrets from 1 to 100 and a time from 1s to 24h such as 5/10m"};
}

std::string to_text(const LockoutRule& rule) { return std::to_string(rule.secrets) + "/" + to_text(rule.period); }

std::string network_text(const IpAddress& address) { return to_text(customer_network(address)); }

Lockout::Lockout(const LockoutOptions& options, std::uint64_t secret)
    : exempt_(options.exempt),
      secret_(hex_text(secret)),
      by_account_(options.rule->secrets, options.rule->period, kMostAccounts),
      by_address_(std::size_t{kAddressFactor} * options.rule->secrets, options.rule->period, kMostAddresses) {}

std::string Lockout::given_to(const IpAddress& address) const {
  return is_exempt(address) ? std::string() : network_text(address);
}

Duration Lockout::locked_for(std::string_view username, const IpAddress& address, Moment now) const {
  if (is_exempt(address)) return Duration::zero();
  const Guesser guesser = this->guesser(username, address);
  return std::max(by_account_.locked_for(guesser, now), by_address_.locked_for({guesser.address}, now));
}

void Lockout::note_wrong(const digest::Credentials& credentials, std::string_view method, const IpAddress& address,
                         Moment now) {
  if (is_exempt(address)) return;
  const Guesser guesser = this->guesser(credentials.username, address);
  const bool was_right = right_.prove(owner(credentials, address), credentials, method);
  count(guesser, was_right ? mark_of("was right", "") : mark_of("answer", credentials.response), now);
}

void Lockout::note_wrong_password(std::string_view username, std::string_view password, const IpAddress& address,
                                  Moment now) {
  if (is_exempt(address)) return;
  count(guesser(username, address), mark_of("password", password), now);
}

void Lockout::note_right(const digest::Credentials& credentials, const digest::HexHash& ha1, const IpAddress& address) {
  if (!is_exempt(address)) right_.note(owner(credentials, address), ha1);
}

void Lockout::count(const Guesser& guesser, std::uint64_t mark, Moment now) {
  by_account_.note(guesser, mark, now);
  by_address_.note({guesser.address}, combine(guesser.account, mark), now);
}

bool Lockout::is_exempt(const IpAddress& address) const {
  return std::any_of(exempt_.begin(), exempt_.end(),
                     [&](const Cidr& block) { return block.contains(without_mapping(address)); });
}

Guesser Lockout::guesser(std::string_view username, const IpAddress& address) const {
  return {customer_network(address), mark_of("account", username)};
}

// ha1() of one password differs for each realm and hash function; so these are part of the owner. A `-sess` algorithm
// has the same ha1() as its plain form.
Guesser Lockout::owner(const digest::Credentials& credentials, const IpAddress& address) const {
  const std::string_view algorithm = name_of(*credentials.algorithm);
  const std::string_view function = algorithm.substr(0, algorithm.find("-sess"));
  const std::uint64_t of_user = combine(mark_of("account", credentials.username), mark_of("realm", credentials.realm));
  return {customer_network(address), combine(of_user, mark_of("function", function))};
}

// Uses the server's secret, so that nobody can find two texts with the same mark. Never returns 0, which stands for all
// user names.
std::uint64_t Lockout::mark_of(std::string_view kind, std::string_view text) const {
  return hex_at_front(digest::hash(digest::Algorithm::kMd5, {secret_, kind, text}).text()) | 1U;
}

}  // namespace dialtone
