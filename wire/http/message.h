// HTTP/1.1 and HTTP/1.0 messages as plain values (RFC 9110, RFC 9112), and their text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone::http {

// Compares without regard to case, as for field names.
bool equal_names(std::string_view a, std::string_view b);

// Returns true for RFC 9110 section 5.6.2 `tchar`.
bool is_token_character(char c);
// Returns true if the text may be a field's value: no control characters but the tab (RFC 9110 section 5.5).
bool is_field_text(std::string_view text);

struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

// The fields of a message in their order; a name may occur more than once.
class Headers {
 public:
  // Reserves room for so many fields.
  void reserve(std::size_t count) { fields_.reserve(count); }
  void add(std::string_view name, std::string_view value);
  // Removes all fields of that name, then adds one.
  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);
  // Returns the first value of that name; null if there is none. Valid until the headers change.
  const std::string* find(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  // Returns true if `token` is one of the comma-separated elements of the fields of that name, in any case.
  bool has_token(std::string_view name, std::string_view token) const;

  std::vector<Header>::const_iterator begin() const { return fields_.begin(); }
  std::vector<Header>::const_iterator end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

  friend bool operator==(const Headers&, const Headers&) = default;

 private:
  std::vector<Header> fields_;
};

struct Request {
  std::string method = "GET";
  std::string target = "/";  // as on the request line, still percent-encoded
  int version_minor = 1;     // HTTP/1.0 or HTTP/1.1
  Headers headers;
  std::string body;

  friend bool operator==(const Request&, const Request&) = default;
};

struct Response {
  int status = 200;
  std::string reason;  // written as given; empty: the status's usual phrase
  int version_minor = 1;
  Headers headers;
  std::string body;

  friend bool operator==(const Response&, const Response&) = default;
};

// Return true if the connection stays open after this message (RFC 9112 section 9.3).
bool keeps_alive(const Request& request);
bool keeps_alive(const Response& response);

// Returns true if a response of this status never has a body (RFC 9110 section 6.4.1): 1xx, 204, 304.
bool is_bodiless(int status);

// Returns `Not Found` for 404; `Unknown` for a status that RFC 9110 and RFC 6585 do not name.
std::string_view usual_reason(int status);

// Returns the message's bytes. Adds Content-Length if the headers have neither it nor Transfer-Encoding: to a request
// that has a body or is a POST or PUT, and to a response that may have one. Header values must not contain line breaks.
std::string write_request(const Request& request);
// With `to_head`, for an answer to HEAD, leaves the body out.
std::string write_response(const Response& response, bool to_head = false);

// Returns only the head, with the given fields unchanged, for a body that is sent separately, piece by piece.
std::string write_head(const Request& request);
std::string write_head(const Response& response);

}  // namespace dialtone::http
