// What a proxy does to messages that it forwards (RFC 9110 sections 7.6.1 and 7.6.3, RFC 9112 section 7).
#pragma once

#include <string>
#include <string_view>

#include "values/endpoint.h"
#include "wire/http/message.h"

namespace dialtone {

// Returns the end-to-end fields: all but those that Connection names and those that are always for a single hop.
http::Headers end_to_end(const http::Headers& headers);

// Returns true if the body came in chunks. The body itself is decoded, so only the header shows this.
bool is_chunked(const http::Headers& headers);

// Gives a message with a decoded body its framing: chunked if `chunked`, else the length if there is a body.
void frame_body(http::Headers& headers, std::string& body, bool chunked);

// Returns the request to forward to `upstream`, whose name is used for Host if HTTP/1.0 left Host out: adds Via and
// X-Forwarded-For, and asks for a connection for this request only.
http::Request forwarded_request(http::Request request, const Endpoint& client, std::string_view upstream,
                                std::string_view pseudonym);

// Returns the server's answer to forward: adds Via, and removes Date, which the proxy's server side sets. An answer
// without a body keeps its stated length.
http::Response forwarded_answer(http::Response answer, std::string_view pseudonym);

}  // namespace dialtone
