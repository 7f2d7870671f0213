#include "device_sim/signalling/registration.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "device_sim/model/device_events.h"
#include "device_sim/provisioning/name_lookup.h"
#include "device_sim/signalling/register_request.h"
#include "values/host_text.h"
#include "wire/sip/typed_headers.h"

namespace dialtone {
namespace {

constexpr int kMostRedirections = 5;
// How many times a round repeats its request to one registrar, with a longer interval or another contact.
constexpr int kMostCorrections = 2;

// Returns the reason why a call agent cannot be asked; empty if it can.
std::string_view obstacle(const provisioning::CallAgent& agent) {
  if (agent.protocol != provisioning::CallAgentProtocol::kSip) return "the protocol mgcp is not supported";
  return {};
}

}  // namespace

// --- a round ---

Task<Result<Duration, RegistrationError>> Registration::renew(const DeviceSettings& settings, std::uint32_t attempt) {
  assert(attempt > 0 && !settings.call_agents.empty());
  Round round{settings, attempt, client_.host().now()};
  const Step step = co_await try_call_agents(round);
  assert(step != Step::kRedirected && "a round follows all redirections");
  assert(step != Step::kAccepted || held_);
  if (step == Step::kAccepted && is_unmatched_ && has(Quirk::kRegistersAgainWhenUnmatched)) co_return Duration::zero();
  if (step == Step::kAccepted) co_return expires_at_ - client_.host().now();
  redirected_to_.reset();
  preferred_agent_ = 0;
  first_again_at_ = kNever;
  co_return round.error;
}

Task<Registration::Step> Registration::try_call_agents(Round& round) {
  if (redirected_to_ != nullptr && redirected_to_->is_permanent) {
    round.redirections.push_back(*redirected_to_);
    const Step step = co_await follow_redirections(round);
    if (step != Step::kTryNext) co_return step;
  }
  if (client_.host().now() >= first_again_at_) preferred_agent_ = 0;
  const std::vector<provisioning::CallAgent>& agents = round.settings.call_agents;
  const auto count = has(Quirk::kNeverFailsOver) ? 1 : static_cast<std::uint32_t>(agents.size());
  assert(preferred_agent_ < agents.size() && "other call agents begin with the first");
  const std::uint32_t first = preferred_agent_;
  for (std::uint32_t i = 0; i < count; ++i) {
    preferred_agent_ = (first + i) % count;
    const Step step = co_await try_call_agent(round, agents[preferred_agent_]);
    if (step == Step::kTryNext) continue;
    if (step == Step::kAccepted && i > 0) {
      first_again_at_ =
          preferred_agent_ == 0 ? kNever : client_.host().now() + client_.config().profile->first_call_agent_after;
    }
    co_return step;
  }
  co_return Step::kTryNext;
}

Task<Registration::Step> Registration::try_call_agent(Round& round, const provisioning::CallAgent& agent) {
  if (const std::string_view reason = obstacle(agent); !reason.empty()) {
    fail(agent.address, reason, round.begin);
    co_return Step::kTryNext;
  }
  const RegistrarTarget target{.host = agent.address,
                               .port = agent.port,
                               .transport = agent.transport,
                               .request_uri = registrar_uri(round.settings)};
  const Step step = co_await register_with(round, target);
  if (step == Step::kAccepted) redirected_to_.reset();
  if (step == Step::kRedirected) co_return co_await follow_redirections(round);
  co_return step;
}

Task<Registration::Step> Registration::follow_redirections(Round& round) {
  assert(!round.redirections.empty());
  std::vector<RegistrarTarget> visited;
  Step last = Step::kTryNext;
  while (!round.redirections.empty()) {
    const RegistrarTarget target = std::move(round.redirections.front());
    round.redirections.erase(round.redirections.begin());
    if (std::find(visited.begin(), visited.end(), target) != visited.end()) {
      fail(target.host, "redirected in a circle", round.begin);
      continue;
    }
    if (visited.size() == kMostRedirections) {
      fail(target.host, "too many redirections", round.begin);
      break;
    }
    visited.push_back(target);
    const Step step = co_await register_with(round, target);
    if (step == Step::kAccepted) redirected_to_ = std::make_unique<RegistrarTarget>(target);
    if (step == Step::kAccepted) co_return step;
    // A refusal by one target does not speak for the others (RFC 3261 8.1.3.4).
    if (step != Step::kRedirected) last = step;
  }
  round.redirections.clear();
  assert(last != Step::kAccepted && last != Step::kRedirected);
  co_return last;
}

Task<Registration::Step> Registration::register_with(Round& round, const RegistrarTarget& target) {
  if (target.transport == Transport::kUdp) {
    client_.user_agent().disconnect();
    if (const Result<void, IoError> opened = client_.user_agent().open(); !opened) {
      fail(target.host, to_text(opened.error()), round.begin);
      co_return Step::kGiveUp;
    }
  }
  const Result<Addresses, IoError> addresses = co_await addresses_of(target.host);
  if (!addresses) {
    fail(target.host, to_text(addresses.error()), round.begin);
    co_return Step::kTryNext;
  }
  bool any = false;
  for (const IpAddress& address : *addresses) {
    if (address.is_v4() != client_.host().address().is_v4()) continue;
    any = true;
    const Step step = co_await register_at(round, target, {address, target.port.value_or(sip::kDefaultPort)});
    if (step != Step::kTryNext) co_return step;
  }
  if (!any) fail(target.host, "no address of the device's own family", round.begin);
  co_return Step::kTryNext;
}

Task<Result<Addresses, IoError>> Registration::addresses_of(std::string name) {
  if (const std::optional<IpAddress> literal = address_of_host(name)) co_return Addresses{*literal};
  if (known_names_ != nullptr) {
    const auto known = known_names_->find(name);
    const bool is_known = known != known_names_->end();
    if (is_known && has(known->second ? Quirk::kKeepsAddresses : Quirk::kAsksNamesOnce)) co_return known->second;
  }
  Signal unheeded;
  const SipAttendance attendance(client_.host(), client_.user_agent(), unheeded);
  Result<Addresses, IoError> found =
      co_await look_up(client_.host(), name, client_.host().now() + client_.config().profile->name_deadline);
  if (has(found ? Quirk::kKeepsAddresses : Quirk::kAsksNamesOnce)) {
    if (known_names_ == nullptr) known_names_ = std::make_unique<std::map<std::string, Result<Addresses, IoError>>>();
    known_names_->insert_or_assign(std::move(name), found ? found : Result<Addresses, IoError>(IoError::kNoSuchName));
  }
  co_return found;
}

std::uint32_t Registration::wished_seconds(const DeviceSettings& settings) const {
  if (granted_seconds_ > 0 && has(Quirk::kAsksForWhatWasGranted)) return granted_seconds_;
  return settings.expires_seconds.value_or(client_.config().profile->expires_seconds);
}

Task<Registration::Step> Registration::register_at(Round& round, const RegistrarTarget& target, Endpoint to) {
  const std::uint32_t wish = wished_seconds(round.settings);
  for (int corrections = 0;; ++corrections) {
    const RegisterQuestion question{.settings = round.settings,
                                    .to = to,
                                    .transport = target.transport,
                                    .request_uri = target.request_uri,
                                    .attempt = round.attempt,
                                    .expires_seconds = std::max(wish, least_expires_seconds_),
                                    .begin = round.begin};
    const RegisterReply reply = co_await client_.ask(question);
    const std::optional<Step> step = judge(round, question, target, reply);
    if (step) co_return *step;
    // The contact is outdated again, but the binding holds, and the refresh will correct the contact.
    if (corrections == kMostCorrections) co_return reply.response->status() < 300 ? Step::kAccepted : Step::kGiveUp;
  }
}

// --- results ---

std::optional<Registration::Step> Registration::judge(Round& round, const RegisterQuestion& question,
                                                      const RegistrarTarget& target, const RegisterReply& reply) {
  if (!reply.response) {
    fail(to_text(question.to), reply.reason, question.begin);
    return Step::kTryNext;
  }
  const sip::Message& response = *reply.response;
  const int status = response.status();
  if (status < 300) return accept(question, reply);
  reject(question, reply);
  if (status < 400) {
    std::vector<RegistrarTarget> targets = redirections_of(response, target.request_uri, target.transport);
    if (targets.empty()) return Step::kGiveUp;
    round.redirections.insert(round.redirections.begin(), targets.begin(), targets.end());
    return Step::kRedirected;
  }
  if (status == 423) {
    const Result<std::uint32_t> least = sip::min_expires_of(response);
    if (least && *least > question.expires_seconds) {
      if (!has(Quirk::kRepeatsExpires)) least_expires_seconds_ = *least;
      return std::nullopt;
    }
  }
  take_refusal(round, reply);
  return next_call_agent_may_do_better(status) ? Step::kTryNext : Step::kGiveUp;
}

void Registration::take_refusal(Round& round, const RegisterReply& reply) {
  const int status = reply.response->status();
  round.error.refused = is_definite_refusal(status);
  round.error.gives_up = round.error.gives_up || reply.gives_up || has(Quirk::kGivesUpOnARefusal);
  const auto asked = retry_after_of(*reply.response, client_.config().profile->longest_retry_after);
  if (!asked || has(Quirk::kIgnoresRetryAfter)) return;
  round.error.retry_after = std::max(round.error.retry_after.value_or(*asked), *asked);
  if (status == 503 && has(Quirk::kGivesUpAfterRetryAfter)) round.error.gives_up = true;
}

std::optional<Registration::Step> Registration::accept(const RegisterQuestion& question, const RegisterReply& reply) {
  const auto [granted, is_unmatched] = grant_of(*reply.response, reply.contact, question.expires_seconds);
  const std::string to = to_text(question.to);
  if (granted == Duration::zero()) {
    fail(to, "the registrar granted no time", question.begin);
    return Step::kGiveUp;
  }
  held_ = true;
  granted_seconds_ = static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::seconds>(granted).count());
  const Duration asked = std::chrono::seconds(question.expires_seconds);
  expires_at_ = client_.host().now() + (has(Quirk::kIgnoresGrantedExpires) ? asked : granted);
  const std::string record = address_of_record(question.settings);
  // Only the first success of a boot has since_power_on.
  std::optional<Duration> since_power_on;
  if (!std::exchange(was_accepted_, true)) since_power_on = client_.host().now() - powered_on_;
  client_.host().record(device_events::RegistrationAccepted{.aor = record,
                                                            .contact = reply.contact,
                                                            .to = to,
                                                            .expires = granted,
                                                            .duration = client_.host().now() - question.begin,
                                                            .since_power_on = since_power_on});
  is_unmatched_ = is_unmatched;
  if (is_unmatched) tell_unmatched(question, reply, granted);
  if (client_.contact_is_outdated(question, reply.contact)) return std::nullopt;
  return Step::kAccepted;
}

void Registration::tell_unmatched(const RegisterQuestion& question, const RegisterReply& reply, Duration time) {
  const std::string to = to_text(question.to);
  const std::string record = address_of_record(question.settings);
  client_.host().record(
      device_events::ContactUnmatched{.aor = record, .contact = reply.contact, .to = to, .expires = time});
}

void Registration::fail(std::string_view to, std::string_view reason, Moment begin) {
  client_.host().record(
      device_events::RegistrationFailed{.to = to, .reason = reason, .duration = client_.host().now() - begin});
}

void Registration::reject(const RegisterQuestion& question, const RegisterReply& reply) {
  const sip::Message& response = *reply.response;
  const std::string to = to_text(question.to);
  const std::string_view reason = reply.reason.empty() ? response.reason() : std::string_view(reply.reason);
  const Result<std::uint32_t> least = sip::min_expires_of(response);
  const Result<std::uint32_t> asked = sip::retry_after_of(response);
  const auto seconds_of = [](const Result<std::uint32_t>& seconds) {
    return seconds ? std::optional<Duration>(std::chrono::seconds(*seconds)) : std::nullopt;
  };
  client_.host().record(
      device_events::RegistrationRejected{.to = to,
                                          .status = response.status(),
                                          .reason = reason,
                                          .duration = client_.host().now() - question.begin,
                                          .min_expires = response.status() == 423 ? seconds_of(least) : std::nullopt,
                                          .retry_after = seconds_of(asked)});
}

void Registration::expire(const DeviceSettings& settings) {
  assert(held_ && client_.host().now() >= expires_at_);
  held_ = false;
  client_.set_unbound();
  const std::string record = address_of_record(settings);
  client_.host().record(device_events::RegistrationExpired{.aor = record});
}

// --- deregistering ---

Task<void> Registration::remove(const DeviceSettings& settings, Moment deadline) {
  if (!may_be_bound() || !client_.user_agent().call_agent()) co_return;
  if (has(Quirk::kNewPortAtEachBoot)) {
    held_ = false;
    co_return;
  }
  std::string uri;
  const RegisterQuestion question = client_.removal(settings, uri, deadline);
  const RegisterReply reply = co_await client_.ask(question);
  held_ = false;
  if (!reply.response) {
    fail(to_text(question.to), reply.reason, question.begin);
  } else if (reply.response->status() >= 300) {
    reject(question, reply);
  } else {
    const std::string record = address_of_record(settings);
    client_.host().record(device_events::RegistrationRemoved{
        .aor = record, .contact = reply.contact, .duration = client_.host().now() - question.begin});
  }
}

void Registration::begin_anew() {
  held_ = false;
  client_.forget_challenges();
  client_.set_unbound();
  redirected_to_.reset();
  preferred_agent_ = 0;
  first_again_at_ = kNever;
  least_expires_seconds_ = 0;
  granted_seconds_ = 0;
}

}  // namespace dialtone
