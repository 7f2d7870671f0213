#include "world/real/real_world.h"

#include <sys/resource.h>

#include <algorithm>
#include <cassert>

#include "world/describe.h"

namespace dialtone {

class RealWorld::Control : public SelfOwnedEvent {
 public:
  explicit Control(std::function<void()> action) : SelfOwnedEvent(&Control::fire), action_(std::move(action)) {}

 private:
  static void fire(Event& event) {
    const std::unique_ptr<Control> control(&static_cast<Control&>(event));
    control->action_();
  }
  std::function<void()> action_;
};

RealWorld::RealWorld(const RealWorldConfig& config) : config_(config) {
  // In this order: a suspension of the process between the two readings makes the world late, not early.
  const auto elapsed = std::chrono::system_clock::now() - config.start;
  start_ = std::chrono::steady_clock::now() - elapsed;
  loop_.set_now(std::max(clock(), Moment{}));
  constexpr std::uint64_t kMostInATurn = 100'000;
  loop_.set_most_in_a_row(kMostInATurn);
}

RealWorld::~RealWorld() { RealWorld::end_hosts(); }

void RealWorld::end_hosts() {
  assert(loop_.running() == nullptr && "a party does not end the world that it lives in");
  hosts_.clear();
  returned_.clear();
  while (Event* event = loop_.queue().pop(kNever)) delete static_cast<SelfOwnedEvent*>(event);
}

Moment RealWorld::clock() {
  const auto now = std::chrono::steady_clock::now();
  start_ += std::max(now - last_look_ - config_.longest_step, Duration::zero());
  last_look_ = now;
  return Moment(now - start_);
}

Host& RealWorld::add_host(HostConfig config) {
  const auto wall = std::chrono::time_point_cast<Duration>(config_.start);
  hosts_.push_back(std::make_unique<RealHost>(*this, std::move(config), config_.seed, wall, config_.flash_folder));
  return *hosts_.back();
}

void RealWorld::set_name(const std::string& name, Addresses addresses) { names_[name] = std::move(addresses); }

const Addresses* RealWorld::find_name(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : &found->second;
}

void RealWorld::power_on(Host& host) {
  assert(loop_.running() == nullptr && "power comes and goes between the parties' turns");
  if (!host.powered()) static_cast<RealHost&>(host).switch_on();
}

void RealWorld::power_off(Host& host) {
  if (host.powered()) static_cast<RealHost&>(host).press_power_button();
}

void RealWorld::power_cut(Host& host) {
  assert(loop_.running() == nullptr && "power comes and goes between the parties' turns");
  if (host.powered()) static_cast<RealHost&>(host).switch_off(false);
  std::erase(returned_, &static_cast<RealHost&>(host));
}

void RealWorld::reset_connections(Host& host) {
  assert(loop_.running() == nullptr && "connections are reset between the parties' turns");
  static_cast<RealHost&>(host).reset_connections();
}

void RealWorld::main_returned(RealHost& host) {
  assert(host.powered());
  returned_.push_back(&host);
}

void RealWorld::switch_off_returned() {
  for (RealHost* host : std::exchange(returned_, {})) {
    assert(host->powered() && "a main returns once in a life");
    host->switch_off(true);
  }
}

void RealWorld::at(Moment moment, std::function<void()> action) {
  assert(action);
  auto control = std::make_unique<Control>(std::move(action));
  loop_.queue().schedule(*control.release(), std::max(moment, now()), EventClass::kControl, 0, next_control_++);
}

void RealWorld::run_due(Moment limit) {
  constexpr int kBatch = 256;
  for (int i = 0; i < kBatch && !stopped_; ++i) {
    loop_.set_now(std::max(clock(), loop_.now()));
    if (!loop_.run_one(limit)) return;
    timer_lag_.add(loop_.now() - loop_.last_event_at());
    if (!returned_.empty()) switch_off_returned();
  }
}

RunEnd RealWorld::run(Moment until) {
  stopped_ = false;
  loop_.run_ready();
  switch_off_returned();
  for (;;) {
    const Duration longest = std::min<Duration>(config_.longest_step, std::chrono::hours(1));
    const bool goes_on = stopped_ || loop_.has_ready();
    const Duration idle = goes_on ? Duration::zero() : std::min(loop_.queue().earliest(), until) - loop_.now();
    reactor_.poll(std::clamp(idle, Duration::zero(), longest));
    loop_.set_now(std::max(clock(), loop_.now()));
    // Sockets have reported everything that came before this moment; so even if the loop is late, no timer fires before
    // a packet that came earlier.
    const Moment polled_at = loop_.now();
    names_service_.deliver();
    loop_.run_ready();
    switch_off_returned();
    run_due(polled_at);
    if (stopped_) return RunEnd::kStopped;
    if (loop_.now() >= until) return RunEnd::kUntil;
  }
}

void RealWorld::record(const Host& host, std::string_view event, std::span<const Field> fields) {
  if (config_.recorder != nullptr) config_.recorder->record({now(), host.name(), event, fields});
}

void RealWorld::describe(std::ostream& out, std::size_t most) const {
  std::vector<const Host*> hosts;
  for (const std::unique_ptr<RealHost>& host : hosts_) hosts.push_back(host.get());
  describe_hosts(out, hosts, most);
}

std::unique_ptr<RealWorld> make_real_world(const RealWorldConfig& config) {
  return std::make_unique<RealWorld>(config);
}

Result<void> raise_open_files_limit(std::uint64_t needed) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return Result<void>();
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_max != RLIM_INFINITY && limit.rlim_max < needed) {
    return Failure{"open files: this run needs " + std::to_string(needed) + ", the hard limit is " +
                   std::to_string(limit.rlim_max) + "; raise it with ulimit -Hn or in limits.conf"};
  }
  return Result<void>();
}

}  // namespace dialtone
