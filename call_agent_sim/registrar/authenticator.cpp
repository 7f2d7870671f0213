#include "call_agent_sim/registrar/authenticator.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "values/constant_time.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/headers/uri.h"

namespace dialtone {
namespace {

constexpr std::string_view kScheme = "Digest";
constexpr std::string_view kAmbiguous = "several accounts have that name; only their domain tells them apart";
// Recorded if kMostSharingAUsername accounts have the user name and none fits the credentials.
constexpr std::string_view kTooMany =
    "wrong credentials, or those of an account after the first 64 with that user name";
static_assert(kMostSharingAUsername == 64);

Refusal store_refusal(StoreFault fault) {
  constexpr const char* kRetryAfterSeconds = "5";
  const std::string reason = fault == StoreFault::kLocked ? "database locked" : "database gone";
  return {503, reason, {{sip::HeaderName::kRetryAfter, kRetryAfterSeconds}}};
}

// Not 503: a device would turn to another call agent.
Refusal locked() { return {.status = 403, .reason = "too many wrong secrets", .is_locked = true}; }

bool is_digest(std::string_view authorization) {
  return sip::equal_ignoring_case(authorization.substr(0, kScheme.size()), kScheme) &&
         authorization.size() > kScheme.size() && sip::is_space(authorization[kScheme.size()]);
}

// Returns true if the credentials were made for this request's target (RFC 7616 3.4.6), or for one of the registrar's
// addresses, which is what SIPp uses for any Request-URI.
bool is_for(const digest::Credentials& credentials, std::string_view request_uri, const LocalAddresses& local) {
  if (credentials.uri == request_uri) return true;
  const Result<sip::Uri> claimed = sip::parse_uri(credentials.uri);
  if (!claimed || !(claimed->is_sip() || claimed->is_sips())) return false;
  if (claimed->user.empty() && local.contains(claimed->host_port)) return true;
  const Result<sip::Uri> actual = sip::parse_uri(request_uri);
  return actual && sip::equivalent(*claimed, *actual);
}

// Does the same work for a decoy, whose credentials never fit.
bool proves(const digest::Credentials& credentials, const AccountMatch& match, std::string_view method) {
  const Account& account = match.account_or_decoy();
  const digest::HexHash ha1 =
      digest::ha1(*credentials.algorithm, {account.auth_username, account.auth_password}, credentials.realm);
  const bool right = digest::verify(credentials, ha1.text(), method);
  const bool same_user = equal_in_constant_time(account.auth_username, credentials.username);
  return right && same_user && match;
}

}  // namespace

Task<Result<Account, Refusal>> Authenticator::authenticate(const sip::Message& request, const AddressOfRecord& aor,
                                                           std::uint64_t salt, IpAddress source) {
  const std::string& realm = realm_of(aor);
  const Asker asker{salt, source, lockout_ != nullptr ? lockout_->given_to(source) : std::string()};
  Result<std::optional<digest::Credentials>, Refusal> found = credentials_of(request, realm);
  if (!found) co_return found.error();
  if (!*found && options_.quirks.has(RegistrarQuirk::kNeverChallenges)) co_return co_await take_on_trust(aor, asker);
  if (!*found) co_return challenge(realm, asker, false, "no credentials");
  const digest::Credentials& credentials = **found;
  if (!is_for(credentials, request.request_uri(), local_)) co_return Refusal{400, "credentials of another URI"};
  if (!offers(credentials)) co_return challenge(realm, asker, false, "algorithm or qop not offered");
  const Nonces::Judgement nonce = nonces_.judge(credentials.nonce, host_.now(), asker.network);
  if (nonce == Nonces::Judgement::kExpired) co_return challenge(realm, asker, true, "nonce expired");
  if (nonce == Nonces::Judgement::kForeign) co_return challenge(realm, asker, true, "nonce not ours");
  if (is_locked(credentials, asker)) co_return locked();

  Result<NamedAccount, StoreFault> named = co_await account_of(aor);
  if (!named) co_return store_refusal(named.error());
  // While this answer waited for the database, others may have been judged, and caused a lock.
  if (is_locked(credentials, asker)) co_return locked();
  const bool is_taken = options_.quirks.has(RegistrarQuirk::kAcceptsAnyPassword) && named->account &&
                        named->account->auth_username == credentials.username;
  if (!proves(credentials, named->account, request.method_name()) && !is_taken) {
    const Result<Others, StoreFault> others = co_await others_with(credentials, request.method_name(), aor);
    if (!others) co_return store_refusal(others.error());
    if (is_locked(credentials, asker)) co_return locked();
    if (named->is_ambiguous && others->any_proven) co_return Refusal{403, std::string(kAmbiguous)};
    const std::string_view reason = others->may_be_more ? kTooMany : "wrong credentials";
    if (!others->any_proven) {
      note_wrong(credentials, request.method_name(), asker);
      co_return challenge(realm, asker, false, std::string(named->is_ambiguous ? kAmbiguous : reason));
    }
    const bool is_any_good = options_.quirks.has(RegistrarQuirk::kTakesAnothersCredentials) && named->account;
    if (!is_any_good) co_return Refusal{403, "another's address of record"};
  }
  if (!use_nonce(credentials)) co_return challenge(realm, asker, true, "nonce count used before");
  note_right(credentials, *named->account, asker);
  co_return *std::move(named->account);
}

Task<Result<Account, Refusal>> Authenticator::take_on_trust(const AddressOfRecord& aor, const Asker& asker) {
  Result<NamedAccount, StoreFault> named = co_await account_of(aor);
  if (!named) co_return store_refusal(named.error());
  if (!named->account) co_return challenge(realm_of(aor), asker, false, "no account");
  co_return *std::move(named->account);
}

Task<Result<NamedAccount, StoreFault>> Authenticator::account_of(const AddressOfRecord& aor) {
  if (aor.is_local_address) {
    co_return co_await accounts_.find_by_device_name(aor.device_name, aor.domain, realm_of(aor));
  }
  Accounts::Found found = co_await accounts_.find(aor.domain, aor.device_name);
  if (!found) co_return found.error();
  co_return NamedAccount{*std::move(found)};
}

// Tries the same number of passwords for any number of accounts.
Task<Result<Authenticator::Others, StoreFault>> Authenticator::others_with(const digest::Credentials& credentials,
                                                                           std::string_view method,
                                                                           const AddressOfRecord& aor) {
  const bool realm_is_one_domains = options_.realm.empty() && !aor.is_local_address;
  if (realm_is_one_domains) {
    const Accounts::Found another = co_await accounts_.find_by_username(aor.domain, credentials.username);
    if (!another) co_return another.error();
    co_return Others{.any_proven = proves(credentials, *another, method)};
  }
  const auto others = co_await accounts_.find_all_by_username(credentials.username);
  if (!others) co_return others.error();
  assert(others->size() <= kMostSharingAUsername && "as many passwords are tried however many accounts there are");
  Others found{.may_be_more = others->size() == kMostSharingAUsername && static_cast<bool>(others->back())};
  for (std::size_t i = 0; i < kMostSharingAUsername; ++i) {
    const bool right = proves(credentials, i < others->size() ? (*others)[i] : AccountMatch(), method);
    found.any_proven = found.any_proven || right;
  }
  co_return found;
}

Result<std::optional<digest::Credentials>, Refusal> Authenticator::credentials_of(const sip::Message& request,
                                                                                  const std::string& realm) const {
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    if (request.name_at(i) != sip::HeaderName::kAuthorization) continue;
    const std::string_view value = request.header(i).value;
    if (!is_digest(value)) continue;
    Result<digest::Credentials> credentials = digest::parse_credentials(value);
    if (!credentials) return Refusal{400, credentials.error().reason};
    if (is_realm(credentials->realm, realm)) return std::optional(std::move(*credentials));
  }
  return std::optional<digest::Credentials>();
}

// Credentials without an algorithm mean MD5 (RFC 7616 3.4).
bool Authenticator::offers(const digest::Credentials& credentials) const {
  if (!credentials.algorithm || credentials.qop == digest::Qop::kUnsupported) return false;
  return std::find(options_.algorithms.begin(), options_.algorithms.end(), *credentials.algorithm) !=
         options_.algorithms.end();
}

bool Authenticator::use_nonce(const digest::Credentials& credentials) {
  assert(credentials.qop != digest::Qop::kUnsupported && "what is not offered is not judged");
  if (options_.quirks.has(RegistrarQuirk::kAcceptsARepeatedNonceCount)) return true;
  if (credentials.qop == digest::Qop::kNone) return nonces_.use_up(credentials.nonce, host_.now());
  return nonces_.use(credentials.nonce, credentials.nonce_count, host_.now());
}

bool Authenticator::is_locked(const digest::Credentials& credentials, const Asker& asker) const {
  if (lockout_ == nullptr) return false;
  return lockout_->locked_for(credentials.username, asker.source, host_.now()) > Duration::zero();
}

void Authenticator::note_wrong(const digest::Credentials& credentials, std::string_view method, const Asker& asker) {
  if (lockout_ != nullptr) lockout_->note_wrong(credentials, method, asker.source, host_.now());
}

void Authenticator::note_right(const digest::Credentials& credentials, const Account& account, const Asker& asker) {
  if (lockout_ == nullptr) return;
  const digest::HexHash ha1 =
      digest::ha1(*credentials.algorithm, {account.auth_username, account.auth_password}, credentials.realm);
  lockout_->note_right(credentials, ha1, asker.source);
}

bool Authenticator::is_realm(const std::string& named, const std::string& own) const {
  if (options_.realms.empty()) return named == own;
  return std::find(options_.realms.begin(), options_.realms.end(), named) != options_.realms.end();
}

Refusal Authenticator::challenge(const std::string& own_realm, const Asker& asker, bool stale, std::string reason) {
  assert(!options_.algorithms.empty() && !reason.empty());
  const std::vector<std::string>& realms = options_.realms;
  const std::string& realm = realms.empty() ? own_realm : realms[next_realm_++ % realms.size()];
  const std::string nonce = nonces_.issue(host_.now(), asker.salt, asker.network);
  Refusal refusal{401, std::move(reason)};
  refusal.headers.reserve(options_.algorithms.size());
  for (std::string& text : challenges_.of(realm, options_.algorithms, nonce, stale && options_.tells_stale)) {
    refusal.headers.emplace_back(sip::HeaderName::kWwwAuthenticate, std::move(text));
  }
  return refusal;
}

}  // namespace dialtone
