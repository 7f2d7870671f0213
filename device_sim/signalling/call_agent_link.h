// The link between a device and its call agents, whatever their protocol is: the device registers over the link, and
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

// The part of a failed round of registration on which the next round depends. The recorded events have the rest.
struct RegistrationError {
  // The wait that a call agent asked for.
  std::optional<Duration> retry_after = std::nullopt;
  // Whether a call agent knows the device and refuses it, so that asking again soon is useless.
  bool refused = false;
  // Whether a quirk makes the device stop asking.
  bool gives_up = false;
};

// Serves requests until it is destroyed; see CallAgentLink::attend().
class Attendance {
 public:
  virtual ~Attendance() = default;
};

class CallAgentLink {
 public:
  virtual ~CallAgentLink() = default;

  // --- registration ---

  // One round: asks the call agents of `settings` in their order, starting with the one that served last, until one
  // grants a binding. Returns how long the binding lasts; or zero if a quirk makes the device register again at once.
  // `settings` must stay valid until the task ends. Records the requests and their answers.
  virtual Task<Result<Duration, RegistrationError>> renew(const DeviceSettings& settings, std::uint32_t attempt) = 0;
  // Removes the binding, if a call agent may have one, and gives up at `deadline`. Records registration.removed.
  virtual Task<void> remove(const DeviceSettings& settings, Moment deadline) = 0;
  // Whether a call agent may have a binding from this boot.
  virtual bool may_be_bound() const = 0;
  // Whether a binding was granted and expire() was not called since.
  virtual bool held() const = 0;
  // When the binding ends. Call it only while held().
  virtual Moment expires_at() const = 0;
  // Ends the binding whose time is over. Records registration.expired.
  virtual void expire(const DeviceSettings& settings) = 0;
  // Forgets the previous call agents and the binding there, because the settings name others, or the device has another
  // name or another address.
  virtual void begin_anew() = 0;
  // Forgets the challenges, because the settings have another password.
  virtual void forget_challenges() = 0;

  // --- what arrives unasked ---

  // Answers requests and keeps the way to the call agent open, until `moment`, or until a call agent demands something
  // or the way is lost.
  virtual Task<void> serve_until(Moment moment) = 0;
  // Does the same while the caller is busy, until the returned object is destroyed. Notifies `news` when serve_until()
  // would return early. Call none of renew(), remove() and serve_until() meanwhile.
  virtual std::unique_ptr<Attendance> attend(Signal& news) = 0;
  // The call agent's demand, once it is time to obey; it stays until take_demand().
  virtual Demand demand() const = 0;
  virtual Demand take_demand() = 0;

  // --- the way to the call agent ---

  // Whether the way was lost and the device notices.
  virtual bool is_lost() const = 0;
  // Whether the way begins at an address that the host has no longer.
  virtual bool has_moved() const = 0;
  // Whether the way is known to work in both directions. True for a way that cannot be lost.
  virtual bool is_proven() const = 0;
  // Gives the way up. The next round sets up another.
  virtual void let_go() = 0;
};

// One boot of a device, as its link needs it.
struct BootFacts {
  Moment powered_on;
  // Drawn at each boot, also at one that ends before there is a link. Makes the identifiers in the boot's messages.
  std::uint64_t secret = 0;
};

// Returns the link for the call agents of `settings`: `present` if it suits them, otherwise a new link. All references
// but `settings` must outlive the link.
//
// Devices speak SIP only, so the link is always a SipLink. A SipLink asks no call agent of another protocol, and
// records registration.failed for it.
std::unique_ptr<CallAgentLink> link_to_call_agents(std::unique_ptr<CallAgentLink> present,
                                                   const DeviceSettings& settings, Host& host,
                                                   const DeviceConfig& config, DemandLimit& demand_limit,
                                                   const BootFacts& boot);

}  // namespace dialtone
