#include "prov_server/device_authenticator.h"

#include <algorithm>
#include <utility>

#include "wire/digest/challenge.h"

namespace dialtone {
DeviceAuthenticator::DeviceAuthenticator(DeviceAuthenticatorOptions options, NonceKey nonce_key,
                                         std::uint64_t lockout_secret)
    : options_(std::move(options)), nonces_(std::move(nonce_key), options_.nonce_lifetime) {
  if (options_.lockout.rule) lockout_.emplace(options_.lockout, lockout_secret);
}

DeviceAuthenticator::Judgement DeviceAuthenticator::look(const PresentedCredentials& credentials,
                                                         const IpAddress& client, Moment now) const {
  if (credentials.scheme() == ProvisionAuthentication::kNone) return {.reason = "no credentials"};
  const digest::Credentials* digest = credentials.as_digest();
  if (digest == nullptr) return locked(credentials, client, now);
  const bool offered = digest->algorithm && std::find(options_.algorithms.begin(), options_.algorithms.end(),
                                                      *digest->algorithm) != options_.algorithms.end();
  if (!offered) return {.reason = "a digest algorithm that is not offered"};
  if (digest->qop == digest::Qop::kUnsupported) return {.reason = "a qop that is not offered"};
  if (digest->realm != options_.realm) return {.reason = "credentials of another realm"};
  if (!credentials.are_for_this_target()) return {.reason = "credentials of another URI"};
  switch (nonces_.judge(digest->nonce, now, network_of(client))) {
    case Nonces::Judgement::kFresh: return locked(credentials, client, now);
    case Nonces::Judgement::kExpired: return {.stale = true, .reason = "the nonce has expired"};
    case Nonces::Judgement::kForeign: return {.stale = true, .reason = "the nonce is not ours"};
  }
  return {};
}

DeviceAuthenticator::Judgement DeviceAuthenticator::judge(const PresentedCredentials& credentials,
                                                          const IdentityMatch& match, const IpAddress& client,
                                                          Moment now) {
  const Subscriber& subscriber = match.subscriber;
  const bool by_his_scheme = !match.mismatch && subscriber.provision_authentication == credentials.scheme();
  const bool proven = prove(credentials, subscriber.provision_username, subscriber.provision_password);
  if (!proven || !by_his_scheme) return {.reason = "wrong credentials", .depends_on_password = true};
  const Judgement judgement = with_count_used(credentials, Owner::kTheirs, now);
  if (judgement.owner == Owner::kTheirs) note_right(credentials, subscriber, client);
  return judgement;
}

DeviceAuthenticator::Judgement DeviceAuthenticator::judge_others(const PresentedCredentials& credentials,
                                                                 const std::vector<PossiblePassword>& passwords,
                                                                 const IpAddress& client, Moment now) {
  // While this request waited for the store, others may have been judged, and caused a lock.
  if (const Judgement judgement = locked(credentials, client, now); !judgement.reason.empty()) return judgement;
  const PossiblePassword nobodys;
  bool proven = false;
  for (std::size_t i = 0; i < kMostSharingAProvisionUsername; ++i) {
    const PossiblePassword& each = i < passwords.size() ? passwords[i] : nobodys;
    const bool right = prove(credentials, credentials.username(), each.password);
    proven = proven || (right && each.is_theirs);
  }
  if (!proven) {
    note_wrong(credentials, client, now);
    return {.reason = "wrong credentials", .depends_on_password = true};
  }
  return with_count_used(credentials, Owner::kAnothers, now);
}

DeviceAuthenticator::Judgement DeviceAuthenticator::with_count_used(const PresentedCredentials& credentials,
                                                                    Owner owner, Moment now) {
  const digest::Credentials* digest = credentials.as_digest();
  if (digest == nullptr) return {.owner = owner};
  if (!use_nonce(*digest, now)) return {.stale = true, .reason = "the nonce count was used before"};
  return {.owner = owner};
}

bool DeviceAuthenticator::use_nonce(const digest::Credentials& credentials, Moment now) {
  if (credentials.qop != digest::Qop::kAuth) return nonces_.use_up(credentials.nonce, now);
  return nonces_.use(credentials.nonce, credentials.nonce_count, now);
}

std::string DeviceAuthenticator::network_of(const IpAddress& client) const {
  return lockout_ ? lockout_->given_to(client) : std::string();
}

DeviceAuthenticator::Judgement DeviceAuthenticator::locked(const PresentedCredentials& credentials,
                                                           const IpAddress& client, Moment now) const {
  if (!lockout_) return {};
  const Duration left = lockout_->locked_for(credentials.username(), client, now);
  if (left == Duration::zero()) return {};
  return {.reason = "too many wrong secrets", .locked_for = left};
}

void DeviceAuthenticator::note_wrong(const PresentedCredentials& credentials, const IpAddress& client, Moment now) {
  if (!lockout_) return;
  if (const digest::Credentials* digest = credentials.as_digest()) {
    lockout_->note_wrong(*digest, credentials.method(), client, now);
  } else {
    lockout_->note_wrong_password(credentials.username(), credentials.password(), client, now);
  }
}

void DeviceAuthenticator::note_right(const PresentedCredentials& credentials, const Subscriber& subscriber,
                                     const IpAddress& client) {
  const digest::Credentials* digest = credentials.as_digest();
  if (!lockout_ || digest == nullptr) return;
  const digest::Account account{subscriber.provision_username, subscriber.provision_password};
  lockout_->note_right(*digest, digest::ha1(*digest->algorithm, account, digest->realm), client);
}

bool DeviceAuthenticator::prove(const PresentedCredentials& credentials, std::string_view username,
                                std::string_view password) {
  ++passwords_tried_;
  return credentials.prove(username, password);
}

void DeviceAuthenticator::challenge(http::Response& response, SchemesInUse schemes, bool stale, const IpAddress& client,
                                    Moment now) {
  if (schemes.digest) {
    digest::Challenge challenge;
    challenge.realm = options_.realm;
    challenge.nonce = nonces_.issue(now, ++nonces_issued_, network_of(client));
    challenge.stale = stale;
    for (const digest::Algorithm algorithm : options_.algorithms) {
      challenge.algorithm = algorithm;
      response.headers.add("WWW-Authenticate", digest::to_text(challenge));
    }
  }
  if (schemes.basic) {
    response.headers.add("WWW-Authenticate", "Basic realm=\"" + options_.realm + "\", charset=\"UTF-8\"");
  }
}

}  // namespace dialtone
