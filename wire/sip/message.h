// A SIP request or response (RFC 3261 7): a start line, headers in order, a body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"
#include "wire/sip/headers/header_name.h"
#include "wire/sip/headers/method.h"

namespace dialtone::sip {

// A view into its message.
struct Header {
  HeaderName name = HeaderName::kUnknown;
  // The long form of a known name; the text as it was read for an unknown name.
  std::string_view name_text;
  // Trimmed, and unfolded into one line.
  std::string_view value;
};

// Keeps the whole text in one string and everything else as offsets, so that a message may be moved and copied.
// Accessors return views, valid until the message is changed, moved or destroyed. Content-Length is not among the
// headers: the writer computes it from body().size().
class Message {
 public:
  // A message without a method and a status, to be assigned to.
  Message() = default;
  // `method` is a token; `uri` has neither spaces nor line breaks.
  static Message request(Method method, std::string_view uri);
  static Message request(std::string_view method, std::string_view uri);
  // `status` must be 100 to 699.
  static Message response(int status, std::string_view reason);

  bool is_request() const { return status_ == 0; }
  // False for a version other than SIP/2.0, which is answered with 505.
  bool has_known_version() const { return version_.size == 0; }
  std::string_view version() const { return has_known_version() ? "SIP/2.0" : view(version_); }

  // Requires a request.
  Method method() const { return method_; }
  std::string_view method_name() const { return view(first_); }
  std::string_view request_uri() const { return view(second_); }

  // Requires a response.
  int status() const { return status_; }
  std::string_view reason() const { return view(second_); }

  std::size_t header_count() const { return fields_.size(); }
  Header header(std::size_t index) const;
  HeaderName name_at(std::size_t index) const { return fields_[index].name; }
  // Returns the value of the first header of that name; the value may be empty or a list. nullopt if absent.
  std::optional<std::string_view> first(HeaderName name) const;
  std::optional<std::string_view> first(std::string_view name) const;
  std::size_t count(HeaderName name) const;

  // `name` and `value` must not contain line breaks, and `value` has no spaces at its ends: both come from this program
  // or from a parsed message.
  void add(HeaderName name, std::string_view value);
  void add(std::string_view name, std::string_view value);
  void add(HeaderName name, std::uint32_t number);

  std::string_view body() const { return view(body_); }
  void set_body(std::string_view body);

  // Compares the start line, the headers in order, and the body.
  friend bool operator==(const Message& left, const Message& right);

 private:
  friend class Parser;

  struct Span {
    std::uint32_t at = 0;
    std::uint32_t size = 0;
  };
  struct Field {
    Span value;
    std::uint32_t name_at = 0;
    std::uint16_t name_size = 0;
    HeaderName name = HeaderName::kUnknown;
  };

  std::string_view view(Span span) const { return std::string_view(text_).substr(span.at, span.size); }
  Span store(std::string_view text);

  std::string text_;
  std::vector<Field> fields_;
  // The method of a request. `second_` is the Request-URI of a request, or the reason phrase of a response.
  Span first_;
  Span second_;
  Span body_;
  // The version; empty for SIP/2.0.
  Span version_;
  std::uint16_t status_ = 0;
  Method method_ = Method::kUnknown;
};

}  // namespace dialtone::sip
