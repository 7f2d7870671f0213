// A device's link to its call agents, whatever protocol they speak: the device registers over it, and hears over it
// what they demand.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "device_sim/model/device_config.h"
#include "device_sim/model/settings.h"
#include "device_sim/signalling/demand.h"
#include "values/result.h"
#include "world/host.h"

namespace dialtone {

// Why a round of registration was in vain, as far as the next round depends on it; the record has the rest.
struct RegistrationError {
  // As a call agent asked.
  std::optional<Duration> retry_after = std::nullopt;
  // A call agent knows the device and will not serve it: asking again soon is of no use.
  bool refused = false;
  // The device has the quirk to ask no more.
  bool gives_up = false;
};

// Requests are served for as long as it lives; see CallAgentLink::attend().
class Attendance {
 public:
  virtual ~Attendance() = default;
};

class CallAgentLink {
 public:
  virtual ~CallAgentLink() = default;

  // --- registration ---

  // One round: asks the call agents of `settings` in their order, beginning with the one that served last, until one
  // grants a binding; returns for how long. Zero instead of that where the device has the quirk to register again as
  // soon as it can. `settings` must stay until it returns. Records what it asks and what the answers are.
  virtual Task<Result<Duration, RegistrationError>> renew(const DeviceSettings& settings, std::uint32_t attempt) = 0;
  // Takes the binding away where there may be one, as far as that is done by `deadline`. Records registration.removed.
  virtual Task<void> remove(const DeviceSettings& settings, Moment deadline) = 0;
  // Whether a call agent may have a binding of this boot's.
  virtual bool may_be_bound() const = 0;
  // Whether a binding was granted whose time has not been declared over.
  virtual bool held() const = 0;
  // Until when it was granted; only while held.
  virtual Moment expires_at() const = 0;
  // Declares the granted time over. Records registration.expired.
  virtual void expire(const DeviceSettings& settings) = 0;
  // Forgets what it learned of the call agents: they are others, or know the device under another name.
  virtual void begin_anew() = 0;
  // The password is another.
  virtual void forget_challenges() = 0;

  // --- what arrives unasked ---

  // Answers what comes until `moment`, and keeps the way to the call agent open. Returns sooner where something is
  // demanded or the way is lost.
  virtual Task<void> serve_until(Moment moment) = 0;
  // Does the same while its caller is busy elsewhere, for as long as what it returns lives. Notifies `news` where
  // serve_until() would return. Neither renew() nor serve_until() may be called meanwhile.
  virtual std::unique_ptr<Attendance> attend(Signal& news) = 0;
  // What the call agent wants, once it is time to obey; it stays until it was taken.
  virtual Demand demand() const = 0;
  virtual Demand take_demand() = 0;

  // --- the way to the call agent ---

  // Whether it was lost, and the device is one that notices.
  virtual bool is_lost() const = 0;
  // Whether it is known to work both ways; a way that cannot be lost always is.
  virtual bool is_proven() const = 0;
  // Gives it up; the next round finds another.
  virtual void let_go() = 0;
};

// The link to the call agents of `settings`: `present` where that will do, else a new one. All references must outlive
// it. `powered_on` is when this boot began.
//
// SIP is the only protocol that devices speak: whatever the call agents are, the link is SIP's, which asks those of
// another protocol nothing and records registration.failed for each.
std::unique_ptr<CallAgentLink> link_to_call_agents(std::unique_ptr<CallAgentLink> present,
                                                   const DeviceSettings& settings, Host& host,
                                                   const DeviceConfig& config, DemandLimit& demand_limit,
                                                   Moment powered_on);

}  // namespace dialtone
