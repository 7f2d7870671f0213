// Slows down password guessing: `--lockout N/D`. N different wrong secrets within D lock a user name for the address
// that sent them, for D from the last of them. 10 N wrong secrets from one address, over all user names, lock that
// address for every user name.
//
// The caller reports only answers to fresh nonces that were issued to the answering address (Nonces::issue() with
// given_to()), so a forged source address locks nobody out. All addresses of one IPv6 /64 count as one address.
//
// Digest hides the secret, so answers are counted: each new answer counts as a new secret, with two exceptions. The
// same answer sent again counts as the same secret. All answers made with one of the last two right secrets of the user
// at the address, with the same realm and algorithm, count as one secret: a device whose password was changed counts
// once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/digest/right_secrets.h"
#include "protocol/digest/wrong_secrets.h"
#include "values/ip_address.h"
#include "values/result.h"
#include "values/time.h"
#include "wire/digest/credentials.h"

namespace dialtone {

struct LockoutRule {
  // `N/D`: the number N of secrets and the period D.
  std::uint32_t secrets = 1;
  Duration period{};

  friend bool operator==(const LockoutRule&, const LockoutRule&) = default;
};

// `5/10m`: N from 1 to 100, D from 1 s to 24 h.
Result<LockoutRule> parse_lockout_rule(std::string_view text);
std::string to_text(const LockoutRule& rule);

struct LockoutOptions {
  // The rule; nullopt: no lockout.
  std::optional<LockoutRule> rule{};
  // Networks that are neither counted nor locked.
  std::vector<Cidr> exempt{};
};

// Returns the text of an IPv4 address, or of the /64 of an IPv6 address.
std::string network_text(const IpAddress& address);

class Lockout {
 public:
  // How many times N an address may send wrong secrets, over all its user names.
  static constexpr std::uint32_t kAddressFactor = 10;
  static constexpr std::size_t kMostAccounts = 16'384;
  static constexpr std::size_t kMostAddresses = 4'096;

  // `options.rule` must be set. `secret` is drawn by the caller, and must be impossible to guess.
  Lockout(const LockoutOptions& options, std::uint64_t secret);

  // Returns the `given_to` for Nonces::issue() and judge(): the address's network, or empty for an exempt address,
  // whose clients may answer from another address.
  std::string given_to(const IpAddress& address) const;
  // Returns how long the user name is still locked for the address, by itself or with all user names; zero if it is not
  // locked. User names that do not exist are counted and locked like others.
  Duration locked_for(std::string_view username, const IpAddress& address, Moment now) const;

  // Counts Digest credentials with a wrong secret or an unknown user name. Does nothing during a lock.
  void note_wrong(const digest::Credentials& credentials, std::string_view method, const IpAddress& address,
                  Moment now);
  // Counts Basic credentials as note_wrong() counts Digest credentials.
  void note_wrong_password(std::string_view username, std::string_view password, const IpAddress& address, Moment now);
  // Remembers `ha1`, the result of digest::ha1() for right Digest credentials.
  void note_right(const digest::Credentials& credentials, const digest::HexHash& ha1, const IpAddress& address);

 private:
  bool is_exempt(const IpAddress& address) const;
  Guesser guesser(std::string_view username, const IpAddress& address) const;
  Guesser owner(const digest::Credentials& credentials, const IpAddress& address) const;
  std::uint64_t mark_of(std::string_view kind, std::string_view text) const;
  void count(const Guesser& guesser, std::uint64_t mark, Moment now);

  std::vector<Cidr> exempt_;
  std::string secret_;
  WrongSecrets by_account_;
  WrongSecrets by_address_;
  RightSecrets right_;
};

}  // namespace dialtone
