#include "wire/http/url.h"

#include <algorithm>

#include "values/endpoint.h"
#include "values/host_text.h"
#include "wire/http/message.h"
#include "wire/http/percent.h"

namespace dialtone::http {
namespace {

constexpr std::size_t kLongestUrl = 8 * 1024;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

std::uint16_t usual_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

bool is_url_character(char c) {
  return c > 0x20 && c < 0x7F && std::string_view("\"<>\\^`{|}").find(c) == std::string_view::npos;
}

Result<void> check_characters(std::string_view text) {
  if (text.size() > kLongestUrl) return Failure{"the URL is too long"};
  if (!std::all_of(text.begin(), text.end(), is_url_character)) {
    return Failure{"the URL has a character that must be percent-encoded"};
  }
  return {};
}

bool is_host_name(std::string_view host) {
  return !host.empty() && host.size() <= 253 && std::all_of(host.begin(), host.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
           c == '_';
  });
}

Result<void> parse_authority(std::string_view authority, HttpUrl& url) {
  if (authority.find('@') != std::string_view::npos) return Failure{"user information in a URL is not accepted"};
  std::string_view host = authority;
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t end = authority.find(']');
    if (end == std::string_view::npos) return Failure{"the URL's host lacks a closing bracket"};
    host = authority.substr(1, end - 1);
    Result<IpAddress> address = parse_ip_address(host);
    if (!address || !address->is_v6()) return Failure{"the URL's host in brackets is not an IPv6 address"};
    const std::string_view rest = authority.substr(end + 1);
    if (!rest.empty() && rest.front() != ':') return Failure{"the URL has text behind its host"};
    port = rest.substr(std::min<std::size_t>(1, rest.size()));
  } else {
    host = authority.substr(0, authority.find(':'));
    port = authority.substr(std::min(host.size() + 1, authority.size()));
    if (!is_host_name(host)) return Failure{"the URL's host is neither an address nor a name"};
  }
  url.host = canonical_host(host);
  url.port = usual_port(url.scheme);
  if (port.empty()) return {};
  Result<std::uint16_t> number = parse_port(port);
  if (!number || *number == 0) return Failure{"the URL's port is not 1 to 65535"};
  url.port = *number;
  return {};
}

// RFC 3986 section 5.2.4, for a path that begins with a slash.
std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t next = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, next);
    const bool last = next == path.size();
    path.remove_prefix(next);
    if (segment == "/..") {
      out.erase(std::min(out.rfind('/'), out.size()));
    } else if (segment != "/.") {
      out += segment;
      continue;
    }
    if (last) out += '/';
  }
  return out.empty() ? "/" : out;
}

}  // namespace

Result<HttpUrl> parse_http_url(std::string_view text) {
  if (Result<void> checked = check_characters(text); !checked) return checked.error();
  const std::size_t colon = text.find("://");
  HttpUrl url;
  url.scheme = lower_case(text.substr(0, std::min<std::size_t>(colon, 6)));
  if (colon == std::string_view::npos || (url.scheme != "http" && url.scheme != "https")) {
    return Failure{"the URL begins with neither http:// nor https://"};
  }
  text = text.substr(colon + 3);
  text = text.substr(0, text.find('#'));
  const std::size_t authority_end = std::min(text.find_first_of("/?"), text.size());
  if (Result<void> authority = parse_authority(text.substr(0, authority_end), url); !authority)
    return authority.error();
  const std::string_view target = text.substr(authority_end);
  if (!target.empty()) url.target = (target.front() == '?' ? "/" : "") + std::string(target);
  return url;
}

std::string to_text(const HttpUrl& url) { return url.scheme + "://" + host_header(url) + url.target; }

Result<HttpUrl> resolve_reference(const HttpUrl& base, std::string_view reference) {
  if (Result<void> checked = check_characters(reference); !checked) return checked.error();
  reference = reference.substr(0, reference.find('#'));
  const std::size_t colon = reference.find(':');
  if (colon != std::string_view::npos && colon < reference.find_first_of("/?")) return parse_http_url(reference);
  if (reference.starts_with("//")) return parse_http_url(base.scheme + ":" + std::string(reference));
  HttpUrl url = base;
  if (reference.empty()) return url;
  const std::string_view base_path = std::string_view(base.target).substr(0, base.target.find('?'));
  const std::size_t query = std::min(reference.find('?'), reference.size());
  const std::string_view path = reference.substr(0, query);
  if (path.empty()) {
    url.target = base_path;
  } else if (path.front() == '/') {
    url.target = without_dot_segments(path);
  } else {
    url.target = without_dot_segments(std::string(base_path.substr(0, base_path.rfind('/') + 1)) + std::string(path));
  }
  url.target += reference.substr(query);
  return url;
}

std::string host_header(const HttpUrl& url) {
  std::string host = url.host.find(':') != std::string::npos ? "[" + url.host + "]" : url.host;
  if (url.port != usual_port(url.scheme)) host += ":" + std::to_string(url.port);
  return host;
}

Result<RequestTarget> parse_request_target(std::string_view target) {
  std::string absolute;
  if (!target.starts_with('/')) {
    Result<HttpUrl> url = parse_http_url(target);
    if (!url) return Failure{"the request target is neither a path nor an http URL"};
    absolute = std::move(url->target);
    target = absolute;
  }
  const std::size_t question = target.find('?');
  Result<std::string> path = percent_decode(target.substr(0, question));
  if (!path) return path.error();
  RequestTarget parts{*std::move(path), std::nullopt};
  if (question != std::string_view::npos) parts.query = std::string(target.substr(question + 1));
  return parts;
}

}  // namespace dialtone::http
