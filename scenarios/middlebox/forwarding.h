// What an intermediary does to the messages that it forwards (RFC 9110 sections 7.6.1 and 7.6.3, RFC 9112 section 7).
#pragma once

#include <string>
#include <string_view>

#include "values/endpoint.h"
#include "wire/http/message.h"

namespace dialtone {

// The end-to-end fields: all but those that Connection names and those that are for one hop whether it names them or
// not.
http::Headers end_to_end(const http::Headers& headers);

// Whether the body came in chunks. A message knows of it by its header alone: its body is decoded.
bool is_chunked(const http::Headers& headers);

// Gives a message whose body is decoded the framing that goes with the body: chunked where `chunked`, else its length,
// where there is a body to measure.
void frame_body(http::Headers& headers, std::string& body, bool chunked);

// The request as it goes on to `upstream` (Host, where HTTP/1.0 left it out): Via and X-Forwarded-For added, the
// connection for one request only.
http::Request forwarded_request(http::Request request, const Endpoint& client, std::string_view upstream,
                                std::string_view pseudonym);

// The answer as it comes from the server: its Via added, and without Date, which our server side gives. An answer
// without a body keeps the length that it tells.
http::Response forwarded_answer(http::Response answer, std::string_view pseudonym);

}  // namespace dialtone
