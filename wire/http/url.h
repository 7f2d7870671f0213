// http URLs, and what stands on a request line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"

namespace dialtone::http {

// `http://[2001:db8::1]:8080/provision?x=1`, in parts. No user information: credentials travel otherwise.
struct HttpUrl {
  std::string scheme = "http";  // `http` or `https`, in lower case
  std::string host;             // as canonical_host() writes it: no capitals, no brackets
  std::uint16_t port = 80;      // the scheme's own where the URL has none
  std::string target = "/";     // path and query, percent-encoded as given; the fragment is dropped

  friend bool operator==(const HttpUrl&, const HttpUrl&) = default;
};

// An absolute URL of at most 8 kB.
Result<HttpUrl> parse_http_url(std::string_view text);
std::string to_text(const HttpUrl& url);

// What `reference`, such as a redirect's Location, means where `base` was asked (RFC 3986 section 5.2).
Result<HttpUrl> resolve_reference(const HttpUrl& base, std::string_view reference);

// The value of Host: brackets around an IPv6 address, the port only where it is not the scheme's own.
std::string host_header(const HttpUrl& url);

// A request target: origin-form `/path?query` or absolute-form `http://host/path?query` (RFC 9112 section 3.2).
struct RequestTarget {
  std::string path;                  // decoded
  std::optional<std::string> query;  // as given, without the question mark
};

Result<RequestTarget> parse_request_target(std::string_view target);

}  // namespace dialtone::http
