#include "device_sim/device.h"

#include <algorithm>
#include <string>
#include <utility>

#include "device_sim/provisioning_client.h"

namespace dialtone {
namespace {

bool differ_only_in_revision(const DeviceSettings& left, DeviceSettings right) {
  right.revision = left.revision;
  return left == right;
}

}  // namespace

Task<void> run_device(Host& host, const DeviceConfig& config) {
  for (;;) {
    Device device(host, config);
    {
      const Child life(host, "life", device.live(), host.power_button());
      while (!life.done() && !host.power_off_requested()) {
        co_await Wait(host.power_button(), kNever, "the power button");
      }
      if (host.power_off_requested()) co_await device.finish_storing();
    }
    if (host.power_off_requested()) co_return co_await device.take_leave();
    co_await device.restart();
  }
}

Device::Device(Host& host, const DeviceConfig& config)
    : host_(host),
      config_(config),
      store_(host.flash()),
      user_agent_(host, *config.profile),
      registration_(host, config, user_agent_) {}

Task<void> Device::live() {
  co_await boot();
  load_settings();
  while (!is_to_reboot()) {
    co_await provision();
    if (!is_to_reboot()) co_await stay_registered();
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

Task<void> Device::restart() {
  expiry_watch_.reset();
  host_.record("device.reboot", {{"reason", "check-sync"}});
  if (config_.profile->removes_binding_before_reboot && settings_ && registration_.may_be_bound()) {
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
    if (!delay || is_to_reboot()) co_return;
    tell_retry("provisioning", *delay);
    if (settings_ && attempt >= config_.profile->attempts_before_stored_settings) {
      next_provisioning_ = host_.now() + *delay;
      co_return;
    }
    enter(DeviceState::kRetrying);
    co_await user_agent_.serve_until(host_.now() + *delay);
    if (is_to_reboot()) co_return;
    if (user_agent_.connection() != nullptr && user_agent_.connection()->has_failed()) user_agent_.disconnect();
  }
}

Task<std::optional<Duration>> Device::try_provisioning() {
  tell_resync();
  next_provisioning_ = kNever;
  std::optional<std::uint64_t> held_revision;
  if (settings_) held_revision = settings_->revision;
  std::optional<SipAttendance> attendance(std::in_place, host_, user_agent_);
  Result<DeviceSettings, ProvisioningFault> fetched =
      co_await fetch_settings(host_, config_, http_session_, held_revision, provisioning_back_off_.failures() + 1);
  attendance.reset();
  if (fetched) {
    provisioning_back_off_.reset();
    schedule_resync();
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
  settings_are_new_ = !settings_ || !differ_only_in_revision(*settings_, settings);
  if (settings_) co_await move_to(settings);
  settings_ = std::move(settings);
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

Task<void> Device::move_to(const DeviceSettings& settings) {
  const bool moves = settings_->domain != settings.domain || settings_->device_name != settings.device_name ||
                     settings_->call_agents != settings.call_agents;
  if (!moves) {
    if (settings_->authentication != settings.authentication) registration_.forget_challenges();
    co_return;
  }
  expiry_watch_.reset();
  if (registration_.may_be_bound()) {
    co_await registration_.remove(*settings_, host_.now() + config_.profile->leave_deadline);
  }
  registration_.begin_anew();
  user_agent_.disconnect();
}

void Device::schedule_resync() {
  constexpr Purpose kResync("device.resync");
  const DeviceProfile& profile = *config_.profile;
  if (profile.resync_period == Duration::zero()) return;
  const Duration earliest = profile.resync_period / 100 * (100 - profile.resync_spread_percent);
  next_provisioning_ = host_.now() + host_.chance(kResync).between(earliest, profile.resync_period);
}

void Device::tell_resync() {
  if (user_agent_.demand() == SipDemand::kResync) {
    user_agent_.take_demand();
    host_.record("device.resync", {{"reason", "check-sync"}});
  } else if (host_.now() >= next_provisioning_ && provisioning_back_off_.failures() == 0) {
    host_.record("device.resync", {{"reason", "period"}});
  }
}

// --- registration ---

Task<void> Device::stay_registered() {
  for (;;) {
    enter(DeviceState::kRegistering);
    watch_for_expiry();
    const std::uint32_t failures_before = registration_back_off_.failures();
    const Result<Duration, RegistrationFault> granted =
        co_await registration_.renew(*settings_, registration_back_off_.failures() + 1);
    co_await live_until(host_.now() + (granted ? settle(*granted) : wait_after(granted.error())));
    if (is_to_reboot()) co_return;
    const std::uint32_t failures = registration_back_off_.failures();
    if (failures > failures_before && failures % config_.profile->rounds_before_provisioning == 0) co_return;
  }
}

Duration Device::settle(Duration granted) {
  constexpr Purpose kRefresh("device.refresh");
  expiry_watch_.reset();
  settled_ = true;
  // A connection has to prove itself by a pong first (RFC 5626 4.5).
  const SipConnection* connection = user_agent_.connection();
  if (connection == nullptr || connection->is_proven()) registration_back_off_.reset();
  enter(DeviceState::kBelievesRegistered);
  const DeviceProfile& profile = *config_.profile;
  return host_.chance(kRefresh).between(granted / 100 * profile.refresh_from_percent,
                                        granted / 100 * profile.refresh_to_percent);
}

Duration Device::wait_after(const RegistrationFault& fault) {
  settled_ = false;
  const DeviceProfile& profile = *config_.profile;
  const BackOffRule& rule = fault.refused ? profile.registration_refusal_retry : profile.registration_retry;
  const Duration delay = fault.retry_after ? registration_back_off_.next_asked(host_, *fault.retry_after)
                                           : registration_back_off_.next(host_, rule);
  tell_retry("registration", delay);
  enter(DeviceState::kRetrying);
  return delay;
}

Task<void> Device::live_until(Moment moment) {
  for (;;) {
    co_await user_agent_.serve_until(std::min(moment, next_provisioning_));
    if (host_.now() >= moment || is_to_reboot()) co_return;
    if (const std::optional<Duration> delay = wait_after_loss()) moment = std::min(moment, host_.now() + *delay);
    if (user_agent_.demand() == SipDemand::kNone && host_.now() < next_provisioning_) continue;
    if (co_await provision_meanwhile()) co_return;
  }
}

Task<bool> Device::provision_meanwhile() {
  if (config_.manual_settings != nullptr) {
    tell_resync();
    co_return false;
  }
  // The server may take longer than the registration lasts.
  watch_for_expiry();
  enter(DeviceState::kProvisioning);
  settings_are_new_ = false;
  const std::optional<Duration> delay = co_await try_provisioning();
  if (settings_are_new_) co_return true;
  if (delay) {
    tell_retry("provisioning", *delay);
    next_provisioning_ = host_.now() + *delay;
  }
  enter(DeviceState::kRetrying);
  co_return false;
}

std::optional<Duration> Device::wait_after_loss() {
  const SipConnection* connection = user_agent_.connection();
  if (connection == nullptr || !connection->has_failed()) return std::nullopt;
  const bool was_proven = connection->is_proven();
  user_agent_.disconnect();
  if (!settled_) return std::nullopt;
  settled_ = false;
  if (was_proven) registration_back_off_.reset();
  const BackOffRule& rule = config_.profile->registration_retry;
  const Duration delay =
      was_proven ? registration_back_off_.again(host_, rule) : registration_back_off_.next(host_, rule);
  tell_retry("registration", delay);
  return delay;
}

void Device::watch_for_expiry() {
  if (registration_.held() && expiry_watch_ == nullptr) {
    expiry_watch_ = std::make_unique<Child>(host_, "expiry of the registration", await_expiry(), expired_);
  }
}

Task<void> Device::await_expiry() {
  // What is granted meanwhile puts it off.
  while (host_.now() < registration_.expires_at()) co_await host_.sleep_until(registration_.expires_at());
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
