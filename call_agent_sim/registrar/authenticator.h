// Authenticates requests (RFC 3261 22, RFC 8760): makes challenges and checks credentials.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "call_agent_sim/registrar/accounts.h"
#include "call_agent_sim/registrar/address_of_record.h"
#include "call_agent_sim/registrar/challenge_texts.h"
#include "call_agent_sim/registrar/refusal.h"
#include "call_agent_sim/registrar/registrar_options.h"
#include "protocol/digest/lockout.h"
#include "protocol/digest/nonces.h"
#include "values/result.h"
#include "wire/digest/credentials.h"
#include "wire/sip/message.h"

namespace dialtone {

class Authenticator {
 public:
  // All arguments must outlive this object; `lockout` may be null. Of `options` only the realm, the algorithms,
  // tells_stale and the quirks are used.
  Authenticator(Host& host, Accounts& accounts, Nonces& nonces, Lockout* lockout, const RegistrarOptions& options,
                const LocalAddresses& local)
      : host_(host), accounts_(accounts), nonces_(nonces), lockout_(lockout), options_(options), local_(local) {}

  // Returns the account of `aor` if the request's credentials are that account's. If the domain of `aor` is one of the
  // registrar's addresses, the account is the only one with that device name; if several accounts have the name, the
  // request is refused with that reason.
  // Otherwise fails:
  // - 401, with a challenge for each algorithm; unknown accounts get the same after the same work.
  // - 403 if the credentials are another account's. If the realm is the domain, only accounts in the domain are tried,
  //   else those in any domain; at most the first kMostSharingAUsername accounts with that user name.
  // - 403 if the credentials are locked out.
  // - 400 if the credentials are malformed or for another URI.
  // - 503 while the database does not answer.
  // The database is not asked if the request has no credentials or an old nonce. Credentials are accepted once.
  // `request` and `aor` must outlive the task.
  Task<Result<Account, Refusal>> authenticate(const sip::Message& request, const AddressOfRecord& aor,
                                              std::uint64_t salt, IpAddress source);

 private:
  // The sender of a request.
  struct Asker {
    // The salt for the nonce of this request.
    std::uint64_t salt = 0;
    IpAddress source;
    // The network that a nonce is issued to; empty without a lockout, and for an exempt network.
    std::string network;
  };
  // Returns the request's credentials for the registrar's realm, if any.
  Result<std::optional<digest::Credentials>, Refusal> credentials_of(const sip::Message& request,
                                                                     const std::string& realm) const;
  Task<Result<NamedAccount, StoreFault>> account_of(const AddressOfRecord& aor);
  // Returns the account for a request without credentials, if a quirk permits this; otherwise a challenge.
  Task<Result<Account, Refusal>> take_on_trust(const AddressOfRecord& aor, const Asker& asker);
  // The accounts with the credentials' user name that may have this realm, at most kMostSharingAUsername.
  struct Others {
    // True if the credentials are those of one of these accounts.
    bool any_proven = false;
    // True if further accounts with the user name may have been left out.
    bool may_be_more = false;
  };
  Task<Result<Others, StoreFault>> others_with(const digest::Credentials& credentials, std::string_view method,
                                               const AddressOfRecord& aor);
  bool offers(const digest::Credentials& credentials) const;
  bool use_nonce(const digest::Credentials& credentials);
  bool is_locked(const digest::Credentials& credentials, const Asker& asker) const;
  void note_wrong(const digest::Credentials& credentials, std::string_view method, const Asker& asker);
  void note_right(const digest::Credentials& credentials, const Account& account, const Asker& asker);
  // Returns true if credentials may name the realm `named`. `own` is the only realm, unless the options list several.
  bool is_realm(const std::string& named, const std::string& own) const;
  Refusal challenge(const std::string& own_realm, const Asker& asker, bool stale, std::string reason);
  const std::string& realm_of(const AddressOfRecord& aor) const {
    return options_.realm.empty() ? aor.domain : options_.realm;
  }

  Host& host_;
  Accounts& accounts_;
  Nonces& nonces_;
  Lockout* lockout_;
  const RegistrarOptions& options_;
  const LocalAddresses& local_;
  ChallengeTexts challenges_;
  // The index of the next of the options' several realms.
  std::size_t next_realm_ = 0;
};

}  // namespace dialtone
