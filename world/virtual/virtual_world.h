// The virtual world: a virtual clock that jumps from event to event, and a simulated network. Two runs with the same
// plan and the same seed are identical.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "world/virtual/nat.h"
#include "world/virtual/network.h"
#include "world/virtual/virtual_host.h"
#include "world/world.h"

namespace dialtone {

struct VirtualWorldConfig {
  std::uint64_t seed = 1;
  // Receives every event; may be null. Must outlive the world.
  Recorder* recorder = nullptr;
  // The time of the hosts' wall clocks at the start: 2026-01-01T00:00:00Z.
  WallTime start = WallTime(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
  // The maximum number of events at one moment, and of coroutines that continue after one event.
  std::uint64_t most_events_at_one_moment = 20'000'000;
};

class VirtualWorld : public World {
 public:
  explicit VirtualWorld(const VirtualWorldConfig& config);
  ~VirtualWorld() override;

  // --- World ---
  Host& add_host(HostConfig config) override;
  void set_name(const std::string& name, Addresses addresses) override;
  void power_on(Host& host) override;
  void power_off(Host& host) override;
  void power_cut(Host& host) override;
  // Gives a host another first address, as DHCP does; the former address then belongs to nobody.
  // VirtualHost::change_address() says what becomes of sockets bound to the former address. Call only from control
  // events and between runs. Recorded as the host's `address.changed`.
  void change_address(Host& host, const IpAddress& address);
  void reset_connections(Host& host) override;
  Moment now() const override { return loop_.now(); }
  void at(Moment moment, std::function<void()> action) override;
  RunEnd run(Moment until) override;
  void stop() override { stopped_ = true; }
  void end_hosts() override;
  void describe(std::ostream& out, std::size_t most) const override;
  std::uint64_t fingerprint() const override;

  Network& network() { return network_; }
  // Adds an address translator, which is switched on at once. HostConfig::behind puts hosts behind the translator. Its
  // name must be unique among the hosts' names, and its address among the public addresses.
  Nat& add_nat(std::string name, const IpAddress& public_address, const NatOptions& options = {});
  // The number of events handled so far.
  std::uint64_t events() const { return events_; }

  // --- for its hosts ---
  Loop& loop() { return loop_; }
  const Addresses* find_name(const std::string& name) const;
  void record(const Host& host, std::string_view event, std::span<const Field> fields);
  void main_returned(VirtualHost& host);

 private:
  class Control;

  void switch_off_returned();
  RunEnd livelock();

  VirtualWorldConfig config_;
  Loop loop_;
  Network network_;
  std::map<std::string, Addresses> names_;
  std::vector<std::unique_ptr<VirtualHost>> hosts_;
  std::vector<VirtualHost*> returned_;
  std::uint32_t next_control_ = 0;
  std::uint64_t events_ = 0;
  // After a livelock, the host that ran last; otherwise null.
  const Host* spinner_ = nullptr;
  bool stopped_ = false;
};

std::unique_ptr<VirtualWorld> make_virtual_world(const VirtualWorldConfig& config);

}  // namespace dialtone
