// A device's registration: asks for a binding, renews it, and removes it (RFC 3261 10.2).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "device_sim/model/device_config.h"
#include "device_sim/model/settings.h"
#include "device_sim/signalling/call_agent_link.h"
#include "device_sim/signalling/registrar_answer.h"
#include "device_sim/signalling/registrar_client.h"
#include "device_sim/signalling/sip_user_agent.h"
#include "values/out_of_line.h"
#include "world/host.h"

namespace dialtone {

class Registration {
 public:
  // `powered_on` is the beginning of this boot. The references must outlive the registration.
  Registration(const DeviceConfig& config, SipUserAgent& user_agent, Moment powered_on)
      : client_(config, user_agent), powered_on_(powered_on) {}

  // Makes one round: asks the call agents in order, starting with the one that served last, until one grants a binding.
  // Returns how long the binding lasts. After a time-out, an error of the transport or of the name, a 408 or a 5xx the
  // round continues with the next call agent; any other refusal ends it. While a call agent other than the first
  // serves, the first is asked again after the profile's time. A 3xx is followed; a 301 is followed by later rounds
  // too. `settings` must stay valid until the task ends. Records registration.request for each request;
  // registration.challenged, registration.accepted or registration.rejected for an answer, registration.failed for
  // none; and contact.unmatched if a 200 lists several contacts but not this device's. Returns zero if
  // contact.unmatched makes the device register again at once (a quirk).
  Task<Result<Duration, RegistrationError>> renew(const DeviceSettings& settings, std::uint32_t attempt);

  // Removes the binding, if a registrar may have one; gives up at `deadline`. Records registration.removed.
  Task<void> remove(const DeviceSettings& settings, Moment deadline);
  // Forgets the previous call agents and the binding there, because the settings name other call agents, or the device
  // has another name or address.
  void begin_anew();
  // Forgets the challenges, because the settings have another password.
  void forget_challenges() { client_.forget_challenges(); }

  // Returns true if a 200 came and expire() was not called since.
  bool held() const { return held_; }
  // The moment when the binding ends. Call only while held().
  Moment expires_at() const { return expires_at_; }
  // Call at that moment: ends the binding. Records registration.expired.
  void expire(const DeviceSettings& settings);
  // Returns true if a registrar may have a binding from this boot.
  bool may_be_bound() const { return client_.may_be_bound(); }

 private:
  enum class Step : std::uint8_t { kAccepted, kTryNext, kGiveUp, kRedirected };
  struct Round {
    const DeviceSettings& settings;
    std::uint32_t attempt;
    Moment begin;
    RegistrationError error = {};
    // The targets of 3xx answers that were not tried yet, the next one first.
    std::vector<RegistrarTarget> redirections = {};
  };

  // Tries all call agents, starting with the preferred one.
  Task<Step> try_call_agents(Round& round);
  Task<Step> try_call_agent(Round& round, const provisioning::CallAgent& agent);
  // Tries the targets of a 3xx one after another, and those to which these redirect.
  DIALTONE_OUT_OF_LINE Task<Step> follow_redirections(Round& round);
  // Tries all addresses of one target.
  Task<Step> register_with(Round& round, const RegistrarTarget& target);
  DIALTONE_OUT_OF_LINE Task<Result<Addresses, IoError>> addresses_of(std::string name);
  // Returns the expiry to ask for, in seconds.
  std::uint32_t wished_seconds(const DeviceSettings& settings) const;
  Task<Step> register_at(Round& round, const RegistrarTarget& target, Endpoint to);
  // Returns the step after the final answer; nullopt: ask the same address once more.
  DIALTONE_OUT_OF_LINE std::optional<Step> judge(Round& round, const RegisterQuestion& question,
                                                 const RegistrarTarget& target, const RegisterReply& reply);

  // Notes what a refusal means for the next round.
  DIALTONE_OUT_OF_LINE void take_refusal(Round& round, const RegisterReply& reply);
  DIALTONE_OUT_OF_LINE std::optional<Step> accept(const RegisterQuestion& question, const RegisterReply& reply);
  DIALTONE_OUT_OF_LINE void tell_unmatched(const RegisterQuestion& question, const RegisterReply& reply, Duration time);
  DIALTONE_OUT_OF_LINE void fail(std::string_view to, std::string_view reason, Moment begin);
  DIALTONE_OUT_OF_LINE void reject(const RegisterQuestion& question, const RegisterReply& reply);
  bool has(Quirk quirk) const { return client_.config().profile->quirks.has(quirk); }

  RegistrarClient client_;
  Moment powered_on_;
  Moment expires_at_;
  // When to ask the first call agent again, while another serves.
  Moment first_again_at_ = kNever;
  // The target of a redirection while it serves.
  std::unique_ptr<RegistrarTarget> redirected_to_;
  // The results of name look-ups, for a device that looks each name up only once (a quirk); kNoSuchName if it was not
  // found.
  std::unique_ptr<std::map<std::string, Result<Addresses, IoError>>> known_names_;
  std::uint32_t least_expires_seconds_ = 0;  // the minimum interval that the last 423 demanded
  // The time that the last 200 granted, for a device that asks for the same time again (a quirk); 0: none yet.
  std::uint32_t granted_seconds_ = 0;
  std::uint32_t preferred_agent_ = 0;
  bool held_ = false;
  bool was_accepted_ = false;
  // True if the last 200 listed several contacts but not this device's.
  bool is_unmatched_ = false;
};

}  // namespace dialtone
