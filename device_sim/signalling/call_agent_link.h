// The link between a device and its call agents, whatever their protocol: the device registers over the link, and
// receives the call agents' demands over it.
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

// The result of a failed round of registration, as far as the next round depends on it. The events have the rest.
struct RegistrationError {
  // The wait that a call agent asked for.
  std::optional<Duration> retry_after = std::nullopt;
  // True if a call agent knows the device and refuses it, so that asking again soon is useless.
  bool refused = false;
  // True if a quirk makes the device stop asking.
  bool gives_up = false;
};

// Serves requests until this object is destroyed; see CallAgentLink::attend().
class Attendance {
 public:
  virtual ~Attendance() = default;
};

class CallAgentLink {
 public:
  virtual ~CallAgentLink() = default;

  // --- registration ---

  // Makes one round: asks the call agents of `settings` in order, starting with the one that served last, until one
  // grants a binding. Returns how long the binding lasts, or zero if a quirk makes the device register again at once.
  // `settings` must stay valid until the task ends. Records the requests and their answers.
  virtual Task<Result<Duration, RegistrationError>> renew(const DeviceSettings& settings, std::uint32_t attempt) = 0;
  // Removes the binding, if a call agent may have one; gives up at `deadline`. Records registration.removed.
  virtual Task<void> remove(const DeviceSettings& settings, Moment deadline) = 0;
  // Returns true if a call agent may have a binding from this boot.
  virtual bool may_be_bound() const = 0;
  // Returns true if a binding was granted and expire() was not called since.
  virtual bool held() const = 0;
  // The moment when the binding ends. Call only while held().
  virtual Moment expires_at() const = 0;
  // Call at that moment: ends the binding. Records registration.expired.
  virtual void expire(const DeviceSettings& settings) = 0;
  // Forgets the previous call agents and the binding there, because the settings name other call agents, or the device
  // has another name or address.
  virtual void begin_anew() = 0;
  // Forgets the challenges, because the settings have another password.
  virtual void forget_challenges() = 0;

  // --- what arrives without a request of the device ---

  // Answers requests, and keeps the path to the call agent open, until `moment`, or until a call agent demands
  // something or the path is lost.
  virtual Task<void> serve_until(Moment moment) = 0;
  // Does the same while the caller is busy, until the returned object is destroyed. Notifies `news` when serve_until()
  // would return early. Until then, do not call renew(), remove() or serve_until().
  virtual std::unique_ptr<Attendance> attend(Signal& news) = 0;
  // Returns the call agent's demand once it is time to obey it, otherwise kNone; the demand stays until take_demand().
  virtual Demand demand() const = 0;
  virtual Demand take_demand() = 0;

  // --- the path to the call agent: the UDP socket, or the TCP connection ---

  // Returns true if the path was lost and the device notices such a loss.
  virtual bool is_lost() const = 0;
  // Returns true if the path begins at an address that the host no longer has.
  virtual bool has_moved() const = 0;
  // Returns true if the path is known to work in both directions, or cannot be lost.
  virtual bool is_proven() const = 0;
  // Gives up the path. The next round sets up another.
  virtual void let_go() = 0;
};

// The facts about one boot that a link needs.
struct BootFacts {
  Moment powered_on;
  // Drawn at each boot, even if the boot never makes a link. The identifiers in the boot's messages are derived from
  // it.
  std::uint64_t secret = 0;
};

// Returns the link for the call agents of `settings`: `present` if it suits them, otherwise a new link. All references
// except `settings` must outlive the link.
//
// Devices speak SIP only, so the link is always a SipLink. It skips call agents of another protocol, and records
// registration.failed for each.
std::unique_ptr<CallAgentLink> link_to_call_agents(std::unique_ptr<CallAgentLink> present,
                                                   const DeviceSettings& settings, Host& host,
                                                   const DeviceConfig& config, DemandLimit& demand_limit,
                                                   const BootFacts& boot);

}  // namespace dialtone
