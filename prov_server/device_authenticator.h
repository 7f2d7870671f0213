// Checks the credentials of a request by the schemes of HTTP authentication, and makes the challenges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/digest/lockout.h"
#include "protocol/digest/nonces.h"
#include "prov_server/presented_credentials.h"
#include "subscribers/subscriber_store.h"
#include "values/ip_address.h"
#include "values/result.h"
#include "values/time.h"
#include "wire/digest/algorithm.h"
#include "wire/http/message.h"

namespace dialtone {

struct DeviceAuthenticatorOptions {
  std::string realm = "provisioning";
  // The offered digest algorithms, in this order; no other algorithm is accepted.
  std::vector<digest::Algorithm> algorithms = {digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  Duration nonce_lifetime = std::chrono::minutes(5);
  // Guessers are refused with 429.
  LockoutOptions lockout{};
};

class DeviceAuthenticator {
 public:
  // `lockout_secret` is drawn by the caller and must be impossible to guess; it has no effect without a lockout.
  DeviceAuthenticator(DeviceAuthenticatorOptions options, NonceKey nonce_key, std::uint64_t lockout_secret);

  enum class Owner : std::uint8_t {
    kNobodys,   // there are no credentials, or they are not valid
    kTheirs,    // the subscriber's own credentials
    kAnothers,  // valid credentials, but another subscriber's
  };
  struct Judgement {
    Owner owner = Owner::kNobodys;
    // True if only the nonce had expired, as far as the credentials were checked.
    bool stale = false;
    // Why the credentials are invalid; a literal.
    std::string_view reason = {};
    // True if only the user name, the password or the scheme can be wrong, as far as the credentials were checked.
    bool depends_on_password = false;
    // How long the lockout lasts that kept the credentials from being checked; zero if they were checked.
    Duration locked_for{};
  };

  // Checks everything but the password. Returns kNobodys with a reason, or with an empty reason if the password is
  // still to be checked. With a lockout, a nonce is foreign unless it was issued to `client`, and locked credentials
  // are kNobodys.
  Judgement look(const PresentedCredentials& credentials, const IpAddress& client, Moment now) const;
  // Checks whether the credentials are those of the served subscriber, by that subscriber's scheme. If so, uses their
  // nonce count; a repeated count makes them kNobodys. Does the same work if no subscriber is served.
  Judgement judge(const PresentedCredentials& credentials, const IdentityMatch& match, const IpAddress& client,
                  Moment now);
  // Checks whether the credentials are those of any subscriber with their user name: tries each of `passwords`. Does
  // the same work for any result. Reports credentials that fit nobody to the lockout.
  Judgement judge_others(const PresentedCredentials& credentials, const std::vector<PossiblePassword>& passwords,
                         const IpAddress& client, Moment now);

  // Adds a challenge for each digest algorithm and one for Basic; each only if a subscriber uses its scheme.
  void challenge(http::Response& response, SchemesInUse schemes, bool stale, const IpAddress& client, Moment now);

  // Returns how many passwords have been tried: a measure of a refusal's work.
  std::uint64_t passwords_tried() const { return passwords_tried_; }

 private:
  bool prove(const PresentedCredentials& credentials, std::string_view username, std::string_view password);
  bool use_nonce(const digest::Credentials& credentials, Moment now);
  // The network that a nonce is issued to; empty without a lockout.
  std::string network_of(const IpAddress& client) const;
  Judgement locked(const PresentedCredentials& credentials, const IpAddress& client, Moment now) const;
  void note_wrong(const PresentedCredentials& credentials, const IpAddress& client, Moment now);
  void note_right(const PresentedCredentials& credentials, const Subscriber& subscriber, const IpAddress& client);
  Judgement with_count_used(const PresentedCredentials& credentials, Owner owner, Moment now);

  DeviceAuthenticatorOptions options_;
  Nonces nonces_;
  std::uint64_t nonces_issued_ = 0;
  std::optional<Lockout> lockout_;
  std::uint64_t passwords_tried_ = 0;
};

}  // namespace dialtone
