// A device's life: it boots, fetches its settings, registers and stays registered, until its power is switched off.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>

#include "device_sim/life/settings_keeper.h"
#include "device_sim/model/back_off.h"
#include "device_sim/model/device_config.h"
#include "device_sim/model/device_state.h"
#include "device_sim/provisioning/provisioning_client.h"
#include "device_sim/signalling/call_agent_link.h"
#include "values/out_of_line.h"
#include "world/host.h"

namespace dialtone {

// Runs a device from power-on until the power button is pressed; then removes the binding and returns. Reboots the
// device when a call agent demands it. A power cut destroys the task at any point. `config` must outlive the task.
Task<void> run_device(Host& host, const DeviceConfig& config);

// One boot of a device, as run_device() uses it.
//
// A device is idle for nearly all of its life, so idle frames must be small: see values/out_of_line.h.
class Device {
 public:
  // The arguments must outlive the device.
  Device(Host& host, const DeviceConfig& config, DemandLimit& demand_limit);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  // Boots, provisions, registers and stays registered. Returns only if the device must reboot.
  Task<void> live();
  // Waits for a write to flash that has begun, for at most the profile's leave_deadline. Call before live() is
  // destroyed.
  Task<void> finish_storing() { return keeper_.finish(host_.now() + config_.profile->leave_deadline); }
  // Call after live() was destroyed, to switch off: removes the binding.
  DIALTONE_OUT_OF_LINE Task<void> take_leave();
  // Call after live() returned, to reboot. Usually the binding stays, and the next boot renews it.
  DIALTONE_OUT_OF_LINE Task<void> restart();

 private:
  struct Fetch;

  DIALTONE_OUT_OF_LINE Task<void> boot();

  // --- provisioning ---

  // Asks the provisioning server until there are settings to register with: the server's or, after some failed
  // attempts, the stored ones.
  DIALTONE_OUT_OF_LINE Task<void> provision();
  // Makes one attempt. Returns nullopt if the device now has the server's settings, otherwise the moment of the next
  // attempt; kNever if there is none.
  DIALTONE_OUT_OF_LINE Task<std::optional<Moment>> try_provisioning();
  // The two halves of an attempt: asking, and handling the outcome, which must stay valid until the task ends.
  DIALTONE_OUT_OF_LINE Task<ProvisioningOutcome> fetch();
  DIALTONE_OUT_OF_LINE Task<std::optional<Moment>> conclude(ProvisioningOutcome& fetched);
  DIALTONE_OUT_OF_LINE Moment retry_provisioning(const ProvisioningFault& fault);
  // Stores and uses new settings. Moves them out of `provisioned`, which must stay valid until the task ends.
  DIALTONE_OUT_OF_LINE Task<void> adopt(ProvisionedSettings& provisioned);
  // Replaces the settings by a page that contains no settings (a quirk).
  DIALTONE_OUT_OF_LINE Task<void> adopt_page(std::string page);
  // Deregisters from the present call agents if `settings` name others, or give the device another name.
  DIALTONE_OUT_OF_LINE Task<void> move_to(const DeviceSettings& settings);
  DIALTONE_OUT_OF_LINE Task<void> leave_call_agents();
  DIALTONE_OUT_OF_LINE void schedule_resync();
  DIALTONE_OUT_OF_LINE void tell_resync();

  // --- provisioning while the device is registered ---

  // Starts asking the provisioning server while the device stays registered. The answer is handled between two rounds
  // of registration.
  DIALTONE_OUT_OF_LINE void begin_fetch();
  DIALTONE_OUT_OF_LINE Task<void> fetch_beside();
  // Waits for the answer until `moment`, or until the device has something else to do, and handles the answer. Returns
  // true if there are new settings now.
  DIALTONE_OUT_OF_LINE Task<bool> await_fetch(Moment moment);

  // --- registration ---

  // Registers, and renews the registration, until so many rounds have failed that the settings may be wrong.
  Task<void> stay_registered();
  // Returns the moment of the next round, after a round that succeeded.
  DIALTONE_OUT_OF_LINE Moment settle(Duration granted);
  // Returns the moment of the next round, after a round that failed.
  DIALTONE_OUT_OF_LINE Moment retry_registration(const RegistrationError& error);
  // Serves requests until `moment` or until new settings come; asks for settings when it is time or the call agent
  // demands it. Returns earlier if the path to the call agent is lost, or if the device must reboot.
  Task<void> live_until(Moment moment);
  // Call when the host has got another address: gives up the binding, which leads nowhere; the next round makes
  // another.
  DIALTONE_OUT_OF_LINE void leave_address();
  // Returns the moment of the next round: `refresh`, or an earlier moment if the path to the call agent was lost.
  DIALTONE_OUT_OF_LINE Moment retry_after_loss(Moment refresh);
  // When to ask the provisioning server again while registered; not before the line is idle.
  Moment next_fetch() const { return std::max(next_provisioning_, config_.busy_until); }
  // kNone also without settings: there is no link yet.
  Demand demand() const { return link_ == nullptr ? Demand::kNone : link_->demand(); }
  bool is_to_reboot() const { return demand() == Demand::kReboot; }
  bool is_held() const { return link_ != nullptr && link_->held(); }
  bool may_be_bound() const { return link_ != nullptr && link_->may_be_bound(); }
  std::unique_ptr<Attendance> attend() { return link_ == nullptr ? nullptr : link_->attend(news_); }
  // Starts a strand, unless it is running, that notices when the registration expires during a round.
  void watch_for_expiry();
  Task<void> await_expiry();

  // --- waiting and recording ---

  // Waits until `moment`, or until the call agent demands something.
  DIALTONE_OUT_OF_LINE Task<void> wait_until(Moment moment);
  // Counts one more failure, and returns how long to wait before the next attempt.
  Duration next_wait(BackOff& back_off, const BackOffRule& rule, std::optional<Duration> asked);
  BackOffRule habitual(const BackOffRule& rule) const;
  bool has(Quirk quirk) const { return config_.profile->quirks.has(quirk); }

  // Records a change of state. While the device holds a registration, its state is kBelievesRegistered, whatever its
  // activity.
  DIALTONE_OUT_OF_LINE void enter(DeviceState activity);
  DIALTONE_OUT_OF_LINE void tell_retry(std::string_view what, Duration delay);

  Host& host_;
  const DeviceConfig& config_;
  DemandLimit& demand_limit_;
  const BootFacts boot_;
  SettingsKeeper keeper_;
  std::optional<DeviceSettings> settings_;
  // The link to the call agents; null until there are settings.
  std::unique_ptr<CallAgentLink> link_;
  ProvisioningDigest provisioning_digest_;
  BackOff provisioning_back_off_{0};
  BackOff registration_back_off_{1};
  // When to ask the provisioning server again, while registered.
  Moment next_provisioning_ = kNever;
  DeviceState activity_ = DeviceState::kOff;
  DeviceState state_ = DeviceState::kOff;
  bool settings_are_new_ = false;
  // True if the flash refused to store the settings in use.
  bool settings_are_unstored_ = false;
  bool has_given_up_provisioning_ = false;
  // True if the last round succeeded and its renewal is not due yet.
  bool settled_ = false;
  // Notified when a write to flash or a child has ended, or when a call agent demands something.
  Signal news_;
  // Allocated only when needed, which is rare.
  std::unique_ptr<Child> expiry_watch_;
  std::unique_ptr<Fetch> fetch_;
};

}  // namespace dialtone
