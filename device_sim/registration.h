// The device's side of its registration: asking for a binding, keeping it, and giving it back (RFC 3261 10.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "device_sim/device_config.h"
#include "device_sim/digest_session.h"
#include "device_sim/settings.h"
#include "device_sim/sip_user_agent.h"
#include "world/host.h"

namespace dialtone {

// What matters for the next round; why this one was in vain is in the record.
struct RegistrationFault {
  // As a registrar asked.
  std::optional<Duration> retry_after = std::nullopt;
};

//
// [[gnu::noinline]] keeps what plain functions have on their stack out of the frames of the coroutines that call them.
class Registration {
 public:
  // Made at power-on. All three must outlive it.
  Registration(Host& host, const DeviceConfig& config, SipUserAgent& user_agent)
      : host_(host), config_(config), user_agent_(user_agent), powered_on_(host.now()) {}

  // One round: asks the call agents in their order, beginning with the one that served last, until one grants a
  // binding; returns for how long. The next one is asked after a time-out, a failure of the transport or the name, a
  // 408 and a 5xx; any other refusal ends the round. `settings` must stay until it returns. Records
  // registration.request for each request, and registration.challenged, .accepted, .rejected (an answer) and .failed
  // (none).
  Task<Result<Duration, RegistrationFault>> renew(const DeviceSettings& settings, std::uint32_t attempt);

  // Takes the binding away where there may be one, as far as that is done by `deadline`. Records registration.removed.
  Task<void> remove(const DeviceSettings& settings, Moment deadline);

  // Whether a 200 was got whose time has not been declared over.
  bool held() const { return held_; }
  // Until when it was granted; only while held.
  Moment expires_at() const { return expires_at_; }
  // Says that the granted time is over: registration.expired.
  void expire(const DeviceSettings& settings);
  // Whether a registrar may have a binding of this boot's.
  bool may_be_bound() const { return may_be_bound_; }

 private:
  enum class Step : std::uint8_t { kAccepted, kTryNext, kGiveUp };
  // What one call agent is asked, and how that is told.
  struct Question {
    const DeviceSettings& settings;
    Endpoint to;
    std::uint32_t attempt;
    std::uint32_t expires_seconds;
    Moment limit;
    Moment begin;
  };
  // The final response, or why there is none; with a 401 that was not answered, why.
  struct Reply {
    std::optional<sip::Message> response;
    std::string reason;
  };

  // All addresses of one call agent.
  Task<Step> register_with(const DeviceSettings& settings, const provisioning::CallAgent& agent, std::uint32_t attempt,
                           Moment begin, RegistrationFault& fault);
  Task<Step> register_at(Question question, RegistrationFault& fault);
  // Asks, and answers challenges.
  Task<Reply> ask(const Question& question);
  // Why the challenge cannot be answered; nothing: it can.
  [[gnu::noinline]] std::optional<std::string> take_challenge(const Question& question, const sip::Message& response);
  [[gnu::noinline]] std::string write_request(const Question& question, std::string_view branch);

  [[gnu::noinline]] Step accept(const Question& question, const sip::Message& response);
  [[gnu::noinline]] void fail(std::string_view to, std::string_view reason, Moment begin);
  [[gnu::noinline]] void reject(const Question& question, const sip::Message& response, std::string_view reason);

  Host& host_;
  const DeviceConfig& config_;
  SipUserAgent& user_agent_;
  DigestSession digest_;
  Moment powered_on_;
  Moment expires_at_;
  std::optional<Endpoint> served_by_;  // who was asked last
  std::uint32_t cseq_ = 0;
  std::uint32_t least_expires_seconds_ = 0;  // what a 423 demanded
  std::uint32_t preferred_agent_ = 0;
  bool held_ = false;
  bool may_be_bound_ = false;
  bool was_accepted_ = false;
};

}  // namespace dialtone
