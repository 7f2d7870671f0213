#include "scenarios/middlebox/forwarding.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace dialtone {
namespace {

// RFC 9110 section 7.6.1, and the single-hop fields of sections 11.7, 10.1.4 and 7.8. Includes Expect, because the
// proxy's server side has already told the client to continue.
constexpr std::array<std::string_view, 11> kHopByHop{"Connection",
                                                     "Keep-Alive",
                                                     "Proxy-Connection",
                                                     "Proxy-Authenticate",
                                                     "Proxy-Authentication-Info",
                                                     "Proxy-Authorization",
                                                     "TE",
                                                     "Trailer",
                                                     "Transfer-Encoding",
                                                     "Upgrade",
                                                     "Expect"};

bool is_hop_by_hop(const http::Headers& headers, std::string_view name) {
  const auto is_it = [&](std::string_view each) { return http::equal_names(each, name); };
  return std::any_of(kHopByHop.begin(), kHopByHop.end(), is_it) || headers.has_token("Connection", name);
}

// Joins the fields of that name into one list (RFC 9110 section 5.3) and appends `element`.
void append_element(http::Headers& headers, std::string_view name, std::string_view element) {
  std::string list;
  for (const http::Header& header : headers) {
    if (!http::equal_names(header.name, name) || header.value.empty()) continue;
    list += header.value;
    list += ", ";
  }
  list += element;
  headers.set(name, list);
}

void append_via(http::Headers& headers, int version_minor, std::string_view pseudonym) {
  append_element(headers, "Via", (version_minor == 0 ? "1.0 " : "1.1 ") + std::string(pseudonym));
}

std::string hexadecimal(std::size_t number) {
  std::array<char, 16> digits;
  const std::to_chars_result end = std::to_chars(digits.data(), digits.data() + digits.size(), number, 16);
  return {digits.data(), end.ptr};
}

}  // namespace

http::Headers end_to_end(const http::Headers& headers) {
  http::Headers kept;
  kept.reserve(headers.size());
  for (const http::Header& header : headers) {
    if (!is_hop_by_hop(headers, header.name)) kept.add(header.name, header.value);
  }
  return kept;
}

bool is_chunked(const http::Headers& headers) { return headers.has_token("Transfer-Encoding", "chunked"); }

void frame_body(http::Headers& headers, std::string& body, bool chunked) {
  headers.remove("Content-Length");
  if (body.empty()) return;
  if (!chunked) {
    headers.add("Content-Length", std::to_string(body.size()));
    return;
  }
  headers.add("Transfer-Encoding", "chunked");
  body = hexadecimal(body.size()) + "\r\n" + body + "\r\n0\r\n\r\n";
}

http::Request forwarded_request(http::Request request, const Endpoint& client, std::string_view upstream,
                                std::string_view pseudonym) {
  const bool chunked = is_chunked(request.headers);
  request.headers = end_to_end(request.headers);
  if (request.headers.find("Host") == nullptr) request.headers.add("Host", upstream);
  append_via(request.headers, request.version_minor, pseudonym);
  append_element(request.headers, "X-Forwarded-For", to_text(client.address));
  request.headers.add("Connection", "close");
  request.version_minor = 1;
  frame_body(request.headers, request.body, chunked);
  return request;
}

http::Response forwarded_answer(http::Response answer, std::string_view pseudonym) {
  answer.headers = end_to_end(answer.headers);
  answer.headers.remove("Date");
  append_via(answer.headers, answer.version_minor, pseudonym);
  answer.version_minor = 1;
  return answer;
}

}  // namespace dialtone
