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

// A world, and which of the two it is: the other is null.
struct RunWorld {
  std::unique_ptr<World> world;
  VirtualWorld* simulated = nullptr;
  RealWorld* real = nullptr;
};
RunWorld run_world(const VirtualWorldConfig& config);
RunWorld run_world(const RealWorldConfig& config);

// Of servers that have this process to themselves: whoever started it takes their power, by ending the process.
struct ServerLives {
  // How many there were before, and where the servers listened then.
  std::uint32_t earlier = 0;
  ServerEndpoints listened;
  Servers::Past past;
};

// Who lives on a site.
struct Residents {
  std::vector<ServerKind> servers = {};
  // Nothing: no device.
  std::optional<DeviceShare> devices = {};
  // Nothing: the site takes the power of its servers, and gives it back.
  std::optional<ServerLives> lives = {};
};

// Everybody records to the recorder of the world.
class WorldSite : public Site {
 public:
  // `world` is that of the context, and outlives the site. `store`: the servers' user database; null where no server
  // lives here.
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

  // Presses the power buttons of all servers: each finishes what it had begun.
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
