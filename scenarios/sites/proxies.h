// The proxies of a plan on the hosts of a world, and what the scenario's faults do to them. The same in every world.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/faults/open_windows.h"
#include "scenarios/faults/outages.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/language/plan/plan.h"
#include "world/world.h"

namespace dialtone {

class Proxies {
 public:
  // `plan`, `world` and `open` must outlive this object. If `live_here` is false, the proxies live on another site and
  // only their addresses are known here.
  Proxies(const Plan& plan, World& world, bool addresses_are_simulated, bool live_here, const OpenWindows& open);
  ~Proxies();
  Proxies(const Proxies&) = delete;
  Proxies& operator=(const Proxies&) = delete;

  // Starts the proxies that live here and schedules their faults. `provisioning` is the server to which they forward
  // requests.
  void start(const Endpoint& provisioning);
  // Returns where the proxy listens; requires start().
  const Endpoint& endpoint_of(std::string_view name) const;
  // Applies a fault now to the proxy that it targets; does nothing if the target is not a proxy.
  void strike(const Fault& fault);

 private:
  struct ProxySeat;

  static Task<void> serve(Host& host, ProxySeat& seat);
  bool is_proxy(std::string_view name) const;
  void start(ProxySeat& seat);
  void make_party(ProxySeat& seat);
  void lose_power(ProxySeat& seat, Duration off_for);

  const Plan& plan_;
  World& world_;
  bool simulated_;
  bool live_here_;
  const OpenWindows& open_;
  Outages outages_;
  Endpoint provisioning_;
  std::vector<std::unique_ptr<ProxySeat>> seats_;
};

}  // namespace dialtone
