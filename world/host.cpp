#include "world/host.h"

#include <algorithm>
#include <cassert>

#include "world/events/host_events.h"
#include "world/host_script.h"

namespace dialtone {

Host::Host(std::string name, Loop& loop, std::uint64_t seed, WallTime wall_base, HostScript* script)
    : name_(std::move(name)), loop_(loop), order_key_(hash_text(name_)), wall_base_(wall_base), chance_(seed, name_) {
  if (script != nullptr) faults().script = script;
}

Host::~Host() = default;

void Host::schedule(Event& event, Moment at, EventClass order) {
  loop_.queue().schedule(event, std::max(at, world_now()), order, order_key_, sequence_++);
}

Task<Result<std::unique_ptr<Stream>, IoError>> Host::connect(Endpoint remote, Moment deadline) {
  Result<std::unique_ptr<Connecting>, IoError> connecting = start_connect(remote);
  if (!connecting) co_return connecting.error();
  co_return co_await (*connecting)->finish(deadline);
}

Task<std::optional<Result<Addresses, IoError>>> Host::ask_script(std::string_view name, Moment deadline) {
  assert(script() != nullptr);
  using Answer = std::optional<Result<Addresses, IoError>>;
  NameAct act = script()->on_question(*this, name);
  const bool is_silent = act.failure == IoError::kDeadline;
  if (is_silent || act.delay > Duration::zero()) {
    const Moment arrival = is_silent ? kNever : world_now() + act.delay;
    const Wake wake = co_await Wait::for_arrival(arrival, deadline, "the name server");
    if (wake == Wake::kDeadline) co_return Answer(IoError::kDeadline);
  }
  if (act.failure) co_return Answer(*act.failure);
  if (!act.addresses) co_return Answer();
  if (act.addresses->empty()) co_return Answer(IoError::kNoSuchName);
  co_return Answer(std::move(*act.addresses));
}

HostFaults& Host::faults() {
  if (faults_ == nullptr) faults_ = std::make_unique<HostFaults>();
  return *faults_;
}

void Host::step_clock(Duration by) {
  wall_base_ += by;
  record(host_events::ClockChanged{.by = by, .drift_ppm = {}});
}

void Host::set_clock_drift(std::int64_t parts_per_million) {
  HostClock& clock = faults().clock;
  if (clock.drift_parts_per_million() != parts_per_million) {
    clock.set_drift(world_now(), parts_per_million);
    Wait::follow_clock(*this);
  }
  record(host_events::ClockChanged{.by = {}, .drift_ppm = parts_per_million});
}

void Host::pause() {
  if (!powered_ || paused_) return;
  paused_ = true;
  loop_.move_ready([this](const Ready& ready) { return &ready.strand->host() == this; }, faults().held);
}

void Host::resume() {
  if (!paused_) return;
  assert(powered_ && faults_ != nullptr);
  paused_ = false;
  while (Ready* ready = faults_->held.front()) {
    ready->unlink();
    loop_.make_ready(*ready);
  }
}

}  // namespace dialtone
