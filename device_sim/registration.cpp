#include "device_sim/registration.h"

#include <algorithm>
#include <utility>

#include "device_sim/name_lookup.h"
#include "device_sim/register_request.h"
#include "device_sim/sip_client_transaction.h"
#include "wire/sip/contact.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

// A registrar that sends a new nonce with each refusal would be answered for ever.
constexpr int kMostChallengesAnswered = 2;

// For how long the 200 grants `contact`: what stands beside it, else Expires, else what was asked for.
Duration granted(const sip::Message& response, std::string_view contact, std::uint32_t asked_seconds) {
  const auto fallback = sip::number_of(response, sip::HeaderName::kExpires);
  std::uint32_t seconds = fallback ? *fallback : asked_seconds;
  const Result<sip::ContactList> list = sip::contacts_of(response);
  const Result<sip::Uri> own = sip::parse_uri(contact);
  if (list && own) {
    for (const sip::Contact& each : list->contacts) {
      if (sip::equivalent(each.address.uri, *own)) seconds = each.expires.value_or(seconds);
    }
  }
  return std::chrono::seconds(seconds);
}

// Why a call agent cannot be asked; empty: it can.
std::string_view obstacle(const provisioning::CallAgent& agent) {
  if (agent.protocol != provisioning::CallAgentProtocol::kSip) return "the protocol mgcp is not supported";
  if (agent.transport != provisioning::CallAgentTransport::kUdp) return "the transport tcp is not supported";
  return {};
}

bool next_agent_may_do_better(int status) { return status == 408 || (status >= 500 && status < 600); }

}  // namespace

// --- a round ---

Task<Result<Duration, RegistrationFault>> Registration::renew(const DeviceSettings& settings, std::uint32_t attempt) {
  const Moment begin = host_.now();
  if (const Result<void, IoError> opened = user_agent_.open(config_.profile->sip_port); !opened) {
    fail("", to_text(opened.error()), begin);
    co_return RegistrationFault{};
  }
  RegistrationFault fault;
  const auto count = static_cast<std::uint32_t>(settings.call_agents.size());
  const std::uint32_t first = preferred_agent_;
  for (std::uint32_t i = 0; i < count; ++i) {
    preferred_agent_ = (first + i) % count;
    const Step step = co_await register_with(settings, settings.call_agents[preferred_agent_], attempt, begin, fault);
    if (step == Step::kAccepted) co_return expires_at_ - host_.now();
    if (step == Step::kGiveUp) break;
  }
  preferred_agent_ = 0;
  co_return fault;
}

Task<Registration::Step> Registration::register_with(const DeviceSettings& settings,
                                                     const provisioning::CallAgent& agent, std::uint32_t attempt,
                                                     Moment begin, RegistrationFault& fault) {
  if (const std::string_view reason = obstacle(agent); !reason.empty()) {
    fail(agent.address, reason, begin);
    co_return Step::kTryNext;
  }
  const Result<Addresses, IoError> addresses =
      co_await look_up(host_, agent.address, host_.now() + config_.profile->name_deadline);
  if (!addresses) {
    fail(agent.address, to_text(addresses.error()), begin);
    co_return Step::kTryNext;
  }
  const std::uint32_t asked = settings.expires_seconds.value_or(config_.profile->expires_seconds);
  bool any = false;
  for (const IpAddress& address : *addresses) {
    if (address.is_v4() != user_agent_.local().address.is_v4()) continue;
    any = true;
    const Endpoint to{address, agent.port.value_or(sip::kDefaultPort)};
    const Step step = co_await register_at({settings, to, attempt, asked, kNever, begin}, fault);
    if (step != Step::kTryNext) co_return step;
  }
  if (!any) fail(agent.address, "no address of the device's own family", begin);
  co_return Step::kTryNext;
}

Task<Registration::Step> Registration::register_at(Question question, RegistrationFault& fault) {
  for (bool raised = false;; raised = true) {
    question.expires_seconds = std::max(question.expires_seconds, least_expires_seconds_);
    const Reply reply = co_await ask(question);
    if (!reply.response) {
      fail(to_text(question.to), reply.reason, question.begin);
      co_return Step::kTryNext;
    }
    const sip::Message& response = *reply.response;
    const int status = response.status();
    if (status < 300) co_return accept(question, response);
    reject(question, response, reply.reason);
    if (status == 423 && !raised) {
      const Result<std::uint32_t> least = sip::number_of(response, sip::HeaderName::kMinExpires);
      if (least && *least > question.expires_seconds) {
        least_expires_seconds_ = *least;
        continue;
      }
    }
    if (const Result<std::uint32_t> seconds = sip::retry_after_of(response)) {
      const Duration asked = std::min<Duration>(std::chrono::seconds(*seconds), config_.profile->longest_retry_after);
      fault.retry_after = std::max(fault.retry_after.value_or(asked), asked);
    }
    co_return next_agent_may_do_better(status) ? Step::kTryNext : Step::kGiveUp;
  }
}

// --- one request and its answer ---

Task<Registration::Reply> Registration::ask(const Question& question) {
  const SipTimers timers{config_.profile->t1, config_.profile->t2};
  served_by_ = question.to;
  for (int challenges = 0;; ++challenges) {
    SipRequest request{
        .method = sip::Method::kRegister, .branch = user_agent_.identifiers().next_branch(), .bytes = {}};
    request.bytes = write_request(question, request.branch);
    request.cseq = cseq_;
    const bool was_bound = may_be_bound_;
    may_be_bound_ = true;
    Result<sip::Message, IoError> response =
        co_await run_client_transaction(host_, user_agent_, question.to, std::move(request), timers, question.limit);
    if (!response && response.error() == IoError::kDeadline) co_return Reply{std::nullopt, "no answer"};
    if (!response) co_return Reply{std::nullopt, std::string(to_text(response.error()))};
    if (response->status() >= 300) may_be_bound_ = was_bound;
    if (response->status() != 401) co_return Reply{*std::move(response), {}};
    std::optional<std::string> reason = take_challenge(question, *response);
    if (!reason && challenges == kMostChallengesAnswered) reason = "the credentials were not accepted";
    if (reason) co_return Reply{*std::move(response), *std::move(reason)};
  }
}

std::optional<std::string> Registration::take_challenge(const Question& question, const sip::Message& response) {
  const Result<void> taken = digest_.take_challenge(response);
  const std::string to = to_text(question.to);
  host_.record("registration.challenged",
               {{"to", std::string_view(to)}, {"cseq", cseq_}, {"stale", taken && digest_.stale()}});
  if (!question.settings.authentication) return "the settings have no authentication";
  if (!taken) return taken.error().reason;
  return std::nullopt;
}

std::string Registration::write_request(const Question& question, std::string_view branch) {
  SipIdentifiers& identifiers = user_agent_.identifiers();
  const std::string call_id = identifiers.call_id();
  const std::string from_tag = identifiers.from_tag();
  std::string authorization;
  if (const auto& account = question.settings.authentication) {
    authorization = digest_.authorization({account->username, account->password}, registrar_uri(question.settings),
                                          identifiers.next_client_nonce());
  }
  ++cseq_;
  const std::string to = to_text(question.to);
  host_.record("registration.request", {{"to", std::string_view(to)},
                                        {"call_id", std::string_view(call_id)},
                                        {"cseq", cseq_},
                                        {"attempt", question.attempt},
                                        {"expires", Duration(std::chrono::seconds(question.expires_seconds))}});
  return write_register({.settings = question.settings,
                         .local = user_agent_.local(),
                         .branch = branch,
                         .from_tag = from_tag,
                         .call_id = call_id,
                         .cseq = cseq_,
                         .expires_seconds = question.expires_seconds,
                         .user_agent = config_.profile->user_agent,
                         .authorization = authorization});
}

// --- what came of it ---

Registration::Step Registration::accept(const Question& question, const sip::Message& response) {
  const std::string contact = contact_uri(question.settings, user_agent_.local());
  const Duration time = granted(response, contact, question.expires_seconds);
  const std::string to = to_text(question.to);
  if (time == Duration::zero()) {
    fail(to, "the registrar granted no time", question.begin);
    return Step::kGiveUp;
  }
  held_ = true;
  expires_at_ = host_.now() + time;
  const std::string record = address_of_record(question.settings);
  const Field fields[] = {{"aor", std::string_view(record)},
                          {"contact", std::string_view(contact)},
                          {"to", std::string_view(to)},
                          {"expires", time},
                          {"duration", host_.now() - question.begin},
                          {"since_power_on", host_.now() - powered_on_}};
  // The way from power-on is told once; a refresh is none.
  host_.record("registration.accepted", std::span(fields, std::size(fields) - (was_accepted_ ? 1 : 0)));
  was_accepted_ = true;
  return Step::kAccepted;
}

void Registration::fail(std::string_view to, std::string_view reason, Moment begin) {
  host_.record("registration.failed", {{"to", to}, {"reason", reason}, {"duration", host_.now() - begin}});
}

void Registration::reject(const Question& question, const sip::Message& response, std::string_view reason) {
  const std::string to = to_text(question.to);
  host_.record("registration.rejected", {{"to", std::string_view(to)},
                                         {"status", response.status()},
                                         {"reason", reason.empty() ? response.reason() : reason},
                                         {"duration", host_.now() - question.begin}});
}

void Registration::expire(const DeviceSettings& settings) {
  held_ = false;
  may_be_bound_ = false;
  const std::string record = address_of_record(settings);
  host_.record("registration.expired", {{"aor", std::string_view(record)}});
}

// --- taking leave ---

Task<void> Registration::remove(const DeviceSettings& settings, Moment deadline) {
  if (!may_be_bound_ || !served_by_) co_return;
  const Question question{settings, *served_by_, 1, 0, deadline, host_.now()};
  const Reply reply = co_await ask(question);
  held_ = false;
  if (!reply.response) {
    fail(to_text(question.to), reply.reason, question.begin);
  } else if (reply.response->status() >= 300) {
    reject(question, *reply.response, reply.reason);
  } else {
    may_be_bound_ = false;
    const std::string record = address_of_record(settings);
    const std::string contact = contact_uri(settings, user_agent_.local());
    host_.record("registration.removed", {{"aor", std::string_view(record)},
                                          {"contact", std::string_view(contact)},
                                          {"duration", host_.now() - question.begin}});
  }
}

}  // namespace dialtone
