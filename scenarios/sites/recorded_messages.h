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

// The host of a server, which has power while it is asked.
using HostOfServer = std::function<Host&()>;

// A script that records, and otherwise does what `script` does, which may be null. Returns `script` itself if `record`
// asks for nothing of the protocol.
std::unique_ptr<HttpScript> recording_script(const std::vector<std::string>& record, std::unique_ptr<HttpScript> script,
                                             HostOfServer host);
std::unique_ptr<sip::ServerScript> recording_script(const std::vector<std::string>& record,
                                                    std::unique_ptr<sip::ServerScript> script, HostOfServer host);

// The value of a header as events may have it: of credentials and challenges the scheme and what tells no secret, with
// `*` for the rest; of cookies `*`.
std::string shown_value(std::string_view header, std::string_view value);

}  // namespace dialtone
