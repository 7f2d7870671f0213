#include "device_sim/load/load.h"

#include <cassert>
#include <chrono>
#include <memory>

#include "device_sim/load/http_load.h"
#include "device_sim/load/load_events.h"
#include "device_sim/load/sip_load.h"
#include "values/hex.h"

namespace dialtone {
namespace {

constexpr Duration kUnsentPeriod = std::chrono::seconds(1);
constexpr std::string_view kWrongSecret = "not-the-password";

// Separate functions that are not coroutines, because events would enlarge a coroutine's frame.
void tell_load_sent(Host& host, const LoadConfig& config, std::uint64_t number, const Subscriber& claimed) {
  const bool registers = config.habits.request == LoadRequest::kRegister;
  host.record(
      load_events::LoadSent{.number = number, .identity = registers ? claimed.device_name : claimed.serial_number});
}

}  // namespace

Load::Load(Host& host, const LoadConfig& config)
    : host_(host), config_(config), sip_(std::make_unique<SipLoad>(host, config)), exchanges_(host) {
  assert(config.habits.interval > Duration::zero() && config.habits.most_in_flight > 0);
}

Load::~Load() = default;

Task<void> Load::run() {
  const LoadHabits& habits = config_.habits;
  const Moment end = habits.length > Duration::zero() ? host_.now() + habits.length : kNever;
  for (Moment next = host_.now(); next < end;) {
    while (host_.now() < next && !host_.power_off_requested()) {
      co_await Wait(host_.power_button(), next, "its next request");
    }
    if (host_.power_off_requested()) co_return;
    begin();
    next += habits.interval;
    // Exchanges missed while the host was paused are not made up.
    if (next <= host_.now()) next = host_.now() + habits.interval;
  }
  tell_unsent();
  while (!host_.power_off_requested()) co_await Wait(host_.power_button(), kNever, "the power button");
}

void Load::begin() {
  if (unsent_ > 0 && host_.now() - unsent_since_ >= kUnsentPeriod) tell_unsent();
  if (in_flight_ >= config_.habits.most_in_flight) {
    if (unsent_++ == 0) unsent_since_ = host_.now();
    return;
  }
  ++in_flight_;
  const std::uint64_t number = ++begun_;
  exchanges_.spawn("exchange " + std::to_string(number), exchange(number));
}

Task<void> Load::exchange(std::uint64_t number) {
  const LoadIdentity identity = config_.identity(number - 1);
  const Moment began = host_.now();
  tell_load_sent(host_, config_, number, identity.subscriber);
  const LoadOutcome outcome = co_await ask(identity);
  assert(in_flight_ > 0);
  --in_flight_;
  tell(number, outcome, host_.now() - began);
}

Task<LoadOutcome> Load::ask(const LoadIdentity& identity) {
  const std::string secret = secret_for(identity);
  if (config_.habits.request == LoadRequest::kRegister) {
    co_return co_await sip_->ask(identity.subscriber, secret);
  }
  co_return co_await ask_for_settings(host_, config_, identity.subscriber, secret);
}

void Load::tell(std::uint64_t number, const LoadOutcome& outcome, Duration duration) {
  assert((outcome.status == 0) == !outcome.failure.empty());
  if (outcome.status == 0) {
    host_.record(load_events::LoadFailed{.number = number, .reason = outcome.failure, .duration = duration});
  } else {
    host_.record(load_events::LoadAnswered{
        .number = number, .status = outcome.status, .authorized = outcome.authorized, .duration = duration});
  }
}

void Load::tell_unsent() {
  if (unsent_ == 0) return;
  host_.record(load_events::LoadUnsent{.unsent = unsent_});
  unsent_ = 0;
}

std::string Load::secret_for(const LoadIdentity& identity) {
  constexpr Purpose kGuess("load.guess");
  const Subscriber& claimed = identity.subscriber;
  const bool registers = config_.habits.request == LoadRequest::kRegister;
  const std::string& right = registers ? claimed.auth_password : claimed.provision_password;
  switch (config_.habits.secrets) {
    case LoadSecrets::kRight: return right;
    case LoadSecrets::kWrong: return std::string(kWrongSecret);
    case LoadSecrets::kGuessed:
      return identity.guess == config_.habits.right_guess ? right : hex_text(host_.chance(kGuess).bits());
    case LoadSecrets::kNone: break;
  }
  return {};
}

Task<void> run_load(Host& host, const LoadConfig& config) {
  Load load(host, config);
  co_await load.run();
}

}  // namespace dialtone
