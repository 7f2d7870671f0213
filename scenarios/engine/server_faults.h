// A scenario's faults as the scripts that its servers ask, once for each request.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "call_agent_sim/sip_script.h"
#include "prov_server/server_script.h"
#include "scenarios/engine/fault.h"

namespace dialtone {

// Of the faults that target a server and answer, delay or drop its requests, the first whose window is open and that
// matches decides. Null where there is none: then nothing is asked. `faults` must outlive the script.
std::unique_ptr<ServerScript> provisioning_script(const std::vector<Fault>& faults);
std::unique_ptr<SipScript> call_agent_script(const std::vector<Fault>& faults, std::string_view target);

}  // namespace dialtone
