// The link to call agents over SIP: to registrars (RFC 3261 10.2).
#pragma once

#include <memory>

#include "device_sim/signalling/call_agent_link.h"
#include "device_sim/signalling/registration.h"
#include "device_sim/signalling/sip_user_agent.h"

namespace dialtone {

class SipLink : public CallAgentLink {
 public:
  // The arguments are those of link_to_call_agents().
  SipLink(Host& host, const DeviceConfig& config, DemandLimit& demand_limit, const BootFacts& boot)
      : user_agent_(host, config, demand_limit, boot.secret), registration_(config, user_agent_, boot.powered_on) {}

  Task<Result<Duration, RegistrationError>> renew(const DeviceSettings& settings, std::uint32_t attempt) override {
    return registration_.renew(settings, attempt);
  }
  Task<void> remove(const DeviceSettings& settings, Moment deadline) override {
    return registration_.remove(settings, deadline);
  }
  bool may_be_bound() const override { return registration_.may_be_bound(); }
  bool held() const override { return registration_.held(); }
  Moment expires_at() const override { return registration_.expires_at(); }
  void expire(const DeviceSettings& settings) override { registration_.expire(settings); }
  void begin_anew() override { registration_.begin_anew(); }
  void forget_challenges() override { registration_.forget_challenges(); }

  Task<void> serve_until(Moment moment) override { return user_agent_.serve_until(moment); }
  std::unique_ptr<Attendance> attend(Signal& news) override {
    return std::make_unique<SipAttendance>(user_agent_.host(), user_agent_, news);
  }
  Demand demand() const override { return user_agent_.demand(); }
  Demand take_demand() override { return user_agent_.take_demand(); }

  bool is_lost() const override { return user_agent_.has_lost_connection() || has_moved(); }
  bool has_moved() const override { return user_agent_.has_moved(); }
  // A connection is proven by its first pong (RFC 5626 4.5).
  bool is_proven() const override {
    return user_agent_.connection() == nullptr || user_agent_.connection()->is_proven();
  }
  void let_go() override {
    user_agent_.disconnect();
    if (has_moved()) user_agent_.close();
  }

 private:
  SipUserAgent user_agent_;
  Registration registration_;
};

}  // namespace dialtone
