// The scripts that tell servers and proxies their faults. None where a scenario has none for them.
#pragma once

#include <memory>
#include <string_view>

#include "protocol/http/script.h"
#include "protocol/sip/server_script.h"
#include "scenarios/faults/open_windows.h"
#include "scenarios/language/parties/scenario.h"
#include "scenarios/middlebox/proxy_script.h"

namespace dialtone {

// `scenario` and `open` must outlive what is returned.
std::unique_ptr<HttpScript> provisioning_script(const Scenario& scenario, const OpenWindows& open);
std::unique_ptr<sip::ServerScript> call_agent_script(const Scenario& scenario, std::string_view target,
                                                     const OpenWindows& open);
// One that passes everything where no fault targets the proxy.
std::unique_ptr<ProxyScript> proxy_script(const Scenario& scenario, std::string_view target, const OpenWindows& open);

}  // namespace dialtone
