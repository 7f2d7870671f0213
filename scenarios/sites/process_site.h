// A site in a child process: one server, or a share of the devices. The child is this executable with the plan:
// `dialtone part PLAN NAME` (scenarios/sites/part.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "scenarios/sites/child_process.h"
#include "scenarios/sites/device_share.h"
#include "scenarios/sites/part.h"
#include "scenarios/sites/site.h"
#include "world/real/real_world.h"

namespace dialtone {

// What is needed to start the children of a run.
struct ProcessOrigin {
  std::filesystem::path executable;
  std::filesystem::path plan_file;
  // The run's directory.
  std::filesystem::path directory;
  WallTime start{};
};

class ProcessSite : public Site {
 public:
  // `world` is the world of `context`. No party lives in it: it keeps the time and waits for the child's output.
  ProcessSite(const SiteContext& context, RealWorld& world, ProcessOrigin origin, ServerKind server);
  ProcessSite(const SiteContext& context, RealWorld& world, ProcessOrigin origin, const DeviceShare& devices);
  ~ProcessSite() override;

  void start_servers() override;
  void begin(const ServerEndpoints& servers) override;
  void strike(const Fault& fault, Moment until) override;
  void describe() override;
  bool has_devices() const override { return !server_; }
  bool notes_end_of(const Fault& fault) const override { return takes_power(fault); }
  Duration latency() const override;
  bool awaits_server() const override { return back_by_ != kNever && !ending_with_start_.empty(); }
  void leave() override;
  bool has_left() override;
  void end() override;
  Result<double> timer_lag_p99_ms() const override;

 private:
  class Child;
  // A triggered fault that has struck, and the end of its effect.
  struct Struck {
    const Fault* fault = nullptr;
    Moment until;
  };

  ProcessSite(const SiteContext& context, RealWorld& world, ProcessOrigin origin, std::string name,
              std::optional<ServerKind> server);

  void start();
  bool is_on() const { return child_ != nullptr && !is_leaving_; }
  bool is_about(const Fault& fault) const { return server_targeted(fault.target) == server_; }
  // Returns true if the fault takes the power of this site's server. Such a fault ends when the server serves again.
  bool takes_power(const Fault& fault) const;
  // Returns a line for each earlier strike that still has effect, with a line end before each line; the child reads
  // them when it starts.
  std::string what_lasts() const;

  // --- power ---
  //
  // `at` is the planned moment of the loss.
  void take_power(const Fault& fault, Moment at);
  void end_child(const PowerAction& power);
  void forget_bindings() const;
  // `at` is the planned moment of the return.
  void give_power(const Fault& fault, Moment at);
  // Fails the run if the restarted server does not serve in time.
  void await_return();
  void note_end(const Fault& fault) { context_.note({context_.world.now(), &fault, true}); }

  // --- the child's output ---
  void hear_soon();
  void hear();
  void take(const std::string& line);
  void take_fault_moment(const RecordedEvent& event);
  void take_acts(const RecordedEvent& event);

  SiteContext context_;
  RealWorld& world_;
  ProcessOrigin origin_;
  const std::string name_;
  const std::optional<ServerKind> server_;
  ServerEndpoints servers_;
  std::unique_ptr<Child> child_;
  // True after the child was told to end or was killed, by a fault or at the end of the run.
  bool is_leaving_ = false;
  bool is_killed_ = false;
  bool will_hear_ = false;
  std::uint32_t lives_ = 0;
  std::vector<Struck> struck_;
  // The end of the outage; several faults may extend it.
  Moment out_until_{};
  // The moment when the last child was ended.
  Moment away_since_{};
  // The faults that end when the new child serves.
  std::vector<const Fault*> ending_with_start_;
  // The deadline for the server to serve again; kNever if no start is awaited.
  Moment back_by_ = kNever;
  std::optional<double> timer_lag_p99_ms_;
};

}  // namespace dialtone
