#include "wire/sip/parser.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "wire/sip/grammar.h"

namespace dialtone::sip {
namespace {

constexpr std::size_t kTypicalHeaders = 16;

// No more than a name and a little: reasons are recorded, and what credentials say is not.
std::string quoted(std::string_view text) { return "\"" + std::string(text.substr(0, 24)) + "\""; }

bool has_control_character(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\t') return true;
  }
  return false;
}

// 1*DIGIT "." 1*DIGIT behind `SIP/`.
bool is_sip_version(std::string_view text) {
  if (text.size() < 7 || !equal_ignoring_case(text.substr(0, 4), "SIP/")) return false;
  Scanner scanner(text.substr(4));
  const std::string_view major = scanner.take_until(".");
  if (!parse_number(major) || scanner.peek() != '.') return false;
  scanner.skip(1);
  return parse_number(scanner.rest()).has_value();
}

}  // namespace

// Goes through the message's own text once and notes where things are.
class Parser {
 public:
  explicit Parser(std::string datagram) { message_.text_ = std::move(datagram); }

  Result<Message> parse() {
    if (text().size() > kMaxMessageSize) return Failure{"message of more than 65535 bytes"};
    while (text().substr(at_, 2) == "\r\n") at_ += 2;
    message_.fields_.reserve(kTypicalHeaders);
    if (const Result<void> line = read_line(); !line) return line.error();
    if (const Result<void> start = parse_start_line(); !start) return start.error();
    while (true) {
      if (const Result<void> line = read_line(); !line) return line.error();
      if (line_begin_ == line_end_) break;
      if (const Result<void> header = parse_header(); !header) return header.error();
    }
    if (const Result<void> body = find_body(); !body) return body.error();
    return std::move(message_);
  }

 private:
  std::string_view text() const { return message_.text_; }
  std::string_view line() const { return text().substr(line_begin_, line_end_ - line_begin_); }

  Message::Span span_of(std::string_view part) const {
    return {static_cast<std::uint32_t>(part.data() - message_.text_.data()), static_cast<std::uint32_t>(part.size())};
  }

  // The next line without its break. The folds of a header become spaces in the text itself.
  Result<void> read_line() {
    line_begin_ = at_;
    std::size_t from = at_;
    while (true) {
      const std::size_t end = text().find('\r', from);
      if (end == std::string_view::npos) return Failure{"message that ends within its headers"};
      if (end + 1 >= text().size() || text()[end + 1] != '\n') return Failure{"carriage return without a line feed"};
      const bool folds = end != line_begin_ && end + 2 < text().size() && is_space(text()[end + 2]);
      if (!folds) {
        line_end_ = end;
        at_ = end + 2;
        break;
      }
      message_.text_[end] = ' ';
      message_.text_[end + 1] = ' ';
      from = end + 2;
    }
    if (has_control_character(line())) return Failure{"control character in the line " + quoted(line())};
    return {};
  }

  Result<void> parse_start_line() {
    const std::string_view start = line();
    const std::size_t space = start.find(' ');
    if (space == std::string_view::npos) return Failure{"start line without spaces: " + quoted(start)};
    const std::string_view first = start.substr(0, space);
    return is_sip_version(first) ? parse_status_line(first, start.substr(space + 1))
                                 : parse_request_line(first, start.substr(space + 1));
  }

  Result<void> parse_status_line(std::string_view version, std::string_view rest) {
    const std::string_view digits = rest.substr(0, 3);
    const std::optional<std::uint32_t> status = digits.size() == 3 ? parse_number(digits) : std::nullopt;
    if (!status || *status < 100 || *status > 699 || (rest.size() > 3 && rest[3] != ' ')) {
      return Failure{"status that is not between 100 and 699: " + quoted(rest)};
    }
    message_.known_version_ = equal_ignoring_case(version, "SIP/2.0");
    message_.status_ = static_cast<std::uint16_t>(*status);
    message_.second_ = span_of(rest.substr(std::min<std::size_t>(4, rest.size())));
    return {};
  }

  Result<void> parse_request_line(std::string_view method, std::string_view rest) {
    if (!is_token(method)) return Failure{"method that is not a token: " + quoted(method)};
    const std::size_t space = rest.find(' ');
    if (space == std::string_view::npos) return Failure{"request line without a version: " + quoted(line())};
    const std::string_view uri = rest.substr(0, space);
    const std::string_view version = rest.substr(space + 1);
    if (uri.empty() || uri.find_first_of("<>\"\t") != std::string_view::npos) {
      return Failure{"Request-URI that is not a URI: " + quoted(uri)};
    }
    if (!is_sip_version(version)) return Failure{"request line without a version behind its URI: " + quoted(line())};
    message_.known_version_ = equal_ignoring_case(version, "SIP/2.0");
    message_.method_ = method_named(method);
    message_.first_ = span_of(method);
    message_.second_ = span_of(uri);
    return {};
  }

  Result<void> parse_header() {
    const std::string_view whole = line();
    const std::size_t colon = whole.find(':');
    if (colon == std::string_view::npos) return Failure{"header without a colon: " + quoted(whole)};
    const std::string_view name = whole.substr(0, trim(whole.substr(0, colon)).size());
    if (!is_token(name)) return Failure{"header with a name that is not a token: " + quoted(whole)};
    const std::string_view value = trim(whole.substr(colon + 1));
    const HeaderName known = header_named(name);
    if (known == HeaderName::kContentLength) return take_content_length(value);
    if (message_.fields_.size() == kMaxHeaders) return Failure{"message of more than 128 headers"};
    message_.fields_.push_back({span_of(value), span_of(name).at, static_cast<std::uint16_t>(name.size()), known});
    return {};
  }

  Result<void> take_content_length(std::string_view value) {
    const std::optional<std::uint32_t> length = parse_number(value);
    if (!length) return Failure{"Content-Length that is not a number: " + quoted(value)};
    if (content_length_ && *content_length_ != *length) return Failure{"two Content-Lengths that differ"};
    content_length_ = length;
    return {};
  }

  Result<void> find_body() {
    const std::size_t available = text().size() - at_;
    if (content_length_ && *content_length_ > available) return Failure{"body shorter than its Content-Length"};
    message_.body_ = span_of(text().substr(at_, content_length_.value_or(static_cast<std::uint32_t>(available))));
    return {};
  }

  Message message_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t line_end_ = 0;
  std::optional<std::uint32_t> content_length_;
};

Result<Message> parse_message(std::string datagram) { return Parser(std::move(datagram)).parse(); }

}  // namespace dialtone::sip
