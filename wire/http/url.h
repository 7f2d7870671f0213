// http URLs, and the targets of request lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone::http {

// The parts of `http://[2001:db8::1]:8080/provision?x=1`. User information is refused: credentials are sent otherwise.
struct HttpUrl {
  std::string scheme = "http";  // `http` or `https`, in lower case
  std::string host;             // as canonical_host() writes it: no capitals, no brackets
  std::uint16_t port = 80;      // the scheme's default if the URL has none
  std::string target = "/";     // path and query, percent-encoded as given, without the fragment

  friend bool operator==(const HttpUrl&, const HttpUrl&) = default;
};

// Parses an absolute URL of at most 8 kB.
Result<HttpUrl> parse_http_url(std::string_view text);
std::string to_text(const HttpUrl& url);

// Resolves `reference`, such as a redirect's Location, against `base` (RFC 3986 section 5.2).
Result<HttpUrl> resolve_reference(const HttpUrl& base, std::string_view reference);

// Returns the value of Host: brackets around an IPv6 address, and the port unless it is the scheme's default.
std::string host_header(const HttpUrl& url);

// A request target: origin-form `/path?query` or absolute-form `http://host/path?query` (RFC 9112 section 3.2).
struct RequestTarget {
  std::string path;                  // decoded
  std::optional<std::string> query;  // as given, without the question mark
};

Result<RequestTarget> parse_request_target(std::string_view target);

}  // namespace dialtone::http
