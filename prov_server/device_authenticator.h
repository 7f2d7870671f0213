// Whose credentials a request carries, and what to ask of one that has none: the schemes of HTTP authentication.
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
  // Which digests are offered, in this order; no other is taken.
  std::vector<digest::Algorithm> algorithms = {digest::Algorithm::kMd5, digest::Algorithm::kSha256};
  Duration nonce_lifetime = std::chrono::minutes(5);
  // Refuses guessers with 429.
  LockoutOptions lockout{};
};

class DeviceAuthenticator {
 public:
  // The caller draws `lockout_secret`, which nobody may be able to guess; it has no effect without a lockout.
  DeviceAuthenticator(DeviceAuthenticatorOptions options, NonceKey nonce_key, std::uint64_t lockout_secret);

  enum class Whose : std::uint8_t {
    kNobodys,   // none, or none that are valid
    kTheirs,    // the subscriber's
    kAnothers,  // valid, but another's
  };
  struct Judgement {
    Whose whose = Whose::kNobodys;
    // Only the nonce was wrong, as far as was looked.
    bool stale = false;
    // Why they are nobody's; a literal.
    std::string_view reason = {};
    // Nothing is wrong with them but, as far as was looked, the user name, the password or the scheme.
    bool depends_on_password = false;
    // How long the lockout still lasts for which the credentials were not checked; zero if they were checked.
    Duration locked_for{};
  };

  // Which credentials these are, before anybody is asked for a password: nobody's, with the reason, or, with an empty
  // reason, ones that a password decides on. With a lockout, a nonce is foreign
  // unless it was issued to `client`, and locked credentials are nobody's.
  Judgement look(const PresentedCredentials& credentials, const IpAddress& client, Moment now) const;
  // Whether they are those of the subscriber who is served, by his scheme. Then their nonce count is used, and a
  // repeated one makes them nobody's. The same work where there is none.
  Judgement judge(const PresentedCredentials& credentials, const IdentityMatch& match, const IpAddress& client,
                  Moment now);
  // Whether they are those of anyone who has one of these passwords and their name. The same work whoever has it.
  // Nobody's credentials are reported to the lockout.
  Judgement judge_others(const PresentedCredentials& credentials, const std::vector<PossiblePassword>& passwords,
                         const IpAddress& client, Moment now);

  // Adds a challenge for each digest algorithm, and Basic, as far as anybody uses the scheme.
  void challenge(http::Response& response, SchemesInUse schemes, bool stale, const IpAddress& client, Moment now);

  // How many passwords have been tried: the work that a refusal took.
  std::uint64_t passwords_tried() const { return passwords_tried_; }

 private:
  bool prove(const PresentedCredentials& credentials, std::string_view username, std::string_view password);
  bool use_nonce(const digest::Credentials& credentials, Moment now);
  // The network that a nonce is issued to; empty without a lockout.
  std::string network_of(const IpAddress& client) const;
  Judgement locked(const PresentedCredentials& credentials, const IpAddress& client, Moment now) const;
  void note_wrong(const PresentedCredentials& credentials, const IpAddress& client, Moment now);
  void note_right(const PresentedCredentials& credentials, const Subscriber& subscriber, const IpAddress& client);
  Judgement with_count_used(const PresentedCredentials& credentials, Whose whose, Moment now);

  DeviceAuthenticatorOptions options_;
  Nonces nonces_;
  std::uint64_t nonces_issued_ = 0;
  std::optional<Lockout> lockout_;
  std::uint64_t passwords_tried_ = 0;
};

}  // namespace dialtone
