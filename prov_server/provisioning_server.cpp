#include "prov_server/provisioning_server.h"

#include <utility>

#include "prov_server/answers.h"
#include "prov_server/carried_document.h"
#include "prov_server/client_address.h"
#include "prov_server/erring_identity.h"
#include "prov_server/http_nonce_secret.h"
#include "prov_server/settings.h"
#include "wire/provisioning/provision_response.h"

namespace dialtone {
namespace {

using Owner = DeviceAuthenticator::Owner;

constexpr Purpose kLimiterSecret("provisioning.limiter_secret");
constexpr Purpose kLockoutSecret("provisioning.lockout_secret");

HttpServerOptions http_options(const ProvisioningServerOptions& options) {
  HttpServerOptions http = options.http;
  http.listen = options.listen;
  http.limits.body_bytes = options.most_document_bytes;
  return http;
}

template <typename Answer>
bool is_locked(const Answer& answer) {
  return !answer && answer.error() == StoreFault::kLocked;
}

// Without a document, the identity of a subscriber that does not exist.
Identity identity_of(const provisioning::ProvisionRequest* document) {
  if (document == nullptr) return {};
  return {document->serial_number, document->mac_address, document->customer_number};
}

http::Response too_many(std::string_view text, Duration wait) {
  http::Response response = fault_response(429, text);
  response.headers.add("Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()));
  return response;
}

std::string_view reason_of(std::optional<IdentityMismatch> mismatch) {
  return mismatch ? to_text(*mismatch) : "another subscriber's credentials";
}

}  // namespace

ProvisioningServer::ProvisioningServer(ProvisioningServerOptions options, SubscriberStore& store, HttpScript* script,
                                       Audit* audit)
    : options_(std::move(options)), store_(store), audit_(audit), http_(http_options(options_), *this, script) {}

Task<Result<void>> ProvisioningServer::run(Host& host) {
  const HttpNonceSecret secret =
      draw_http_nonce_secret([&host](Purpose purpose, std::uint64_t key) { return host.chance(purpose, key); });
  DeviceAuthenticatorOptions authentication = options_.authentication;
  if (options_.quirks.has(ProvisioningQuirk::kTakesStaleNonces)) authentication.nonce_lifetime = Nonces::kForEver;
  const std::uint64_t lockout_secret = authentication.lockout.rule ? host.chance(kLockoutSecret).bits() : 0;
  authenticator_.emplace(std::move(authentication), secret.nonce_key(), lockout_secret);
  if (options_.quirks.has(ProvisioningQuirk::kWritesItsNonceSecretIntoAnEvent)) told_secret_ = secret.text();
  conflicts_.emplace(host);
  if (options_.limit_interval) limiter_.emplace(*options_.limit_interval, host.chance(kLimiterSecret).bits());
  co_return co_await http_.run(host);
}

http::Response ProvisioningServer::answer_fault(Host& host, const Endpoint& peer, const http::ParseFault& fault) {
  return this->fault(host, Exchange(client_address(peer.address, {}, {})), fault);
}

Task<http::Response> ProvisioningServer::answer(Host& host, const Endpoint& peer, const http::Request& request) {
  Exchange exchange(client_address(peer.address, request.headers, options_.trusted_proxies));
  if (limiter_ && !options_.quirks.has(ProvisioningQuirk::kIgnoresItsLimit)) {
    const Duration wait = limiter_->admit(exchange.client, host.now());
    if (wait > Duration::zero()) co_return limit(host, exchange, wait);
  }
  if (options_.request_cost > Duration::zero()) co_await host.work(options_.request_cost);
  const Result<http::RequestTarget, http::ParseFault> target = provisioning_target(request, options_.path);
  if (!target) co_return fault(host, exchange, target.error());
  const Result<PresentedCredentials, http::ParseFault> credentials = PresentedCredentials::of(request);
  if (!credentials) co_return fault(host, exchange, credentials.error());
  exchange.scheme = credentials->scheme();
  const Asked asked = read_document(request, *target);
  if (asked) {
    exchange.carries(*asked);
    record_request(host, exchange);
  } else if (asked.error().status == 413) {
    co_return fault(host, exchange, asked.error());
  }
  co_return co_await decide(host, exchange, *credentials, asked);
}

ProvisioningServer::Asked ProvisioningServer::read_document(const http::Request& request,
                                                            const http::RequestTarget& target) const {
  const Result<std::string, http::ParseFault> bytes = carried_document(request, target, options_.most_document_bytes);
  if (!bytes) return bytes.error();
  provisioning::DocumentLimits limits;
  limits.document_bytes = options_.most_document_bytes;
  Result<provisioning::ProvisionRequest> document = provisioning::parse_provision_request(*bytes, limits);
  if (!document) return http::ParseFault{400, document.error().reason};
  return *std::move(document);
}

template <typename Question>
auto ProvisioningServer::ask_again(Host& host, Question question) -> Task<decltype(question())> {
  std::optional<decltype(question())> answer;
  for (const Duration pause : options_.store_pauses) {
    co_await host.sleep(pause);
    answer.emplace(question());
    if (!is_locked(*answer)) break;
  }
  if (!answer) answer.emplace(question());
  co_return *std::move(answer);
}

Task<http::Response> ProvisioningServer::decide(Host& host, const Exchange& exchange,
                                                const PresentedCredentials& credentials, const Asked& asked) {
  if (refreshed_at_ + options_.store_refresh <= host.now()) {
    refreshed_at_ = host.now();
    store_.refresh();
  }
  const Identity identity = identity_of(exchange.document);
  const auto question = [&] { return store_.find_by_identity(identity); };
  Result<IdentityMatch, StoreFault> found = question();
  if (is_locked(found)) found = co_await ask_again(host, question);
  if (!found) co_return unavailable(host, exchange, found.error());
  if (!asked) found->mismatch = IdentityMismatch::kUnknown;
  if (found->mismatch == IdentityMismatch::kConflict) conflicts_->note(identity, exchange.client);
  const bool may_be_overlooked = !options_.quirks.empty() && found->mismatch && asked;
  if (may_be_overlooked && is_overlooked(*found, identity, options_.quirks)) found->mismatch.reset();
  const Result<Judgement, StoreFault> judgement = co_await judge(host, exchange.client, credentials, *found);
  if (!judgement) co_return unavailable(host, exchange, judgement.error());
  if (judgement->locked_for > Duration::zero()) co_return lock_out(host, exchange, *judgement);
  const Subscriber* served = found->served();
  const bool needs_none = served != nullptr && needs_no_proof(*served, credentials, *judgement);
  if (judgement->owner == Owner::kTheirs || (judgement->owner == Owner::kNobodys && needs_none)) {
    co_return accept(host, exchange, *served);
  }
  if (judgement->owner == Owner::kNobodys) {
    co_return co_await turn_away(host, exchange, asked, *judgement, found->mismatch);
  }
  if (!asked) co_return fault(host, exchange, asked.error());
  co_return refuse(host, exchange, found->mismatch);
}

Task<Result<ProvisioningServer::Judgement, StoreFault>> ProvisioningServer::judge(
    Host& host, const IpAddress& client, const PresentedCredentials& credentials, const IdentityMatch& match) {
  // With a lockout, credentials are not checked if the subscriber needs none: otherwise a guesser could use the
  // identity of such a subscriber to try others' passwords, and nothing would count the attempts.
  const Subscriber* served = match.served();
  const bool needs_none = served != nullptr && served->provision_authentication == ProvisionAuthentication::kNone;
  if (needs_none && options_.authentication.lockout.rule) co_return Judgement{.reason = "no proof is needed"};
  Judgement judgement = authenticator_->look(credentials, client, host.now());
  if (!judgement.reason.empty()) co_return judgement;
  judgement = authenticator_->judge(credentials, match, client, host.now());
  if (judgement.owner != Owner::kNobodys || judgement.stale) co_return judgement;
  const auto question = [&] { return store_.find_provision_passwords(credentials.scheme(), credentials.username()); };
  Result<std::vector<PossiblePassword>, StoreFault> passwords = question();
  if (is_locked(passwords)) passwords = co_await ask_again(host, question);
  if (!passwords) co_return passwords.error();
  co_return authenticator_->judge_others(credentials, *passwords, client, host.now());
}

Task<http::Response> ProvisioningServer::turn_away(Host& host, const Exchange& exchange, const Asked& asked,
                                                   Judgement judgement, std::optional<IdentityMismatch> mismatch) {
  const auto question = [&] { return store_.schemes_in_use(); };
  Result<SchemesInUse, StoreFault> schemes = question();
  if (is_locked(schemes)) schemes = co_await ask_again(host, question);
  if (!schemes) co_return unavailable(host, exchange, schemes.error());
  if (schemes->basic || schemes->digest) {
    http::Response response = fault_response(401, "authentication is required");
    authenticator_->challenge(response, *schemes, judgement.stale, exchange.client, host.now());
    const std::string_view reason = told_secret_.empty() ? judgement.reason : std::string_view(told_secret_);
    conclude(host, audit_, exchange, {Outcome::Kind::kChallenged, 401, reason});
    co_return response;
  }
  if (!asked) co_return fault(host, exchange, asked.error());
  co_return refuse(host, exchange, mismatch);
}

bool ProvisioningServer::needs_no_proof(const Subscriber& served, const PresentedCredentials& credentials,
                                        const Judgement& judgement) const {
  const bool has_any = credentials.scheme() != ProvisionAuthentication::kNone;
  if (options_.quirks.has(ProvisioningQuirk::kAsksForNoCredentials) && !has_any) return true;
  const bool is_only_the_password = judgement.depends_on_password &&
                                    credentials.scheme() == served.provision_authentication &&
                                    credentials.username() == served.provision_username;
  if (options_.quirks.has(ProvisioningQuirk::kIgnoresPassword) && is_only_the_password) return true;
  return served.provision_authentication == ProvisionAuthentication::kNone;
}

// --- answers ---

http::Response ProvisioningServer::fault(Host& host, const Exchange& exchange, const http::ParseFault& fault) {
  conclude(host, audit_, exchange, {Outcome::Kind::kRefused, fault.status, fault.reason});
  http::Response response = fault_response(fault.status, fault.reason);
  if (fault.status == 405) response.headers.add("Allow", "GET, POST");
  return response;
}

http::Response ProvisioningServer::accept(Host& host, const Exchange& exchange, const Subscriber& subscriber) {
  const bool tells = options_.quirks.has(ProvisioningQuirk::kWritesAPasswordIntoAnEvent);
  const std::string_view told = tells ? std::string_view(subscriber.auth_password) : std::string_view();
  conclude(host, audit_, exchange, {Outcome::Kind::kAccepted, 200, told, subscriber.settings_revision});
  if (!options_.quirks.empty()) {
    return xml_response(200, erring_settings_.document_for(subscriber, *exchange.document, options_.quirks));
  }
  return xml_response(200, provisioning::write_provision_response(settings_for(subscriber, *exchange.document)));
}

http::Response ProvisioningServer::refuse(Host& host, const Exchange& exchange,
                                          std::optional<IdentityMismatch> mismatch) {
  const std::string_view reason = reason_of(mismatch);
  const bool is_known = mismatch != IdentityMismatch::kUnknown;
  if (options_.quirks.has(ProvisioningQuirk::kSays404ToTheUnknown) && !is_known) {
    return fault(host, exchange, {404, std::string(reason)});
  }
  conclude(host, audit_, exchange, {Outcome::Kind::kRefused, 403, reason});
  if (options_.quirks.has(ProvisioningQuirk::kTellsKnownFromUnknown) && is_known) {
    return fault_response(
        403, "this identity is known here, but it is not to be served, and this is why: " + std::string(reason));
  }
  return refusal_response();
}

http::Response ProvisioningServer::limit(Host& host, const Exchange& exchange, Duration wait) {
  conclude(host, audit_, exchange, {Outcome::Kind::kLimited, 429, "too many requests from this address"});
  return too_many("too many requests from this address, try again later", wait);
}

http::Response ProvisioningServer::lock_out(Host& host, const Exchange& exchange, const Judgement& judgement) {
  conclude(host, audit_, exchange, {Outcome::Kind::kLocked, 429, judgement.reason});
  return too_many("too many wrong passwords from this address, try again later", judgement.locked_for);
}

http::Response ProvisioningServer::unavailable(Host& host, const Exchange& exchange, StoreFault fault) {
  const bool locked = fault == StoreFault::kLocked;
  conclude(host, audit_, exchange,
           {Outcome::Kind::kRefused, 503, locked ? "the database is locked" : "the database is unusable"});
  http::Response response = fault_response(503, "the service is unavailable, try again later");
  response.headers.add("Retry-After", std::to_string(options_.retry_after.count()));
  return response;
}

}  // namespace dialtone
