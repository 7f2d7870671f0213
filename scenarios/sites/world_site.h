// A site in this process: parties on the hosts of a world, virtual or real.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "scenarios/sites/cast.h"
#include "scenarios/sites/device_share.h"
#include "scenarios/sites/servers.h"
#include "scenarios/sites/site.h"
#include "world/real/real_world.h"
#include "world/virtual/virtual_world.h"

namespace dialtone {

// A world, as exactly one of its two kinds; the other pointer is null.
struct RunWorld {
  std::unique_ptr<World> world;
  VirtualWorld* simulated = nullptr;
  RealWorld* real = nullptr;
};
RunWorld run_world(const VirtualWorldConfig& config);
RunWorld run_world(const RealWorldConfig& config);

// Only for servers in a process of their own: the parent takes their power by ending the process.
struct ServerLives {
  // The number of earlier lives of the servers, and where they listened then.
  std::uint32_t earlier = 0;
  ServerEndpoints listened;
  Servers::Past past;
};

// The parties that live on a site.
struct Residents {
  std::vector<ServerKind> servers = {};
  // nullopt: no devices.
  std::optional<DeviceShare> devices = {};
  // nullopt: the site itself takes and returns the power of its servers.
  std::optional<ServerLives> lives = {};
};

// All parties record to the world's recorder.
class WorldSite : public Site {
 public:
  // `world` is the world of `context` and must outlive the site. `store` is the servers' user database; null if no
  // server lives here.
  WorldSite(const SiteContext& context, const RunWorld& world, Residents residents, SubscriberStore* store);

  void start_servers() override;
  void begin(const ServerEndpoints& servers) override;
  void strike(const Fault& fault, Moment until) override;
  void see(const RecordedEvent& event) override {
    if (cast_) cast_->see(event);
  }
  void describe() override;
  bool has_devices() const override { return cast_.has_value(); }
  Result<double> timer_lag_p99_ms() const override;

  // Switches all servers off: each finishes requests in progress.
  void power_off_servers();
  bool has_servers_on() const { return servers_ && servers_->is_on(); }

 private:
  World& world_;
  const RealWorld* real_;
  Residents residents_;
  std::optional<Servers> servers_;
  std::optional<Cast> cast_;
};

}  // namespace dialtone
