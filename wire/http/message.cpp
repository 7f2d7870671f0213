#include "wire/http/message.h"

#include <algorithm>
#include <cassert>

#include "wire/one_line.h"

namespace dialtone::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool keeps_alive(int version_minor, const Headers& headers) {
  if (headers.has_token("Connection", "close")) return false;
  return version_minor >= 1 || headers.has_token("Connection", "keep-alive");
}

void append_headers(std::string& text, const Headers& headers) {
  for (const Header& header : headers) {
    assert(is_one_line(header.name) && header.name.find(':') == std::string::npos);
    assert(is_one_line(header.value));
    text += header.name;
    text += ": ";
    text += header.value;
    text += "\r\n";
  }
}

void append_length(std::string& text, const Headers& headers, std::size_t length) {
  if (headers.find("Content-Length") != nullptr || headers.find("Transfer-Encoding") != nullptr) return;
  text += "Content-Length: ";
  text += std::to_string(length);
  text += "\r\n";
}

std::size_t head_size_estimate(const Headers& headers) {
  std::size_t size = 96;
  for (const Header& header : headers) size += header.name.size() + header.value.size() + 4;
  return size;
}

// The first line and the fields, with room for the rest and a body of that size.
std::string head_without_end(const Request& request, std::size_t body_bytes) {
  assert(request.target.find_first_of(" \r\n") == std::string::npos);
  std::string text;
  text.reserve(head_size_estimate(request.headers) + request.target.size() + body_bytes);
  text += request.method;
  text += ' ';
  text += request.target;
  text += request.version_minor == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n";
  append_headers(text, request.headers);
  return text;
}

std::string head_without_end(const Response& response, std::size_t body_bytes) {
  assert(response.status >= 100 && response.status <= 999);
  assert(is_one_line(response.reason));
  std::string text;
  text.reserve(head_size_estimate(response.headers) + body_bytes);
  text += response.version_minor == 0 ? "HTTP/1.0 " : "HTTP/1.1 ";
  text += std::to_string(response.status);
  text += ' ';
  text += response.reason.empty() ? usual_reason(response.status) : std::string_view(response.reason);
  text += "\r\n";
  append_headers(text, response.headers);
  return text;
}

}  // namespace

bool equal_names(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

bool is_token_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_field_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; });
}

void Headers::add(std::string_view name, std::string_view value) {
  fields_.push_back({std::string(name), std::string(value)});
}

void Headers::set(std::string_view name, std::string_view value) {
  remove(name);
  add(name, value);
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Header& header) { return equal_names(header.name, name); });
}

const std::string* Headers::find(std::string_view name) const {
  for (const Header& header : fields_) {
    if (equal_names(header.name, name)) return &header.value;
  }
  return nullptr;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(fields_.begin(), fields_.end(),
                                                [&](const Header& header) { return equal_names(header.name, name); }));
}

bool Headers::has_token(std::string_view name, std::string_view token) const {
  for (const Header& header : fields_) {
    if (!equal_names(header.name, name)) continue;
    std::string_view rest = header.value;
    for (;;) {
      const std::size_t comma = rest.find(',');
      if (equal_names(trimmed(rest.substr(0, comma)), token)) return true;
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  return false;
}

bool keeps_alive(const Request& request) { return keeps_alive(request.version_minor, request.headers); }
bool keeps_alive(const Response& response) { return keeps_alive(response.version_minor, response.headers); }

bool is_bodiless(int status) { return status / 100 == 1 || status == 204 || status == 304; }

std::string_view usual_reason(int status) {
  switch (status) {
    case 100: return "Continue";
    case 200: return "OK";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 417: return "Expectation Failed";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
  }
}

std::string write_request(const Request& request) {
  std::string text = head_without_end(request, request.body.size());
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT") {
    append_length(text, request.headers, request.body.size());
  }
  text += "\r\n";
  text += request.body;
  return text;
}

std::string write_response(const Response& response, bool to_head) {
  std::string text = head_without_end(response, response.body.size());
  if (!is_bodiless(response.status)) append_length(text, response.headers, response.body.size());
  text += "\r\n";
  if (!to_head && !is_bodiless(response.status)) text += response.body;
  return text;
}

std::string write_head(const Request& request) { return head_without_end(request, 0) + "\r\n"; }

std::string write_head(const Response& response) { return head_without_end(response, 0) + "\r\n"; }

}  // namespace dialtone::http
