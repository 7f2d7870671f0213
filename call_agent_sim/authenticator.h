// Who sent a request (RFC 3261 22): challenges, and the judgement of what comes back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "call_agent_sim/accounts.h"
#include "call_agent_sim/address_of_record.h"
#include "call_agent_sim/nonces.h"
#include "call_agent_sim/refusal.h"
#include "values/endpoint.h"
#include "values/result.h"
#include "wire/digest/credentials.h"
#include "wire/sip/message.h"

namespace dialtone {

class Authenticator {
 public:
  // `realm` is empty where it is each account's domain.
  Authenticator(Host& host, Accounts& accounts, const Nonces& nonces, std::string realm)
      : host_(host), accounts_(accounts), nonces_(nonces), realm_(std::move(realm)) {}

  // The account that `aor` belongs to, if the request's credentials are that account's. Otherwise 401 with a challenge
  // (the same for unknown accounts), 403 where they are another account's, 400 where they cannot be read, 503 while the
  // database does not answer. Without credentials and with an old nonce, the database is not asked. `request` and
  // `aor` must outlive the task.
  Task<Result<Account, Refusal>> authenticate(const sip::Message& request, const AddressOfRecord& aor, Endpoint source);

 private:
  // Those of our realm, if the request has any.
  Result<std::optional<digest::Credentials>, Refusal> credentials_of(const sip::Message& request,
                                                                     const std::string& realm) const;
  // Whether they are right, and those of an account other than the one of `aor`.
  Task<Result<bool, StoreFault>> are_anothers(const digest::Credentials& credentials, std::string method,
                                              std::string domain) const;
  Refusal challenge(const std::string& realm, const Endpoint& source, bool stale, std::string reason) const;
  const std::string& realm_of(const AddressOfRecord& aor) const { return realm_.empty() ? aor.domain : realm_; }

  Host& host_;
  Accounts& accounts_;
  const Nonces& nonces_;
  std::string realm_;
};

}  // namespace dialtone
