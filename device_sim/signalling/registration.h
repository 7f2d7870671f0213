// The device's side of its registration: asking for a binding, keeping it, and giving it back (RFC 3261 10.2).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "device_sim/model/device_config.h"
#include "device_sim/model/settings.h"
#include "device_sim/signalling/call_agent_link.h"
#include "device_sim/signalling/registrar_answer.h"
#include "device_sim/signalling/registrar_client.h"
#include "device_sim/signalling/sip_user_agent.h"
#include "world/host.h"

namespace dialtone {

// [[gnu::noinline]] keeps what plain functions have on their stack out of the frames of the coroutines that call them.
class Registration {
 public:
  // `powered_on` is when this boot began. The others must outlive it.
  Registration(const DeviceConfig& config, SipUserAgent& user_agent, Moment powered_on)
      : client_(config, user_agent), powered_on_(powered_on) {}

  // One round: asks the call agents in their order, beginning with the one that served last, until one grants a
  // binding; returns for how long. The next one is asked after a time-out, a failure of the transport or the name, a
  // 408 and a 5xx; any other refusal ends the round. Where a further one serves, the first is asked again when that
  // has lasted for the profile's time. A 3xx is followed, and a 301 also by the next rounds. `settings` must stay until
  // it returns. Records registration.request for each request, and registration.challenged, .accepted,
  // .rejected (an answer) and .failed (none); contact.unmatched where a 200 lists several contacts and not this one.
  // Zero instead of the time where that makes the device register again as soon as it can (a quirk).
  Task<Result<Duration, RegistrationError>> renew(const DeviceSettings& settings, std::uint32_t attempt);

  // Takes the binding away where there may be one, as far as that is done by `deadline`. Records registration.removed.
  Task<void> remove(const DeviceSettings& settings, Moment deadline);
  // Forgets what it learned of the call agents: they are others, or know the device under another name.
  void begin_anew();
  // The password is another.
  void forget_challenges() { client_.forget_challenges(); }

  // Whether a 200 was got whose time has not been declared over.
  bool held() const { return held_; }
  // Until when it was granted; only while held.
  Moment expires_at() const { return expires_at_; }
  // Says that the granted time is over: registration.expired.
  void expire(const DeviceSettings& settings);
  // Whether a registrar may have a binding of this boot's.
  bool may_be_bound() const { return client_.may_be_bound(); }

 private:
  enum class Step : std::uint8_t { kAccepted, kTryNext, kGiveUp, kRedirected };
  struct Round {
    const DeviceSettings& settings;
    std::uint32_t attempt;
    Moment begin;
    RegistrationError error = {};
    // Where 3xx answers sent the request, the next to be tried first.
    std::vector<RegistrarTarget> redirections = {};
  };

  // All call agents, from the one that is preferred on.
  Task<Step> try_call_agents(Round& round);
  Task<Step> try_call_agent(Round& round, const provisioning::CallAgent& agent);
  // The targets of a 3xx, one after another, and those that they name.
  [[gnu::noinline]] Task<Step> follow_redirections(Round& round);
  // All addresses of one target.
  Task<Step> register_with(Round& round, const RegistrarTarget& target);
  [[gnu::noinline]] Task<Result<Addresses, IoError>> addresses_of(std::string name);
  Task<Step> register_at(Round& round, const RegistrarTarget& target, Endpoint to);
  // What the final answer makes of the round; nothing: it is to be asked once more.
  [[gnu::noinline]] std::optional<Step> judge(Round& round, const RegisterQuestion& question,
                                              const RegistrarTarget& target, const RegisterReply& reply);

  // What a refusal means for the device's next round.
  [[gnu::noinline]] void take_refusal(Round& round, const RegisterReply& reply);
  [[gnu::noinline]] std::optional<Step> accept(const RegisterQuestion& question, const RegisterReply& reply);
  [[gnu::noinline]] void tell_unmatched(const RegisterQuestion& question, const RegisterReply& reply, Duration time);
  [[gnu::noinline]] void fail(std::string_view to, std::string_view reason, Moment begin);
  [[gnu::noinline]] void reject(const RegisterQuestion& question, const RegisterReply& reply);
  bool has(Quirk quirk) const { return client_.config().profile->quirks.has(quirk); }

  RegistrarClient client_;
  Moment powered_on_;
  Moment expires_at_;
  // When the first call agent is asked again, where a further one serves.
  Moment first_again_at_ = kNever;
  // Who was redirected to, where it serves.
  std::unique_ptr<RegistrarTarget> redirected_to_;
  // What a device that asks for each name once has asked for in vain.
  std::unique_ptr<std::set<std::string>> names_not_found_;
  std::uint32_t least_expires_seconds_ = 0;  // what a 423 demanded
  std::uint32_t preferred_agent_ = 0;
  bool held_ = false;
  bool was_accepted_ = false;
  // Whether the last 200 listed several contacts and not this device's.
  bool is_unmatched_ = false;
};

}  // namespace dialtone
