#include "device_sim/signalling/call_agent_link.h"

#include <cassert>

#include "device_sim/signalling/sip_link.h"

namespace dialtone {

std::unique_ptr<CallAgentLink> link_to_call_agents(std::unique_ptr<CallAgentLink> present,
                                                   const DeviceSettings& settings, Host& host,
                                                   const DeviceConfig& config, DemandLimit& demand_limit,
                                                   const BootFacts& boot) {
  assert(!settings.call_agents.empty() && "only with call agents there is something to link to");
  if (present != nullptr) return present;
  return std::make_unique<SipLink>(host, config, demand_limit, boot);
}

}  // namespace dialtone
