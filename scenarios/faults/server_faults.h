// Scripts that apply a scenario's faults in servers and proxies. Null if no fault targets the server.
#pragma once

#include <memory>
#include <string_view>

#include "protocol/http/script.h"
#include "protocol/sip/server_script.h"
#include "scenarios/faults/open_windows.h"
#include "scenarios/language/parties/scenario.h"
#include "scenarios/middlebox/proxy_script.h"

namespace dialtone {

// `scenario` and `open` must outlive the script.
std::unique_ptr<HttpScript> provisioning_script(const Scenario& scenario, const OpenWindows& open);
std::unique_ptr<sip::ServerScript> call_agent_script(const Scenario& scenario, std::string_view target,
                                                     const OpenWindows& open);
// Never null: without a fault, the script forwards everything unchanged.
std::unique_ptr<ProxyScript> proxy_script(const Scenario& scenario, std::string_view target, const OpenWindows& open);

}  // namespace dialtone
