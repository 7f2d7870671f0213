#include "world/virtual/virtual_world.h"

#include <algorithm>
#include <cassert>

#include "world/describe.h"
#include "world/events/host_events.h"

namespace dialtone {

// An action scheduled with at(); owns itself until it has run.
class VirtualWorld::Control : public SelfOwnedEvent {
 public:
  explicit Control(std::function<void()> action) : SelfOwnedEvent(&Control::fire), action_(std::move(action)) {}

 private:
  static void fire(Event& event) {
    const std::unique_ptr<Control> control(&static_cast<Control&>(event));
    control->action_();
  }
  std::function<void()> action_;
};

VirtualWorld::VirtualWorld(const VirtualWorldConfig& config) : config_(config) {
  loop_.set_most_in_a_row(config.most_events_at_one_moment);
}

VirtualWorld::~VirtualWorld() { VirtualWorld::end_hosts(); }

void VirtualWorld::end_hosts() {
  assert(loop_.running() == nullptr && "a party does not end the world that it lives in");
  hosts_.clear();
  returned_.clear();
  // All events still queued own themselves: packets in transit and scheduled actions.
  while (Event* event = loop_.queue().pop(kNever)) delete static_cast<SelfOwnedEvent*>(event);
}

Host& VirtualWorld::add_host(HostConfig config) {
  auto host = std::make_unique<VirtualHost>(*this, std::move(config), config_.seed, config_.start);
  Nat* const nat = host->behind();
  for (const IpAddress& address : host->addresses()) {
    if (nat != nullptr && nat->translates(address)) {
      nat->add_inside(address, *host);
    } else {
      network_.add_address(address, *host);
    }
  }
  hosts_.push_back(std::move(host));
  return *hosts_.back();
}

Nat& VirtualWorld::add_nat(std::string name, const IpAddress& public_address, const NatOptions& options) {
  auto made = std::make_unique<Nat>(*this, std::move(name), public_address, options, config_.seed, config_.start);
  Nat& nat = *made;
  network_.add_address(public_address, nat);
  hosts_.push_back(std::move(made));
  power_on(nat);
  return nat;
}

void VirtualWorld::set_name(const std::string& name, Addresses addresses) {
  if (addresses.empty()) {
    names_.erase(name);
  } else {
    names_[name] = std::move(addresses);
  }
}

const Addresses* VirtualWorld::find_name(const std::string& name) const {
  const auto found = names_.find(name);
  return found == names_.end() ? nullptr : &found->second;
}

void VirtualWorld::power_on(Host& host) {
  assert(loop_.running() == nullptr && "power comes and goes between the parties' turns");
  if (!host.powered()) static_cast<VirtualHost&>(host).switch_on();
}

void VirtualWorld::power_off(Host& host) {
  if (host.powered()) static_cast<VirtualHost&>(host).press_power_button();
}

void VirtualWorld::power_cut(Host& host) {
  assert(loop_.running() == nullptr && "power comes and goes between the parties' turns");
  // Also for a host that is off: its undelivered bytes are dropped now.
  static_cast<VirtualHost&>(host).switch_off(false);
  std::erase(returned_, &static_cast<VirtualHost&>(host));
}

void VirtualWorld::reset_connections(Host& host) {
  assert(loop_.running() == nullptr && "connections are reset between the parties' turns");
  static_cast<VirtualHost&>(host).reset_connections();
}

void VirtualWorld::change_address(Host& host, const IpAddress& address) {
  assert(loop_.running() == nullptr && "addresses change between the parties' turns");
  auto& its = static_cast<VirtualHost&>(host);
  const IpAddress former = its.address();
  if (its.behind() != nullptr && its.behind()->translates(former)) {
    its.behind()->move_inside(former, address);
  } else {
    network_.move_address(former, address);
  }
  its.change_address(address);
  const std::string before = to_text(former);
  const std::string after = to_text(address);
  host.record(host_events::AddressChanged{.former_address = before, .new_address = after});
}

void VirtualWorld::main_returned(VirtualHost& host) {
  assert(host.powered());
  returned_.push_back(&host);
}

void VirtualWorld::switch_off_returned() {
  for (VirtualHost* host : std::exchange(returned_, {})) {
    assert(host->powered() && "a main returns once in a life");
    host->switch_off(true);
  }
}

void VirtualWorld::at(Moment moment, std::function<void()> action) {
  assert(action);
  auto control = std::make_unique<Control>(std::move(action));
  loop_.queue().schedule(*control.release(), std::max(moment, now()), EventClass::kControl, 0, next_control_++);
}

RunEnd VirtualWorld::run(Moment until) {
  stopped_ = false;
  spinner_ = nullptr;
  std::uint64_t at_this_moment = 0;
  Moment moment = now();
  loop_.run_ready();
  switch_off_returned();
  for (;;) {
    if (stopped_) return RunEnd::kStopped;
    if (loop_.has_ready()) return livelock();
    if (!loop_.run_one(until)) break;
    ++events_;
    if (!returned_.empty()) switch_off_returned();
    if (loop_.now() != moment) {
      moment = loop_.now();
      at_this_moment = 0;
    } else if (++at_this_moment > config_.most_events_at_one_moment) {
      return livelock();
    }
  }
  if (loop_.queue().size() == 0) return RunEnd::kIdle;
  loop_.set_now(std::max(until, now()));
  return RunEnd::kUntil;
}

RunEnd VirtualWorld::livelock() {
  spinner_ = loop_.last_host();
  return RunEnd::kLivelock;
}

void VirtualWorld::record(const Host& host, std::string_view event, std::span<const Field> fields) {
  if (config_.recorder != nullptr) config_.recorder->record({now(), host.name(), event, fields});
}

void VirtualWorld::describe(std::ostream& out, std::size_t most) const {
  std::vector<const Host*> hosts;
  for (const std::unique_ptr<VirtualHost>& host : hosts_) hosts.push_back(host.get());
  const auto spinner = std::find(hosts.begin(), hosts.end(), spinner_);
  if (spinner != hosts.end()) std::rotate(hosts.begin(), spinner, std::next(spinner));
  describe_hosts(out, hosts, most);
}

std::uint64_t VirtualWorld::fingerprint() const {
  std::uint64_t sum = 0;
  for (const std::unique_ptr<VirtualHost>& host : hosts_) sum += host->fingerprint();
  return sum;
}

std::unique_ptr<VirtualWorld> make_virtual_world(const VirtualWorldConfig& config) {
  return std::make_unique<VirtualWorld>(config);
}

}  // namespace dialtone
