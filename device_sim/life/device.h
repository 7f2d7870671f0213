// A device's life: it boots, fetches its settings, registers and stays registered, until its power ends.
#pragma once

#include <memory>
#include <optional>

#include "device_sim/life/back_off.h"
#include "device_sim/life/settings_keeper.h"
#include "device_sim/model/device_config.h"
#include "device_sim/model/device_state.h"
#include "device_sim/provisioning/provisioning_client.h"
#include "device_sim/signalling/call_agent_link.h"
#include "world/host.h"

namespace dialtone {

// From power-on until the power button is pressed; then it takes its binding away and returns. In between it may
// reboot. A power cut destroys it wherever it is. `config` must outlive it.
Task<void> run_device(Host& host, const DeviceConfig& config);

// One boot of a device; run_device is how it is used.
//
// A device is idle for nearly all of its life. What it awaits only now and then must have a frame of its own, which is
// given back when it ends: [[gnu::noinline]] keeps the compiler from making it a part of its caller's. The same holds
// for what plain functions have on their stack.
class Device {
 public:
  // All three must outlive it.
  Device(Host& host, const DeviceConfig& config, DemandLimit& demand_limit);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  // The whole story; it ends where the device is to reboot.
  Task<void> live();
  // A write to flash that has begun is not broken off by a power button; call it before live() is ended.
  Task<void> finish_storing() { return keeper_.finish(host_.now() + config_.profile->leave_deadline); }
  // What is left to do when live() was ended.
  [[gnu::noinline]] Task<void> take_leave();
  // What is left to do when live() has ended by itself. As a rule no binding is taken away: the next boot renews it.
  [[gnu::noinline]] Task<void> restart();

 private:
  struct Fetch;

  [[gnu::noinline]] Task<void> boot();

  // --- provisioning ---

  // Asks the provisioning server until there are settings to register with: its own, or after some attempts in vain
  // those that were stored before.
  [[gnu::noinline]] Task<void> provision();
  // One attempt. Nothing: it has the server's settings now; else when to make the next, kNever for not at all.
  [[gnu::noinline]] Task<std::optional<Moment>> try_provisioning();
  // The same in two halves: the question, and what is done with its answer, which must stay until then.
  [[gnu::noinline]] Task<ProvisioningOutcome> fetch();
  [[gnu::noinline]] Task<std::optional<Moment>> conclude(ProvisioningOutcome& fetched);
  [[gnu::noinline]] Moment retry_provisioning(const ProvisioningFault& fault);
  // Takes them away from `provisioned`, which must stay until it returns.
  [[gnu::noinline]] Task<void> adopt(ProvisionedSettings& provisioned);
  // Takes a page that is no settings in the place of those that it has.
  [[gnu::noinline]] Task<void> adopt_page(std::string page);
  // Leaves the call agents that `settings` have no more, or that know the device under another name.
  [[gnu::noinline]] Task<void> move_to(const DeviceSettings& settings);
  [[gnu::noinline]] Task<void> leave_call_agents();
  [[gnu::noinline]] void schedule_resync();
  [[gnu::noinline]] void tell_resync();

  // --- provisioning beside the registration ---

  // Its answer is dealt with between two rounds of the registration, which it does not hold up.
  [[gnu::noinline]] void begin_fetch();
  [[gnu::noinline]] Task<void> fetch_beside();
  // Awaits the answer until `moment`, or until the device has something else to do, and deals with it; whether there
  // are new settings now.
  [[gnu::noinline]] Task<bool> await_fetch(Moment moment);

  // --- registration ---

  // Registers, and registers again in time, until that was in vain for so long that the settings may be wrong.
  Task<void> stay_registered();
  // After a round that was granted: when to begin the next.
  [[gnu::noinline]] Moment settle(Duration granted);
  // After a round in vain, likewise.
  [[gnu::noinline]] Moment retry_registration(const RegistrationError& error);
  // Lives on until `moment`, or until new settings have come; asks for these in between when it is time for that or the
  // call agent wants it. Ends sooner where the way to the call agent was lost, or the device is to reboot.
  Task<void> live_until(Moment moment);
  // When to register again: at the refresh or, where the way to the call agent was lost, before it.
  [[gnu::noinline]] Moment retry_after_loss(Moment refresh);
  // Before there are settings nobody is linked to.
  Demand demand() const { return link_ == nullptr ? Demand::kNone : link_->demand(); }
  bool is_to_reboot() const { return demand() == Demand::kReboot; }
  bool is_held() const { return link_ != nullptr && link_->held(); }
  bool may_be_bound() const { return link_ != nullptr && link_->may_be_bound(); }
  std::unique_ptr<Attendance> attend() { return link_ == nullptr ? nullptr : link_->attend(news_); }
  // While it is being renewed, a registration may end. Begins to watch that where nobody does.
  void watch_for_expiry();
  Task<void> await_expiry();

  // --- waiting and telling ---

  // Until `moment`, or until the call agent demands something.
  [[gnu::noinline]] Task<void> wait_until(Moment moment);
  // How long to wait after one more failure.
  Duration next_wait(BackOff& back_off, const BackOffRule& rule, std::optional<Duration> asked);
  BackOffRule habitual(const BackOffRule& rule) const;
  bool has(Quirk quirk) const { return config_.profile->quirks.has(quirk); }

  // Tells of a transition. A device that is believed registered is in that state whatever it does.
  [[gnu::noinline]] void enter(DeviceState activity);
  [[gnu::noinline]] void tell_retry(std::string_view what, Duration delay);

  Host& host_;
  const DeviceConfig& config_;
  DemandLimit& demand_limit_;
  const Moment powered_on_;
  SettingsKeeper keeper_;
  std::optional<DeviceSettings> settings_;
  // Null until there are settings.
  std::unique_ptr<CallAgentLink> link_;
  ProvisioningDigest provisioning_digest_;
  BackOff provisioning_back_off_{0};
  BackOff registration_back_off_{1};
  // When to ask the provisioning server again while registered or trying to be.
  Moment next_provisioning_ = kNever;
  DeviceState activity_ = DeviceState::kOff;
  DeviceState state_ = DeviceState::kOff;
  bool settings_are_new_ = false;
  // The flash refused the settings that are in use.
  bool settings_are_unstored_ = false;
  bool has_given_up_provisioning_ = false;
  // Between a round that was granted and the next.
  bool settled_ = false;
  // A write to flash or a child has come to its end, or a call agent demands something.
  Signal news_;
  // Both apart, because they are needed now and then only.
  std::unique_ptr<Child> expiry_watch_;
  std::unique_ptr<Fetch> fetch_;
};

}  // namespace dialtone
