#include "device_sim/signalling/registrar_client.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "device_sim/model/device_events.h"
#include "device_sim/model/model_text.h"
#include "device_sim/signalling/register_request.h"
#include "values/hash.h"
#include "values/hex.h"
#include "values/host_text.h"
#include "wire/sip/headers/grammar.h"
#include "wire/sip/headers/method.h"
#include "wire/sip/headers/via.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

// Without a limit, a registrar that refuses each answer with a new nonce would be answered for ever.
constexpr int kMostChallengesAnswered = 2;
// RFC 3261 18.1.1: larger requests go over TCP if the path's MTU is unknown.
constexpr std::size_t kMostDatagramBytes = 1300;
// A CSeq must be lower (RFC 3261 8.1.1.5).
constexpr std::uint32_t kCSeqLimit = std::uint32_t{1} << 31;

// Returns true if the other side does not listen on TCP, so that UDP is the better choice after all (RFC 3261 18.1.1).
bool speaks_no_tcp(IoError error) {
  return error == IoError::kRefused || error == IoError::kReset || error == IoError::kUnreachable;
}

std::vector<std::string_view> values_of(const sip::Message& message, sip::HeaderName name) {
  std::vector<std::string_view> values;
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    if (message.name_at(i) == name) values.push_back(message.header(i).value);
  }
  return values;
}

std::string reason_of(IoError error) { return error == IoError::kDeadline ? "no answer" : std::string(to_text(error)); }

}  // namespace

struct RegistrarClient::Draft {
  std::string branch;
  std::string contact;
  std::string authorization = {};
  std::string proxy_authorization = {};
};

// --- requests and answers ---

Task<RegisterReply> RegistrarClient::ask(RegisterQuestion question) {
  if (!is_granted_) set_call_agent(question);
  RegisterReply reply;
  int challenges[2] = {0, 0};
  for (;;) {
    const bool was_bound = may_be_bound_;
    Result<sip::Message, IoError> response = co_await exchange(question, reply.contact);
    if (!response) {
      reply.reason = reason_of(response.error());
      co_return reply;
    }
    learn_address(question, *response);
    const int status = response->status();
    assert(status >= 200 && "only a final answer ends a request");
    if (status < 300) take_success(question, *response, reply.contact);
    if (status >= 300) may_be_bound_ = was_bound;
    if (status == 401 || status == 407) {
      std::optional<std::string> reason = take_challenge(question, *response, reply);
      assert(challenges[status == 407] <= kMostChallengesAnswered);
      if (!reason && challenges[status == 407]++ == kMostChallengesAnswered) {
        reason = "the credentials were not accepted";
      }
      if (!reason) continue;
      reply.reason = *std::move(reason);
    }
    reply.response = *std::move(response);
    co_return reply;
  }
}

Task<Result<sip::Message, IoError>> RegistrarClient::exchange(const RegisterQuestion& question, std::string& contact) {
  const Moment limit = std::min(question.limit, host().now() + 64 * config_.profile->t1);
  if (question.transport == Transport::kTcp) {
    const Result<void, IoError> connected = co_await user_agent_.connect(question.to, limit);
    if (!connected) co_return connected.error();
  }
  const Draft draft = this->draft(question);
  contact = draft.contact;
  may_be_bound_ = true;
  std::string bytes = write(question, draft, question.transport);
  if (question.transport == Transport::kUdp && bytes.size() > kMostDatagramBytes) {
    Result<sip::Message, IoError> response = co_await exchange_large(question, draft, limit);
    if (response || !speaks_no_tcp(response.error())) co_return response;
  }
  Result<sip::Message, IoError> response = co_await exchange_sip(
      host(), user_agent_, question.transport, question.to,
      {.method = sip::Method::kRegister, .branch = draft.branch, .cseq = cseq_, .bytes = std::move(bytes)}, timers(),
      limit);
  // No answer came over this connection, so the next request needs a new one.
  const bool is_mute = !response && response.error() == IoError::kDeadline;
  if (is_mute && question.transport == Transport::kTcp && !has(Quirk::kNeverNoticesADeadConnection)) {
    user_agent_.disconnect();
  }
  co_return response;
}

Task<Result<sip::Message, IoError>> RegistrarClient::exchange_large(const RegisterQuestion& question,
                                                                    const Draft& draft, Moment limit) {
  const Result<void, IoError> connected = co_await user_agent_.connect(question.to, limit);
  if (!connected) co_return connected.error();
  Result<sip::Message, IoError> response = co_await exchange_sip(host(), user_agent_, Transport::kTcp, question.to,
                                                                 {.method = sip::Method::kRegister,
                                                                  .branch = draft.branch,
                                                                  .cseq = cseq_,
                                                                  .bytes = write(question, draft, Transport::kTcp)},
                                                                 timers(), limit);
  // Disconnects, because the registrar must not send requests over this connection.
  user_agent_.disconnect();
  co_return response;
}

sip::Timers RegistrarClient::timers() const { return {config_.profile->t1, config_.profile->t2}; }

// --- challenges ---

std::optional<std::string> RegistrarClient::take_challenge(const RegisterQuestion& question,
                                                           const sip::Message& response, RegisterReply& reply) {
  const bool by_proxy = response.status() == 407;
  if (by_proxy && !has_proxy_digest()) rare().proxy_digest.emplace();
  DigestSession& session = by_proxy ? *rare_->proxy_digest : digest_;
  const bool was_answered = session.is_in_use();
  const std::vector<std::string_view> fields =
      values_of(response, by_proxy ? sip::HeaderName::kProxyAuthenticate : sip::HeaderName::kWwwAuthenticate);
  const bool keeps_realms = !by_proxy && has(Quirk::kSendsCredentialsForEveryRealm);
  const Result<void> taken = keeps_realms ? take_challenge_beside(fields) : session.take_challenge(fields);
  const bool answers = taken && question.settings.authentication;
  const std::string to = to_text(question.to);
  host().record(device_events::RegistrationChallenged{
      .to = to, .cseq = cseq_, .algorithm = answers ? session.algorithm() : "none", .stale = taken && session.stale()});
  if (!question.settings.authentication) return "the settings have no authentication";
  if (!taken) return taken.error().reason;
  if (was_answered && !session.stale() && has(Quirk::kGivesUpOnAFreshNonce)) {
    reply.gives_up = true;
    return "another nonce that is not said to replace a stale one";
  }
  return std::nullopt;
}

Result<void> RegistrarClient::take_challenge_beside(std::span<const std::string_view> fields) {
  if (!digest_.is_challenged()) return digest_.take_challenge(fields);
  DigestSession newer;
  Result<void> taken = newer.take_challenge(fields);
  if (!taken || newer.realm() == digest_.realm()) return digest_.take_challenge(fields);
  rare().digest_before = std::exchange(digest_, std::move(newer));
  return taken;
}

void RegistrarClient::forget_challenges() {
  digest_.forget();
  if (rare_ == nullptr) return;
  rare_->proxy_digest.reset();
  rare_->digest_before.reset();
}

// --- contacts ---

std::string RegistrarClient::contact_for(const RegisterQuestion& question) const {
  const bool rewrites = config_.profile->rewrites_contact && has_seen_address();
  return contact_uri(question.settings, rewrites ? *rare_->seen_address : user_agent_.local(question.transport),
                     question.transport);
}

bool RegistrarClient::contact_is_outdated(const RegisterQuestion& question, std::string_view contact) const {
  return config_.profile->rewrites_contact && user_agent_.is_open(question.transport) &&
         contact_for(question) != contact;
}

void RegistrarClient::take_success(const RegisterQuestion& question, const sip::Message& response,
                                   const std::string& contact) {
  if (const auto info = response.first(sip::HeaderName::kAuthenticationInfo)) digest_.take_next_nonce(*info);
  if (question.expires_seconds == 0) return set_unbound();
  assert(response.status() < 300);
  // Also if the previous binding expired while this answer was on its way.
  may_be_bound_ = true;
  is_granted_ = true;
  set_call_agent(question);
  if (question.transport == Transport::kTcp || config_.profile->rewrites_contact) {
    rare().bound_contact = contact;
  } else {
    forget_bound_contact();
  }
}

void RegistrarClient::set_unbound() {
  may_be_bound_ = false;
  is_granted_ = false;
  forget_bound_contact();
}

void RegistrarClient::set_call_agent(const RegisterQuestion& question) {
  user_agent_.set_call_agent(question.to);
  transport_ = question.transport;
  const bool is_usual = question.request_uri == registrar_uri(question.settings);
  if (!is_usual || rare_ != nullptr) rare().request_uri = is_usual ? std::string_view() : question.request_uri;
}

RegisterQuestion RegistrarClient::removal(const DeviceSettings& settings, std::string& request_uri,
                                          Moment limit) const {
  assert(may_be_bound_ && user_agent_.call_agent());
  const bool is_usual = rare_ == nullptr || rare_->request_uri.empty();
  request_uri = is_usual ? registrar_uri(settings) : rare_->request_uri;
  return {.settings = settings,
          .to = *user_agent_.call_agent(),
          .transport = transport_,
          .request_uri = request_uri,
          .limit = limit,
          .begin = host().now()};
}

void RegistrarClient::learn_address(const RegisterQuestion& question, const sip::Message& response) {
  const Result<sip::Via> via = sip::top_via_of(response);
  // The answer to a request over TCP does not say where datagrams come from.
  if (!via || !sip::equal_ignoring_case(via->transport, sip::via_transport(question.transport))) return;
  if ((via->received.empty() && !via->rport) || !user_agent_.is_open(question.transport)) return;
  const Endpoint local = user_agent_.local(question.transport);
  const Endpoint seen{address_of_host(via->received).value_or(local.address), via->rport.value_or(local.port)};
  if (seen == local) {
    if (rare_ != nullptr) rare_->seen_address.reset();
    return;
  }
  if (has_seen_address() && *rare_->seen_address == seen) return;
  rare().seen_address = seen;
  const std::string text = to_text(seen);
  host().record(device_events::AddressLearned{.address = text});
}

// --- requests ---

std::string RegistrarClient::call_id() const {
  if (has(Quirk::kReusesCallId)) return hex_text(hash_text(config_.serial_number));
  return user_agent_.identifiers().call_id();
}

std::string RegistrarClient::answer_to(DigestSession& session, const RegisterQuestion& question) {
  if (!session.is_challenged()) return {};
  sip::Identifiers& identifiers = user_agent_.identifiers();
  const std::string client_nonce =
      session.has_session() ? identifiers.client_nonce_for(session.nonce()) : identifiers.next_client_nonce();
  const auto& account = *question.settings.authentication;
  const std::string& password =
      config_.call_agent_password == nullptr ? account.password : *config_.call_agent_password;
  return session.authorization({account.username, password}, name_of(sip::Method::kRegister), question.request_uri,
                               client_nonce);
}

std::string RegistrarClient::authorization(const RegisterQuestion& question) {
  std::string text = answer_to(digest_, question);
  if (rare_ == nullptr || !rare_->digest_before || !has(Quirk::kSendsCredentialsForEveryRealm)) return text;
  return answer_to(*rare_->digest_before, question) + ", " + text;
}

RegistrarClient::Draft RegistrarClient::draft(const RegisterQuestion& question) {
  sip::Identifiers& identifiers = user_agent_.identifiers();
  Draft draft{.branch = identifiers.next_branch(), .contact = contact_for(question)};
  if (question.settings.authentication) {
    draft.authorization = authorization(question);
    if (has_proxy_digest()) draft.proxy_authorization = answer_to(*rare_->proxy_digest, question);
  }
  ++cseq_;
  assert(cseq_ < kCSeqLimit);
  const std::string to = to_text(question.to);
  const std::string call_id = this->call_id();
  host().record(device_events::RegistrationRequest{.to = to,
                                                   .call_id = call_id,
                                                   .cseq = cseq_,
                                                   .attempt = question.attempt,
                                                   .expires = std::chrono::seconds(question.expires_seconds)});
  return draft;
}

std::string RegistrarClient::write(const RegisterQuestion& question, const Draft& draft, Transport transport) {
  const sip::Identifiers& identifiers = user_agent_.identifiers();
  const bool is_stale =
      has_bound_contact() && *rare_->bound_contact != draft.contact && !has(Quirk::kNewPortAtEachBoot);
  const std::string call_id = this->call_id();
  const std::string from_tag = identifiers.from_tag();
  const std::string user_agent = model_text(config_.profile->user_agent, config_.mac_address);
  return write_register({.settings = question.settings,
                         .request_uri = question.request_uri,
                         .transport = transport,
                         .local = user_agent_.local(transport),
                         .contact = draft.contact,
                         .removes_all = question.expires_seconds == 0 && has(Quirk::kRemovesAllContacts),
                         .stale_contact = is_stale ? std::string_view(*rare_->bound_contact) : std::string_view(),
                         .branch = draft.branch,
                         .from_tag = from_tag,
                         .call_id = call_id,
                         .cseq = cseq_,
                         .expires_seconds = question.expires_seconds,
                         .user_agent = user_agent,
                         .authorization = draft.authorization,
                         .proxy_authorization = draft.proxy_authorization});
}

}  // namespace dialtone
