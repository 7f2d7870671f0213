// Who sent a request (RFC 3261 22, RFC 8760): challenges, and the judgement of what comes back.
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
  // All of them outlive it. Of `options` it reads the realm, the algorithms, whether stale is told, and the quirks.
  // `lockout` may be null.
  Authenticator(Host& host, Accounts& accounts, Nonces& nonces, Lockout* lockout, const RegistrarOptions& options,
                const LocalAddresses& local)
      : host_(host), accounts_(accounts), nonces_(nonces), lockout_(lockout), options_(options), local_(local) {}

  // The account that `aor` belongs to, if the request's credentials are that account's. Where `aor` has one of our
  // addresses for its domain, that is the one account with its device name; where several have the name, none is meant,
  // and the refusal says so. Otherwise 401 with a challenge for each algorithm (the same, and after the same work, for
  // unknown accounts), 403 where they are another account's (of the same domain; of any domain, where the realm is not
  // the domain: of the first kMostSharingAUsername with that user name), 400 where they cannot be read or are for
  // another URI, 503 while the database does not answer. Without credentials and with an old nonce, the database is not
  // asked. Credentials that were taken are not taken again. With a lockout, nonces are valid only at the
  // address that they were issued to, and credentials of a locked user name or address are refused with 403. `salt` is
  // unique to the request, which came from `source`; `request` and `aor` must outlive the task.
  Task<Result<Account, Refusal>> authenticate(const sip::Message& request, const AddressOfRecord& aor,
                                              std::uint64_t salt, IpAddress source);

 private:
  // Where a request came from.
  struct Asker {
    // The request's own.
    std::uint64_t salt = 0;
    IpAddress source;
    // The network that a nonce is issued to; empty without a lockout.
    std::string network;
  };
  // Those of our realm, if the request has any.
  Result<std::optional<digest::Credentials>, Refusal> credentials_of(const sip::Message& request,
                                                                     const std::string& realm) const;
  Task<Result<NamedAccount, StoreFault>> account_of(const AddressOfRecord& aor);
  // The account of a request without credentials, or a challenge where there is none.
  Task<Result<Account, Refusal>> take_on_trust(const AddressOfRecord& aor, const Asker& asker);
  // The accounts with the credentials' user name that may have this realm, at most kMostSharingAUsername of them.
  struct Others {
    // Whether the credentials are those of one of them.
    bool any_proven = false;
    // Whether further accounts with that user name may have been left out.
    bool may_be_more = false;
  };
  Task<Result<Others, StoreFault>> others_with(const digest::Credentials& credentials, std::string_view method,
                                               const AddressOfRecord& aor);
  bool offers(const digest::Credentials& credentials) const;
  bool use_nonce(const digest::Credentials& credentials);
  bool is_locked(const digest::Credentials& credentials, const Asker& asker) const;
  void note_wrong(const digest::Credentials& credentials, std::string_view method, const Asker& asker);
  void note_right(const digest::Credentials& credentials, const Account& account, const Asker& asker);
  Refusal challenge(const std::string& realm, const Asker& asker, bool stale, std::string reason);
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
};

}  // namespace dialtone
