#include "device_sim/life/device.h"

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>

#include "device_sim/model/device_events.h"

namespace dialtone {
namespace {

constexpr Purpose kIdentifiers("device.identifiers");

bool differ_only_in_revision(const DeviceSettings& left, DeviceSettings right) {
  right.revision = left.revision;
  return left == right;
}

Task<ProvisioningOutcome> give_up_again() { co_return ProvisioningFault{.gives_up = true}; }

}  // namespace

Task<void> run_device(Host& host, const DeviceConfig& config) {
  DemandLimit demand_limit;
  for (;;) {
    Device device(host, config, demand_limit);
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

// A question to the provisioning server, and the answer once it has arrived.
struct Device::Fetch {
  explicit Fetch(Device& device)
      : activity_before(device.activity_), strand(device.host_, "provisioning", device.fetch_beside(), device.news_) {}

  DeviceState activity_before;
  std::optional<ProvisioningOutcome> outcome;
  Child strand;
};

Device::Device(Host& host, const DeviceConfig& config, DemandLimit& demand_limit)
    : host_(host),
      config_(config),
      demand_limit_(demand_limit),
      boot_{host.now(), host.chance(kIdentifiers).bits()},
      keeper_(host, config, news_) {}

Device::~Device() = default;

Task<void> Device::live() {
  co_await boot();
  assert(activity_ == DeviceState::kBooting && !settings_);
  settings_ = keeper_.load();
  while (!is_to_reboot()) {
    co_await provision();
    if (!is_to_reboot()) co_await stay_registered();
  }
}

Task<void> Device::take_leave() {
  fetch_.reset();
  expiry_watch_.reset();
  assert(host_.power_off_requested());
  if (settings_ && may_be_bound()) {
    enter(DeviceState::kLeaving);
    co_await link_->remove(*settings_, host_.now() + config_.profile->leave_deadline);
  }
  enter(DeviceState::kOff);
}

Task<void> Device::restart() {
  fetch_.reset();
  expiry_watch_.reset();
  assert(is_to_reboot());
  host_.record(device_events::Reboot{.reason = "check-sync"});
  if (config_.profile->removes_binding_before_reboot && settings_ && may_be_bound()) {
    enter(DeviceState::kLeaving);
    co_await link_->remove(*settings_, host_.now() + config_.profile->leave_deadline);
  }
  enter(DeviceState::kOff);
}

// --- boot ---

Task<void> Device::boot() {
  constexpr Purpose kBootDelay("device.boot_delay");
  const DeviceProfile& profile = *config_.profile;
  host_.record(device_events::Boot{
      .product = profile.product, .firmware = profile.firmware_version, .serial_number = config_.serial_number});
  enter(DeviceState::kBooting);
  co_await host_.sleep(profile.boot_time + host_.chance(kBootDelay).between(Duration::zero(), profile.boot_spread));
}

// --- provisioning ---

Task<void> Device::provision() {
  if (config_.manual_settings != nullptr) {
    settings_ = *config_.manual_settings;
    co_return;
  }
  if (!settings_ && next_provisioning_ != kNever) {
    enter(DeviceState::kRetrying);
    co_await wait_until(next_provisioning_);
  }
  for (std::uint32_t attempt = 1;; ++attempt) {
    enter(DeviceState::kProvisioning);
    const std::optional<Moment> again = co_await try_provisioning();
    if (!again || is_to_reboot()) co_return;
    if (settings_ && (*again == kNever || attempt >= config_.profile->attempts_before_stored_settings)) {
      next_provisioning_ = *again;
      co_return;
    }
    enter(*again == kNever ? DeviceState::kGivenUp : DeviceState::kRetrying);
    co_await wait_until(*again);
    if (is_to_reboot()) co_return;
  }
}

Task<std::optional<Moment>> Device::try_provisioning() {
  std::unique_ptr<Attendance> attendance = attend();
  ProvisioningOutcome fetched = co_await fetch();
  attendance.reset();
  co_return co_await conclude(fetched);
}

Task<ProvisioningOutcome> Device::fetch() {
  tell_resync();
  next_provisioning_ = kNever;
  if (has_given_up_provisioning_) return give_up_again();
  std::optional<std::uint64_t> held_revision;
  if (settings_) held_revision = settings_->revision;
  return fetch_settings(host_, config_, provisioning_digest_, held_revision, provisioning_back_off_.failures() + 1);
}

Task<std::optional<Moment>> Device::conclude(ProvisioningOutcome& fetched) {
  if (fetched) {
    provisioning_back_off_.reset();
    schedule_resync();
    co_await adopt(*fetched);
    assert(settings_);
    co_return std::nullopt;
  }
  if (fetched.error().page) co_await adopt_page(*fetched.error().page);
  co_return retry_provisioning(fetched.error());
}

Moment Device::retry_provisioning(const ProvisioningFault& fault) {
  if (fault.gives_up) {
    if (!std::exchange(has_given_up_provisioning_, true)) host_.record(device_events::ProvisionAbandoned{});
    return kNever;
  }
  assert(!has_given_up_provisioning_);
  const DeviceProfile& profile = *config_.profile;
  const Duration delay = next_wait(
      provisioning_back_off_, fault.refused ? profile.refusal_retry : profile.provisioning_retry, fault.retry_after);
  tell_retry("provisioning", delay);
  return host_.now() + delay;
}

Task<void> Device::adopt(ProvisionedSettings& provisioned) {
  if (settings_ == provisioned.settings && !settings_are_unstored_) co_return;
  settings_are_new_ = !settings_ || !differ_only_in_revision(*settings_, provisioned.settings);
  if (settings_) co_await move_to(provisioned.settings);
  settings_ = std::move(provisioned.settings);
  const bool is_stored = co_await keeper_.store(*settings_, provisioned.serial_number);
  settings_are_unstored_ = !is_stored;
}

Task<void> Device::adopt_page(std::string page) {
  settings_are_new_ = true;
  if (settings_) co_await leave_call_agents();
  settings_.reset();
  co_await keeper_.store_page(std::move(page));
}

Task<void> Device::move_to(const DeviceSettings& settings) {
  assert(settings_ && !settings.call_agents.empty());
  const bool moves = settings_->domain != settings.domain || settings_->device_name != settings.device_name ||
                     settings_->call_agents != settings.call_agents;
  if (moves) co_return co_await leave_call_agents();
  if (link_ != nullptr && settings_->authentication != settings.authentication) link_->forget_challenges();
}

Task<void> Device::leave_call_agents() {
  assert(settings_);
  expiry_watch_.reset();
  if (link_ == nullptr) co_return;
  if (link_->may_be_bound()) {
    co_await link_->remove(*settings_, host_.now() + config_.profile->leave_deadline);
  }
  link_->begin_anew();
  assert(!link_->may_be_bound());
  link_->let_go();
}

void Device::schedule_resync() {
  constexpr Purpose kResync("device.resync");
  const DeviceProfile& profile = *config_.profile;
  if (profile.resync_period == Duration::zero()) return;
  const Duration earliest = profile.resync_period / 100 * (100 - profile.resync_spread_percent);
  next_provisioning_ = host_.now() + host_.chance(kResync).between(earliest, profile.resync_period);
}

void Device::tell_resync() {
  if (demand() == Demand::kResync) {
    link_->take_demand();
    host_.record(device_events::Resync{.reason = "check-sync"});
  } else if (host_.now() >= next_provisioning_ && provisioning_back_off_.failures() == 0) {
    host_.record(device_events::Resync{.reason = "period"});
  }
}

// --- provisioning while the device is registered ---

void Device::begin_fetch() {
  assert(fetch_ == nullptr && "one question to the provisioning server at a time");
  if (config_.manual_settings != nullptr) return tell_resync();
  fetch_ = std::make_unique<Fetch>(*this);
  enter(DeviceState::kProvisioning);
}

Task<void> Device::fetch_beside() {
  ProvisioningOutcome fetched = co_await fetch();
  assert(fetch_ != nullptr && !fetch_->outcome);
  fetch_->outcome = std::move(fetched);
}

Task<bool> Device::await_fetch(Moment moment) {
  assert(fetch_ != nullptr);
  std::unique_ptr<Attendance> attendance = attend();
  while (!fetch_->strand.done() && host_.now() < moment && !is_to_reboot() && !link_->is_lost()) {
    co_await Wait(news_, moment, "the provisioning server");
  }
  attendance.reset();
  if (!fetch_->strand.done() || host_.now() >= moment) co_return false;
  assert(fetch_->outcome && "its strand ends with an outcome");
  ProvisioningOutcome fetched = *std::move(fetch_->outcome);
  const DeviceState activity_before = fetch_->activity_before;
  fetch_.reset();
  settings_are_new_ = false;
  const std::optional<Moment> again = co_await conclude(fetched);
  if (again) next_provisioning_ = *again;
  if (!settings_are_new_ && activity_ == DeviceState::kProvisioning) enter(activity_before);
  co_return settings_are_new_;
}

// --- registration ---

Task<void> Device::stay_registered() {
  for (;;) {
    assert(settings_ && !settings_->call_agents.empty());
    link_ = link_to_call_agents(std::move(link_), *settings_, host_, config_, demand_limit_, boot_);
    enter(DeviceState::kRegistering);
    watch_for_expiry();
    const std::uint32_t failures_before = registration_back_off_.failures();
    const Result<Duration, RegistrationError> granted =
        co_await link_->renew(*settings_, registration_back_off_.failures() + 1);
    co_await live_until(granted ? settle(*granted) : retry_registration(granted.error()));
    if (is_to_reboot()) co_return;
    if (!settings_) co_return;
    const std::uint32_t failures = registration_back_off_.failures();
    const bool may_be_wrong = failures > failures_before && failures % config_.profile->rounds_before_provisioning == 0;
    if (may_be_wrong && fetch_ == nullptr) co_return;
  }
}

Moment Device::settle(Duration granted) {
  constexpr Purpose kRefresh("device.refresh");
  assert(link_->held());
  expiry_watch_.reset();
  settled_ = true;
  if (link_->is_proven()) registration_back_off_.reset();
  const DeviceProfile& profile = *config_.profile;
  const Duration drawn = host_.chance(kRefresh).between(granted / 100 * profile.refresh_from_percent,
                                                        granted / 100 * profile.refresh_to_percent);
  const Moment refresh = host_.now() + std::max(drawn, profile.least_refresh);
  const bool lapses_before = link_->expires_at() < refresh;
  enter(lapses_before ? DeviceState::kRetrying : DeviceState::kBelievesRegistered);
  if (lapses_before) watch_for_expiry();
  return refresh;
}

Moment Device::retry_registration(const RegistrationError& error) {
  settled_ = false;
  if (error.gives_up) {
    host_.record(device_events::RegistrationAbandoned{});
    enter(DeviceState::kGivenUp);
    return kNever;
  }
  const DeviceProfile& profile = *config_.profile;
  const Duration delay =
      next_wait(registration_back_off_, error.refused ? profile.registration_refusal_retry : profile.registration_retry,
                error.retry_after);
  tell_retry("registration", delay);
  enter(DeviceState::kRetrying);
  return host_.now() + delay;
}

Task<void> Device::live_until(Moment moment) {
  for (;;) {
    if (fetch_ == nullptr) {
      co_await link_->serve_until(std::min(moment, next_fetch()));
    } else if (co_await await_fetch(moment)) {
      co_return;
    }
    if (host_.now() >= moment || is_to_reboot()) co_return;
    if (link_->has_moved()) co_return leave_address();
    moment = retry_after_loss(moment);
    const bool is_due = demand() != Demand::kNone || host_.now() >= next_fetch();
    if (is_due && fetch_ == nullptr) begin_fetch();
  }
}

void Device::leave_address() {
  expiry_watch_.reset();
  settled_ = false;
  link_->begin_anew();
  link_->let_go();
}

Moment Device::retry_after_loss(Moment refresh) {
  if (!link_->is_lost()) return refresh;
  const bool was_proven = link_->is_proven();
  link_->let_go();
  if (!settled_) return refresh;
  settled_ = false;
  if (was_proven) registration_back_off_.reset();
  const BackOffRule rule = habitual(config_.profile->registration_retry);
  const Duration delay =
      was_proven ? registration_back_off_.again(host_, rule) : registration_back_off_.next(host_, rule);
  const Moment again = std::min(refresh, host_.now() + delay);
  tell_retry("registration", again - host_.now());
  return again;
}

void Device::watch_for_expiry() {
  if (is_held() && expiry_watch_ == nullptr) {
    expiry_watch_ = std::make_unique<Child>(host_, "expiry of the registration", await_expiry(), news_);
  }
}

Task<void> Device::await_expiry() {
  // Loops because a renewal postpones the end.
  while (host_.now() < link_->expires_at()) co_await host_.sleep_until(link_->expires_at());
  assert(settings_ && link_->held() && "who gives a registration up stops watching it");
  link_->expire(*settings_);
  enter(activity_);
}

// --- waiting and recording ---

Task<void> Device::wait_until(Moment moment) {
  while (host_.now() < moment && demand() == Demand::kNone) {
    if (link_ == nullptr) {
      co_await host_.sleep_until(moment);
    } else {
      co_await link_->serve_until(moment);
      if (link_->is_lost()) link_->let_go();
    }
  }
}

BackOffRule Device::habitual(const BackOffRule& rule) const {
  return has(Quirk::kRetriesWithoutBackOff) ? without_back_off(rule) : rule;
}

Duration Device::next_wait(BackOff& back_off, const BackOffRule& rule, std::optional<Duration> asked) {
  return asked ? back_off.next_asked(host_, habitual(rule), *asked) : back_off.next(host_, habitual(rule));
}

void Device::enter(DeviceState activity) {
  assert(activity == activity_ || may_follow(activity_, activity));
  activity_ = activity;
  const bool leaves = activity == DeviceState::kLeaving || activity == DeviceState::kOff;
  const DeviceState to = is_held() && !leaves ? DeviceState::kBelievesRegistered : activity;
  if (to == state_) return;
  const DeviceState from = std::exchange(state_, to);
  host_.record(device_events::State{.from = to_text(from), .to = to_text(to)});
}

void Device::tell_retry(std::string_view what, Duration delay) {
  host_.record(device_events::RetryScheduled{.what = what, .delay = delay});
}

}  // namespace dialtone
