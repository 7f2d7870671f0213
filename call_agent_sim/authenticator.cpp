#include "call_agent_sim/authenticator.h"

#include "wire/digest/challenge.h"
#include "wire/sip/uri.h"

namespace dialtone {
namespace {

Refusal store_refusal(StoreFault fault) {
  constexpr std::string_view kRetryAfterSeconds = "5";
  const std::string reason = fault == StoreFault::kLocked ? "database locked" : "database gone";
  return {503, reason, sip::HeaderName::kRetryAfter, std::string(kRetryAfterSeconds)};
}

// Whether the credentials were made for this request's target (RFC 7616 3.4.6).
bool is_for(const digest::Credentials& credentials, std::string_view request_uri) {
  if (credentials.uri == request_uri) return true;
  const Result<sip::Uri> claimed = sip::parse_uri(credentials.uri);
  const Result<sip::Uri> actual = sip::parse_uri(request_uri);
  return claimed && actual && sip::equivalent(*claimed, *actual);
}

bool proves(const digest::Credentials& credentials, const Account& account, std::string_view method) {
  if (!credentials.algorithm) return false;
  const digest::HexHash secret =
      digest::ha1(*credentials.algorithm, {account.auth_username, account.auth_password}, credentials.realm);
  return digest::verify(credentials, secret.text(), method) && credentials.username == account.auth_username;
}

}  // namespace

Task<Result<Account, Refusal>> Authenticator::authenticate(const sip::Message& request, const AddressOfRecord& aor,
                                                           Endpoint source) {
  const std::string& realm = realm_of(aor);
  Result<std::optional<digest::Credentials>, Refusal> found = credentials_of(request, realm);
  if (!found) co_return found.error();
  if (!*found) co_return challenge(realm, source, false, "no credentials");
  const digest::Credentials& credentials = **found;
  if (!is_for(credentials, request.request_uri())) co_return Refusal{400, "credentials of another URI"};
  const Nonces::Judgement nonce = nonces_.judge(credentials.nonce, host_.now());
  if (nonce == Nonces::Judgement::kExpired) co_return challenge(realm, source, true, "nonce expired");
  if (nonce == Nonces::Judgement::kForeign) co_return challenge(realm, source, true, "nonce not ours");

  const std::string& domain = aor.is_local_address ? realm : aor.domain;
  Result<std::optional<Account>, StoreFault> account = co_await accounts_.find(domain, aor.device_name);
  if (!account) co_return store_refusal(account.error());
  // An account that does not exist costs the same work as one with another password.
  if (proves(credentials, account->value_or(Account{}), request.method_name()) && *account) {
    co_return std::move(**account);
  }
  const Result<bool, StoreFault> anothers =
      co_await are_anothers(credentials, std::string(request.method_name()), domain);
  if (!anothers) co_return store_refusal(anothers.error());
  if (*anothers) co_return Refusal{403, "another's address of record"};
  co_return challenge(realm, source, false, "wrong credentials");
}

Task<Result<bool, StoreFault>> Authenticator::are_anothers(const digest::Credentials& credentials, std::string method,
                                                           std::string domain) const {
  Result<std::optional<Account>, StoreFault> account = co_await accounts_.find(domain, credentials.username);
  if (!account) co_return account.error();
  co_return *account&& proves(credentials, **account, method);
}

Result<std::optional<digest::Credentials>, Refusal> Authenticator::credentials_of(const sip::Message& request,
                                                                                  const std::string& realm) const {
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    const sip::Header header = request.header(i);
    if (header.name != sip::HeaderName::kAuthorization) continue;
    Result<digest::Credentials> credentials = digest::parse_credentials(header.value);
    if (!credentials) return Refusal{400, credentials.error().reason};
    if (credentials->realm == realm) return std::optional(std::move(*credentials));
  }
  return std::optional<digest::Credentials>();
}

Refusal Authenticator::challenge(const std::string& realm, const Endpoint& source, bool stale,
                                 std::string reason) const {
  digest::Challenge challenge;
  challenge.realm = realm;
  challenge.nonce = nonces_.issue(host_.now(), source);
  challenge.stale = stale;
  return {401, std::move(reason), sip::HeaderName::kWwwAuthenticate, digest::to_text(challenge)};
}

}  // namespace dialtone
