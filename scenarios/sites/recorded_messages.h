// Records the requests that a server receives, and the headers that a scenario wants to see: `record: [requests,
// SIP.Contact, HTTP.Via]`.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/http/script.h"
#include "protocol/sip/server_script.h"
#include "world/host.h"

namespace dialtone {

// Returns the host of a server. Called only while the host has power.
using HostOfServer = std::function<Host&()>;

// Returns a script that records messages and otherwise does what `script` does; `script` may be null. Returns `script`
// itself if `record` names nothing of this protocol.
std::unique_ptr<HttpScript> recording_script(const std::vector<std::string>& record, std::unique_ptr<HttpScript> script,
                                             HostOfServer host);
std::unique_ptr<sip::ServerScript> recording_script(const std::vector<std::string>& record,
                                                    std::unique_ptr<sip::ServerScript> script, HostOfServer host);

// The value of a header with secrets hidden, for events. Of credentials and challenges it shows the scheme and the
// parameters that are not secret, with `*` for the rest; cookies become `*`.
std::string shown_value(std::string_view header, std::string_view value);

}  // namespace dialtone
