#include "device_sim/device.h"

#include <algorithm>
#include <string>
#include <utility>

#include "device_sim/provisioning_client.h"

namespace dialtone {

Task<void> run_device(Host& host, const DeviceConfig& config) {
  Device device(host, config);
  {
    const Child life(host, "life", device.live(), host.power_button());
    while (!host.power_off_requested()) co_await Wait(host.power_button(), kNever, "the power button");
    co_await device.finish_storing();
  }
  co_await device.take_leave();
}

Device::Device(Host& host, const DeviceConfig& config)
    : host_(host), config_(config), store_(host.flash()), user_agent_(host), registration_(host, config, user_agent_) {}

Task<void> Device::live() {
  co_await boot();
  load_settings();
  for (;;) {
    co_await provision();
    co_await stay_registered();
  }
}

Task<void> Device::finish_storing() {
  const Moment deadline = host_.now() + config_.profile->leave_deadline;
  while (storing_ && co_await Wait(stored_, deadline, "the flash") == Wake::kSignal) continue;
}

Task<void> Device::take_leave() {
  expiry_watch_.reset();
  if (settings_ && registration_.may_be_bound()) {
    enter(DeviceState::kLeaving);
    co_await registration_.remove(*settings_, host_.now() + config_.profile->leave_deadline);
  }
  enter(DeviceState::kOff);
}

// --- boot ---

Task<void> Device::boot() {
  constexpr Purpose kBootDelay("device.boot_delay");
  const DeviceProfile& profile = *config_.profile;
  host_.record("device.boot", {{"product", std::string_view(profile.product)},
                               {"firmware", std::string_view(profile.firmware_version)},
                               {"serial_number", std::string_view(config_.serial_number)}});
  enter(DeviceState::kBooting);
  co_await host_.sleep(profile.boot_time + host_.chance(kBootDelay).between(Duration::zero(), profile.boot_spread));
}

void Device::load_settings() {
  SettingsStore::Loaded loaded = store_.load();
  for (const std::string& damage : loaded.damages) {
    host_.record("settings.rejected", {{"reason", std::string_view(damage)}});
  }
  settings_ = std::move(loaded.settings);
  if (settings_) host_.record("settings.loaded", {{"revision", settings_->revision}});
}

// --- provisioning ---

Task<void> Device::provision() {
  if (config_.manual_settings != nullptr) {
    settings_ = *config_.manual_settings;
    co_return;
  }
  for (std::uint32_t attempt = 1;; ++attempt) {
    enter(DeviceState::kProvisioning);
    const std::optional<Duration> delay = co_await try_provisioning();
    if (!delay) co_return;
    tell_retry("provisioning", *delay);
    if (settings_ && attempt >= config_.profile->attempts_before_stored_settings) {
      next_provisioning_ = host_.now() + *delay;
      co_return;
    }
    enter(DeviceState::kRetrying);
    co_await user_agent_.serve_until(host_.now() + *delay);
  }
}

Task<std::optional<Duration>> Device::try_provisioning() {
  next_provisioning_ = kNever;
  std::optional<std::uint64_t> held_revision;
  if (settings_) held_revision = settings_->revision;
  Result<DeviceSettings, ProvisioningFault> fetched =
      co_await fetch_settings(host_, config_, held_revision, provisioning_back_off_.failures() + 1);
  if (fetched) {
    provisioning_back_off_.reset();
    co_await adopt(*std::move(fetched));
    co_return std::nullopt;
  }
  const ProvisioningFault& fault = fetched.error();
  if (fault.retry_after) co_return provisioning_back_off_.next_asked(host_, *fault.retry_after);
  const DeviceProfile& profile = *config_.profile;
  co_return provisioning_back_off_.next(host_, fault.refused ? profile.refusal_retry : profile.provisioning_retry);
}

Task<void> Device::adopt(DeviceSettings settings) {
  if (settings_ == settings) co_return;
  const bool moves =
      settings_ && (settings_->domain != settings.domain || settings_->device_name != settings.device_name);
  if (moves && registration_.may_be_bound()) {
    co_await registration_.remove(*settings_, host_.now() + config_.profile->leave_deadline);
  }
  settings_ = std::move(settings);
  settings_are_new_ = true;
  storing_ = true;
  const Result<void, FlashError> stored = co_await store_.store(*settings_);
  storing_ = false;
  stored_.notify();
  if (stored) {
    host_.record("settings.stored", {{"revision", settings_->revision}});
  } else {
    host_.record("settings.rejected", {{"reason", "the flash cannot be written"}});
  }
}

// --- registration ---

Task<void> Device::stay_registered() {
  for (;;) {
    enter(DeviceState::kRegistering);
    watch_for_expiry();
    const Result<Duration, RegistrationFault> granted =
        co_await registration_.renew(*settings_, registration_back_off_.failures() + 1);
    co_await live_until(host_.now() + (granted ? settle(*granted) : wait_after(granted.error())));
    const std::uint32_t failures = registration_back_off_.failures();
    if (failures > 0 && failures % config_.profile->rounds_before_provisioning == 0) co_return;
  }
}

Duration Device::settle(Duration granted) {
  constexpr Purpose kRefresh("device.refresh");
  expiry_watch_.reset();
  registration_back_off_.reset();
  enter(DeviceState::kBelievesRegistered);
  const DeviceProfile& profile = *config_.profile;
  return host_.chance(kRefresh).between(granted / 100 * profile.refresh_from_percent,
                                        granted / 100 * profile.refresh_to_percent);
}

Duration Device::wait_after(const RegistrationFault& fault) {
  const Duration delay = fault.retry_after ? registration_back_off_.next_asked(host_, *fault.retry_after)
                                           : registration_back_off_.next(host_, config_.profile->registration_retry);
  tell_retry("registration", delay);
  enter(DeviceState::kRetrying);
  return delay;
}

Task<void> Device::live_until(Moment moment) {
  for (;;) {
    co_await user_agent_.serve_until(std::min(moment, next_provisioning_));
    if (host_.now() >= moment) co_return;
    enter(DeviceState::kProvisioning);
    settings_are_new_ = false;
    const std::optional<Duration> delay = co_await try_provisioning();
    if (settings_are_new_) co_return;
    if (delay) {
      tell_retry("provisioning", *delay);
      next_provisioning_ = host_.now() + *delay;
    }
    enter(DeviceState::kRetrying);
  }
}

void Device::watch_for_expiry() {
  if (registration_.held() && !expiry_watch_) {
    expiry_watch_.emplace(host_, "expiry of the registration", await_expiry(), expired_);
  }
}

Task<void> Device::await_expiry() {
  co_await host_.sleep_until(registration_.expires_at());
  registration_.expire(*settings_);
  enter(activity_);
}

// --- record ---

void Device::enter(DeviceState activity) {
  activity_ = activity;
  const bool leaves = activity == DeviceState::kLeaving || activity == DeviceState::kOff;
  const DeviceState to = registration_.held() && !leaves ? DeviceState::kBelievesRegistered : activity;
  if (to == state_) return;
  const DeviceState from = std::exchange(state_, to);
  host_.record("device.state", {{"from", to_text(from)}, {"to", to_text(to)}});
}

void Device::tell_retry(std::string_view what, Duration delay) {
  host_.record("retry.scheduled", {{"for", what}, {"delay", delay}});
}

}  // namespace dialtone
