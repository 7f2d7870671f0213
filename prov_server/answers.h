// The provisioning server's answers, but for the settings: a fault, and the refusal that never says why.
#pragma once

#include <string>
#include <string_view>

#include "wire/http/message.h"

namespace dialtone {

// Cache-Control and Content-Type, which every answer has.
http::Response xml_response(int status, std::string body);

// A short text that names the fault, as an XML document of one element, `<error>`.
http::Response fault_response(int status, std::string_view text);

// 403, always the same bytes.
http::Response refusal_response();

}  // namespace dialtone
