#include "wire/http/head.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <charconv>

#include "values/endpoint.h"
#include "values/ip_address.h"

namespace dialtone::http {

namespace beast = boost::beast;

namespace {

template <typename Message>
constexpr bool kIsRequest = std::is_same_v<Message, Request>;

// Uses Beast only for the head, because its reader of chunked bodies asserts on an empty body that arrives byte by
// byte.
template <typename Message>
class BeastHead : public beast::http::basic_parser<kIsRequest<Message>> {
 public:
  explicit BeastHead(Message& message) : message_(message) {}

 private:
  using ErrorCode = beast::error_code;
  using Text = beast::string_view;

  void on_request_impl(beast::http::verb, Text method, Text target, int version, ErrorCode&) override {
    if constexpr (kIsRequest<Message>) {
      message_.method.assign(method.data(), method.size());
      message_.target.assign(target.data(), target.size());
      message_.version_minor = version - 10;
    }
  }
  void on_response_impl(int status, Text reason, int version, ErrorCode&) override {
    if constexpr (!kIsRequest<Message>) {
      message_.status = status;
      message_.reason.assign(reason.data(), reason.size());
      message_.version_minor = version - 10;
    }
  }
  void on_field_impl(beast::http::field, Text name, Text value, ErrorCode&) override {
    message_.headers.add(std::string_view(name.data(), name.size()), std::string_view(value.data(), value.size()));
  }
  void on_header_impl(ErrorCode&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(Text, ErrorCode&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, Text, ErrorCode&) override { return 0; }
  void on_finish_impl(ErrorCode&) override {}

  Message& message_;
};

ParseFault fault_of(beast::http::error error) {
  using Error = beast::http::error;
  switch (error) {
    case Error::bad_method: return {400, "the method is malformed"};
    case Error::bad_target: return {400, "the request target is malformed"};
    case Error::bad_version: return {400, "the HTTP version is malformed"};
    case Error::bad_status: return {400, "the status code is malformed"};
    case Error::bad_reason: return {400, "the reason phrase is malformed"};
    case Error::bad_content_length: return {400, "Content-Length is malformed or contradicted"};
    case Error::bad_transfer_encoding: return {400, "Transfer-Encoding is repeated or beside a Content-Length"};
    default: return {400, "a header field is malformed"};
  }
}

// Returns true for `HTTP/1.1` with any two digits.
bool is_version(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() == 8 && text.starts_with("HTTP/") && digit(text[5]) && text[6] == '.' && digit(text[7]);
}

// Returns the position of the version on the first line, or where it would be.
std::string_view version_on_first_line(std::string_view head, bool is_request) {
  const std::string_view line = head.substr(0, head.find('\r'));
  if (!is_request) return line.substr(0, line.find(' '));
  const std::size_t space = line.rfind(' ');
  return space == std::string_view::npos ? std::string_view() : line.substr(space + 1);
}

template <typename Message>
Result<Message, ParseFault> parse_head(std::string_view head) {
  const std::string_view version = version_on_first_line(head, kIsRequest<Message>);
  const bool is_other_major = is_version(version) && version[5] != '1';
  std::string as_1_1;
  if (is_version(version) && !is_other_major && version[7] > '1') {
    as_1_1 = head;
    as_1_1[static_cast<std::size_t>(version.data() - head.data()) + 7] = '1';
    head = as_1_1;
  }
  constexpr std::size_t kTypicalFields = 8;
  Message message;
  message.headers.reserve(kTypicalFields);
  BeastHead<Message> parser(message);
  parser.skip(true);
  parser.header_limit(static_cast<std::uint32_t>(head.size() + 1));
  beast::error_code error;
  parser.put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (!error && parser.is_done()) return message;
  if (is_other_major) return ParseFault{505, "only HTTP/1.0 and HTTP/1.1 are spoken"};
  if (error.category() != beast::http::make_error_code(beast::http::error::bad_value).category()) {
    return ParseFault{400, "the header is malformed"};
  }
  return fault_of(static_cast<beast::http::error>(error.value()));
}

bool is_registered_name(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-._~%!$&'()*+;=").find(c) != std::string_view::npos;
  });
}

// Parses uri-host [ ":" port ], all of which may be empty (RFC 9110 section 7.2).
bool is_host(std::string_view value) {
  std::size_t end = std::min(value.find(':'), value.size());
  if (value.starts_with('[')) {
    if (value.find(']') == std::string_view::npos) return false;
    end = value.find(']') + 1;
    const Result<IpAddress> address = parse_ip_address(value.substr(1, end - 2));
    if (!address || !address->is_v6()) return false;
  } else if (!is_registered_name(value.substr(0, end))) {
    return false;
  }
  const std::string_view port = value.substr(end);
  return port.empty() || port == ":" || (port.front() == ':' && parse_port(port.substr(1)).ok());
}

Result<std::optional<std::uint64_t>, ParseFault> content_length(const Headers& headers, std::size_t most_bytes) {
  const std::string* value = headers.find("Content-Length");
  if (value == nullptr) return std::optional<std::uint64_t>();
  std::uint64_t length = 0;
  const auto [end, fault] = std::from_chars(value->data(), value->data() + value->size(), length);
  // Beast has checked that all Content-Length fields, and each element of a list, are the same number.
  if (fault != std::errc() || end == value->data()) return ParseFault{400, "Content-Length is malformed"};
  if (length > most_bytes) return ParseFault{413, "the body is too large"};
  return std::optional<std::uint64_t>(length);
}

Result<bool, ParseFault> is_chunked(int version_minor, const Headers& headers) {
  const std::string* value = headers.find("Transfer-Encoding");
  if (value == nullptr) return false;
  if (version_minor == 0) return ParseFault{400, "Transfer-Encoding in HTTP/1.0"};
  if (headers.find("Content-Length") != nullptr) return ParseFault{400, "both Transfer-Encoding and Content-Length"};
  if (headers.count("Transfer-Encoding") != 1 || !equal_names(*value, "chunked")) {
    return ParseFault{501, "only the transfer coding 'chunked' is known"};
  }
  return true;
}

template <typename Message>
Result<BodyFraming, ParseFault> framing(const Message& message, BodyFraming::Kind neither, std::size_t most_bytes) {
  Result<bool, ParseFault> chunked = is_chunked(message.version_minor, message.headers);
  if (!chunked) return chunked.error();
  if (*chunked) return BodyFraming{BodyFraming::Kind::kChunked, 0};
  Result<std::optional<std::uint64_t>, ParseFault> length = content_length(message.headers, most_bytes);
  if (!length) return length.error();
  if (!*length) return BodyFraming{neither, 0};
  if (**length == 0) return BodyFraming{};
  return BodyFraming{BodyFraming::Kind::kLength, **length};
}

}  // namespace

Result<Request, ParseFault> parse_request_head(std::string_view head) {
  Result<Request, ParseFault> request = parse_head<Request>(head);
  if (!request) return request;
  if (request->target.find('#') != std::string::npos) return ParseFault{400, "the request target has a fragment"};
  const std::size_t hosts = request->headers.count("Host");
  if (hosts > 1) return ParseFault{400, "more than one Host"};
  if (hosts == 0 && request->version_minor >= 1) return ParseFault{400, "no Host"};
  if (hosts == 1 && !is_host(*request->headers.find("Host"))) return ParseFault{400, "Host is malformed"};
  return request;
}

Result<Response, ParseFault> parse_response_head(std::string_view head) { return parse_head<Response>(head); }

Result<BodyFraming, ParseFault> request_framing(const Request& request, std::size_t most_bytes) {
  return framing(request, BodyFraming::Kind::kNone, most_bytes);
}

Result<BodyFraming, ParseFault> response_framing(const Response& response, bool to_head, std::size_t most_bytes) {
  if (to_head || is_bodiless(response.status)) return BodyFraming{};
  return framing(response, BodyFraming::Kind::kUntilEnd, most_bytes);
}

}  // namespace dialtone::http
