// The real world: the system's clock and sockets, one loop, one thread (and one that looks names up).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "values/result.h"
#include "world/real/datagram_batch.h"
#include "world/real/name_service.h"
#include "world/real/reactor.h"
#include "world/real/real_host.h"
#include "world/real/timer_lag.h"
#include "world/world.h"

namespace dialtone {

struct RealWorldConfig {
  std::uint64_t seed = 1;
  // Receives every event; may be null. Must outlive the world.
  Recorder* recorder = nullptr;
  // The run's start, shared by the processes of one run.
  std::chrono::system_clock::time_point start = std::chrono::system_clock::now();
  // The parent folder of the hosts' flash folders; empty: in memory.
  std::filesystem::path flash_folder = {};
  // If true, names that set_name did not define do not exist; if false, the system resolves them.
  bool only_given_names = false;
  // The most that the world's clock advances between two readings. If the machine suspends the process for longer, the
  // world's clock advances only by this much, so that the order of events is kept.
  Duration longest_step = Duration::max();
};

class RealWorld : public World {
 public:
  explicit RealWorld(const RealWorldConfig& config);
  ~RealWorld() override;

  // --- World ---
  Host& add_host(HostConfig config) override;
  void set_name(const std::string& name, Addresses addresses) override;
  void power_on(Host& host) override;
  void power_off(Host& host) override;
  void power_cut(Host& host) override;
  void reset_connections(Host& host) override;
  Moment now() const override { return loop_.now(); }
  void at(Moment moment, std::function<void()> action) override;
  RunEnd run(Moment until) override;
  void stop() override { stopped_ = true; }
  void end_hosts() override;
  void describe(std::ostream& out, std::size_t most) const override;

  // The 99th percentile of the lateness of timers.
  double timer_lag_p99_ms() const { return timer_lag_.p99_ms(); }

  // --- for its hosts ---
  Loop& loop() { return loop_; }
  Reactor& reactor() { return reactor_; }
  DatagramBatch& datagram_batch() { return datagram_batch_; }
  NameService& names() { return names_service_; }
  bool only_given_names() const { return config_.only_given_names; }
  const Addresses* find_name(const std::string& name) const;
  void record(const Host& host, std::string_view event, std::span<const Field> fields);
  void main_returned(RealHost& host);

 private:
  class Control;

  // Returns the present moment, from the system's clock.
  Moment clock();
  void switch_off_returned();
  // Handles events due at `limit` or before, but at most so many at once that sockets get their turn.
  void run_due(Moment limit);

  RealWorldConfig config_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point last_look_ = std::chrono::steady_clock::now();
  Loop loop_;
  Reactor reactor_;
  DatagramBatch datagram_batch_;
  NameService names_service_{reactor_};
  std::map<std::string, Addresses> names_;
  std::vector<std::unique_ptr<RealHost>> hosts_;
  std::vector<RealHost*> returned_;
  std::uint32_t next_control_ = 0;
  TimerLag timer_lag_;
  bool stopped_ = false;
};

std::unique_ptr<RealWorld> make_real_world(const RealWorldConfig& config);

// Raises the limit of open files to the hard limit. If that is below `needed`, the error says how many are needed.
Result<void> raise_open_files_limit(std::uint64_t needed);

}  // namespace dialtone
