// The provisioning server's answers other than settings: errors, and the refusal, which never says why.
#pragma once

#include <string>
#include <string_view>

#include "wire/http/message.h"

namespace dialtone {

// Adds Cache-Control and Content-Type, which every answer has.
http::Response xml_response(int status, std::string body);

// Returns a short text about the error, as an XML document with one element, `<error>`.
http::Response fault_response(int status, std::string_view text);

// Returns 403, always with the same bytes.
http::Response refusal_response();

}  // namespace dialtone
