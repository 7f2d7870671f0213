// A device's life: it boots, fetches its settings, registers and stays registered, until its power ends.
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

// Runs a device from power-on until the power button is pressed; then removes the binding and returns. Reboots in
// between where demanded. A power cut destroys the task wherever it is. `config` must outlive the task.
Task<void> run_device(Host& host, const DeviceConfig& config);

// One boot of a device, as run_device() uses it.
//
// A device is idle for nearly all of its life, so idle frames must be small: see values/out_of_line.h.
class Device {
 public:
  // All three must outlive the device.
  Device(Host& host, const DeviceConfig& config, DemandLimit& demand_limit);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  // Boots, provisions, registers and stays registered. Ends only if the device is to reboot.
  Task<void> live();
  // Waits for a write to flash that has begun, for at most the profile's leave_deadline. Call it before live() is
  // ended.
  Task<void> finish_storing() { return keeper_.finish(host_.now() + config_.profile->leave_deadline); }
  // Switches off after live() was ended: removes the binding.
  DIALTONE_OUT_OF_LINE Task<void> take_leave();
  // Switches off after live() ended by itself. Usually the binding stays, and the next boot renews it.
  DIALTONE_OUT_OF_LINE Task<void> restart();

 private:
  struct Fetch;

  DIALTONE_OUT_OF_LINE Task<void> boot();

  // --- provisioning ---

  // Asks the provisioning server until there are settings to register with: the server's, or, after some failed
  // attempts, the stored ones.
  DIALTONE_OUT_OF_LINE Task<void> provision();
  // One attempt. Empty if the device has the server's settings now, otherwise the moment of the next attempt; kNever
  // for none.
  DIALTONE_OUT_OF_LINE Task<std::optional<Moment>> try_provisioning();
  // The same in two halves: the question; and its answer, which must stay valid until the task ends.
  DIALTONE_OUT_OF_LINE Task<ProvisioningOutcome> fetch();
  DIALTONE_OUT_OF_LINE Task<std::optional<Moment>> conclude(ProvisioningOutcome& fetched);
  DIALTONE_OUT_OF_LINE Moment retry_provisioning(const ProvisioningFault& fault);
  // Stores and uses new settings. Moves them out of `provisioned`, which must stay valid until the task ends.
  DIALTONE_OUT_OF_LINE Task<void> adopt(ProvisionedSettings& provisioned);
  // Replaces the settings by a page that contains none (a quirk).
  DIALTONE_OUT_OF_LINE Task<void> adopt_page(std::string page);
  // Deregisters from the present call agents if `settings` name others, or give the device another name.
  DIALTONE_OUT_OF_LINE Task<void> move_to(const DeviceSettings& settings);
  DIALTONE_OUT_OF_LINE Task<void> leave_call_agents();
  DIALTONE_OUT_OF_LINE void schedule_resync();
  DIALTONE_OUT_OF_LINE void tell_resync();

  // --- provisioning in parallel with the registration ---

  // Asks the provisioning server beside the registration. The answer is handled between two rounds of registration.
  DIALTONE_OUT_OF_LINE void begin_fetch();
  DIALTONE_OUT_OF_LINE Task<void> fetch_beside();
  // Waits for the answer until `moment`, or until the device has something else to do, and handles the answer. Whether
  // there are new settings now.
  DIALTONE_OUT_OF_LINE Task<bool> await_fetch(Moment moment);

  // --- registration ---

  // Registers, and renews the registration, until so many rounds failed that the settings may be wrong.
  Task<void> stay_registered();
  // The moment of the next round after a round that succeeded.
  DIALTONE_OUT_OF_LINE Moment settle(Duration granted);
  // The same after a round that failed.
  DIALTONE_OUT_OF_LINE Moment retry_registration(const RegistrationError& error);
  // Serves requests until `moment` or until new settings come, and asks for settings when it is time or the call agent
  // demands it. Ends earlier if the way to the call agent is lost, or if the device is to reboot.
  Task<void> live_until(Moment moment);
  // The host has another address: the binding leads nowhere, and the next round makes another one.
  DIALTONE_OUT_OF_LINE void leave_address();
  // The moment of the next round: the refresh, or an earlier moment if the way to the call agent was lost.
  DIALTONE_OUT_OF_LINE Moment retry_after_loss(Moment refresh);
  // When to ask the provisioning server again beside the registration, once the line is idle.
  Moment next_fetch() const { return std::max(next_provisioning_, config_.busy_until); }
  // Without settings there is no link yet.
  Demand demand() const { return link_ == nullptr ? Demand::kNone : link_->demand(); }
  bool is_to_reboot() const { return demand() == Demand::kReboot; }
  bool is_held() const { return link_ != nullptr && link_->held(); }
  bool may_be_bound() const { return link_ != nullptr && link_->may_be_bound(); }
  std::unique_ptr<Attendance> attend() { return link_ == nullptr ? nullptr : link_->attend(news_); }
  // Starts a strand, if there is none, that notices when the registration expires during a round.
  void watch_for_expiry();
  Task<void> await_expiry();

  // --- waiting and recording ---

  // Waits until `moment`, or until the call agent demands something.
  DIALTONE_OUT_OF_LINE Task<void> wait_until(Moment moment);
  // Counts one more failure, and returns how long to wait.
  Duration next_wait(BackOff& back_off, const BackOffRule& rule, std::optional<Duration> asked);
  BackOffRule habitual(const BackOffRule& rule) const;
  bool has(Quirk quirk) const { return config_.profile->quirks.has(quirk); }

  // Records a transition. While the device holds a registration, its state is that, whatever it does.
  DIALTONE_OUT_OF_LINE void enter(DeviceState activity);
  DIALTONE_OUT_OF_LINE void tell_retry(std::string_view what, Duration delay);

  Host& host_;
  const DeviceConfig& config_;
  DemandLimit& demand_limit_;
  const BootFacts boot_;
  SettingsKeeper keeper_;
  std::optional<DeviceSettings> settings_;
  // Null until there are settings.
  std::unique_ptr<CallAgentLink> link_;
  ProvisioningDigest provisioning_digest_;
  BackOff provisioning_back_off_{0};
  BackOff registration_back_off_{1};
  // When to ask the provisioning server again, beside the registration.
  Moment next_provisioning_ = kNever;
  DeviceState activity_ = DeviceState::kOff;
  DeviceState state_ = DeviceState::kOff;
  bool settings_are_new_ = false;
  // Whether the flash refused the settings in use.
  bool settings_are_unstored_ = false;
  bool has_given_up_provisioning_ = false;
  // Whether the last round succeeded and its moment of renewal has not come.
  bool settled_ = false;
  // Notified when a write to flash or a child has ended, or a call agent demands something.
  Signal news_;
  // Both on the heap, because they are rarely needed.
  std::unique_ptr<Child> expiry_watch_;
  std::unique_ptr<Fetch> fetch_;
};

}  // namespace dialtone
