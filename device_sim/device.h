// A device's life: it boots, fetches its settings, registers and stays registered, until its power ends.
#pragma once

#include <optional>

#include "device_sim/back_off.h"
#include "device_sim/device_config.h"
#include "device_sim/device_state.h"
#include "device_sim/registration.h"
#include "device_sim/settings_store.h"
#include "device_sim/sip_user_agent.h"
#include "world/host.h"

namespace dialtone {

// From power-on until the power button is pressed; then it takes its binding away and returns. A power cut destroys it
// wherever it is. `config` must outlive it.
Task<void> run_device(Host& host, const DeviceConfig& config);

// One boot of a device; run_device is how it is used.
//
// A device is idle for nearly all of its life. What it awaits only now and then must have a frame of its own, which is
// given back when it ends: [[gnu::noinline]] keeps the compiler from making it a part of its caller's. The same holds
// for what plain functions have on their stack.
class Device {
 public:
  Device(Host& host, const DeviceConfig& config);
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  // The whole story; it has no end of its own.
  Task<void> live();
  // A write to flash that has begun is not broken off by a power button; call it before live() is ended.
  [[gnu::noinline]] Task<void> finish_storing();
  // What is left to do when live() was ended.
  [[gnu::noinline]] Task<void> take_leave();

 private:
  [[gnu::noinline]] Task<void> boot();
  void load_settings();

  // Asks the provisioning server until there are settings to register with: its own, or after some attempts in vain
  // those that were stored before.
  [[gnu::noinline]] Task<void> provision();
  // One attempt. Nothing: it has the server's settings now; else how long to wait before the next.
  [[gnu::noinline]] Task<std::optional<Duration>> try_provisioning();
  [[gnu::noinline]] Task<void> adopt(DeviceSettings settings);

  // Registers, and registers again in time, until that was in vain for so long that the settings may be wrong.
  Task<void> stay_registered();
  // After a round that was granted: when to begin the next, from now.
  [[gnu::noinline]] Duration settle(Duration granted);
  // After a round in vain, likewise.
  [[gnu::noinline]] Duration wait_after(const RegistrationFault& fault);
  // Lives on until `moment`, or until new settings have come; asks for these in between when it runs on stored ones.
  Task<void> live_until(Moment moment);
  // While it is being renewed, a registration may end. Begins to watch that where nobody does.
  void watch_for_expiry();
  Task<void> await_expiry();

  // Tells of a transition. A device that is believed registered is in that state whatever it does.
  [[gnu::noinline]] void enter(DeviceState activity);
  [[gnu::noinline]] void tell_retry(std::string_view what, Duration delay);

  Host& host_;
  const DeviceConfig& config_;
  SettingsStore store_;
  std::optional<DeviceSettings> settings_;
  SipUserAgent user_agent_;
  Registration registration_;
  BackOff provisioning_back_off_{0};
  BackOff registration_back_off_{1};
  // When to ask the provisioning server again while registered or trying to be.
  Moment next_provisioning_ = kNever;
  DeviceState activity_ = DeviceState::kOff;
  DeviceState state_ = DeviceState::kOff;
  bool settings_are_new_ = false;
  bool storing_ = false;
  Signal stored_;
  Signal expired_;
  std::optional<Child> expiry_watch_;
};

}  // namespace dialtone
