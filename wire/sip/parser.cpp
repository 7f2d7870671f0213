#include "wire/sip/parser.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <utility>

#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

constexpr std::size_t kTypicalHeadersRead = 16;

// Quotes little more than a name: errors are recorded, and the content of credentials must not be.
std::string quoted(std::string_view text) { return "\"" + std::string(text.substr(0, 24)) + "\""; }

constexpr bool is_control(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }

// Returns true if one of the eight characters is 0x7F or below 0x20. May also return true for others, such as a tab.
bool may_have_control_character(std::uint64_t eight) {
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  const std::uint64_t without_delete = eight ^ (kOnes * 0x7F);
  const std::uint64_t low = (eight - kOnes * 0x20) & ~eight;
  const std::uint64_t deletes = (without_delete - kOnes) & ~without_delete;
  return ((low | deletes) & (kOnes * 0x80)) != 0;
}

bool may_have_control_character(std::string_view line) {
  std::uint64_t eight = 0;
  if (line.size() < sizeof eight) return std::any_of(line.begin(), line.end(), is_control);
  for (std::size_t i = 0; i + sizeof eight < line.size(); i += sizeof eight) {
    std::memcpy(&eight, line.data() + i, sizeof eight);
    if (may_have_control_character(eight)) return true;
  }
  std::memcpy(&eight, line.data() + line.size() - sizeof eight, sizeof eight);
  return may_have_control_character(eight);
}

// The exact, slower check: a control character after a backslash is permitted (quoted-pair).
bool has_control_character(std::string_view line) {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool escaped = line[i] == '\\' && i + 1 < line.size() && line[i + 1] != '\r' && line[i + 1] != '\n';
    if (escaped) {
      ++i;
    } else if (is_control(line[i])) {
      return true;
    }
  }
  return false;
}

// Returns true for `SIP/` followed by 1*DIGIT "." 1*DIGIT.
bool is_sip_version(std::string_view text) {
  if (text == "SIP/2.0") return true;
  if (text.size() < 7 || !equal_ignoring_case(text.substr(0, 4), "SIP/")) return false;
  Scanner scanner(text.substr(4));
  const std::string_view major = scanner.take_until(".");
  if (!parse_number(major) || scanner.peek() != '.') return false;
  scanner.skip(1);
  return parse_number(scanner.rest()).has_value();
}

}  // namespace

// Scans the message's text once and notes the offsets of its parts. Keeps the first error and reads on, so that a
// malformed request can still be answered.
class Parser {
 public:
  explicit Parser(std::string datagram) { message_.text_ = std::move(datagram); }

  Result<Message, MalformedMessage> parse() {
    if (text().size() > kMaxMessageSize) return MalformedMessage{"message of more than 65535 bytes"};
    while (text().substr(at_, 2) == "\r\n") at_ += 2;
    message_.fields_.reserve(kTypicalHeadersRead);
    if (read_line()) {
      parse_start_line();
      while (read_line() && line_begin_ != line_end_) parse_header();
    }
    if (is_whole_) find_body();
    if (!fault_.empty()) return malformed();
    return std::move(message_);
  }

 private:
  std::string_view text() const { return message_.text_; }
  std::string_view line() const { return text().substr(line_begin_, line_end_ - line_begin_); }

  Message::Span span_of(std::string_view part) const {
    return {static_cast<std::uint32_t>(part.data() - message_.text_.data()), static_cast<std::uint32_t>(part.size())};
  }

  void fail(std::string reason) {
    if (fault_.empty()) fault_ = std::move(reason);
  }

  MalformedMessage malformed() {
    if (!is_request_ || has_control_character_) return {std::move(fault_)};
    return {std::move(fault_), std::move(message_)};
  }

  // Reads the next line without its line break; false at the end. Replaces the line breaks of a folded header by spaces
  // in the text itself.
  bool read_line() {
    line_begin_ = at_;
    std::size_t from = at_;
    while (true) {
      const std::size_t end = text().find('\n', from);
      if (end == std::string_view::npos || end == line_begin_ || text()[end - 1] != '\r') {
        fail(end == std::string_view::npos ? "message that ends within its headers"
                                           : "line feed without a carriage return");
        is_whole_ = false;
        return false;
      }
      const bool folds = end - 1 != line_begin_ && end + 1 < text().size() && is_space(text()[end + 1]);
      if (!folds) {
        line_end_ = end - 1;
        at_ = end + 1;
        check_characters();
        return true;
      }
      message_.text_[end - 1] = ' ';
      message_.text_[end] = ' ';
      from = end + 1;
    }
  }

  void check_characters() {
    if (!may_have_control_character(line()) || !has_control_character(line())) return;
    fail("control character in the line " + quoted(line()));
    has_control_character_ = true;
  }

  void parse_start_line() {
    const std::string_view start = line();
    const std::size_t space = start.find(' ');
    if (space == std::string_view::npos) return fail("start line without spaces: " + quoted(start));
    const std::string_view first = start.substr(0, space);
    const std::string_view rest = start.substr(space + 1);
    is_sip_version(first) ? parse_status_line(first, rest) : parse_request_line(first, rest);
  }

  void parse_status_line(std::string_view version, std::string_view rest) {
    const std::string_view digits = rest.substr(0, 3);
    const std::optional<std::uint32_t> status = digits.size() == 3 ? parse_number(digits) : std::nullopt;
    if (!status || *status < 100 || *status > 699 || (rest.size() > 3 && rest[3] != ' ')) {
      return fail("status that is not between 100 and 699: " + quoted(rest));
    }
    note_version(version);
    message_.status_ = static_cast<std::uint16_t>(*status);
    message_.second_ = span_of(rest.substr(std::min<std::size_t>(4, rest.size())));
  }

  void parse_request_line(std::string_view method, std::string_view rest) {
    if (!is_token(method)) return fail("method that is not a token: " + quoted(method));
    is_request_ = true;
    message_.method_ = method_named(method);
    message_.first_ = span_of(method);
    const std::size_t space = rest.find(' ');
    if (space == std::string_view::npos) return fail("request line without a version: " + quoted(line()));
    const std::string_view uri = rest.substr(0, space);
    const std::string_view version = rest.substr(space + 1);
    if (uri.empty() || uri.find_first_of("<>\"\t") != std::string_view::npos) {
      return fail("Request-URI that is not a URI: " + quoted(uri));
    }
    if (!is_sip_version(version)) return fail("request line without a version behind its URI: " + quoted(line()));
    note_version(version);
    message_.second_ = span_of(uri);
  }

  void note_version(std::string_view version) {
    if (version != "SIP/2.0" && !equal_ignoring_case(version, "SIP/2.0")) message_.version_ = span_of(version);
  }

  void parse_header() {
    const std::string_view whole = line();
    const std::size_t colon = whole.find(':');
    if (colon == std::string_view::npos) return fail("header without a colon: " + quoted(whole));
    std::string_view name = whole.substr(0, colon);
    while (!name.empty() && is_space(name.back())) name.remove_suffix(1);
    const std::string_view value = trim(whole.substr(colon + 1));
    const HeaderName known = header_named(name);
    if (known == HeaderName::kContentLength) return take_content_length(value);
    if (known == HeaderName::kUnknown && !is_token(name)) {
      return fail("header with a name that is not a token: " + quoted(whole));
    }
    if (message_.fields_.size() == kMaxHeaders) return fail("message of more than 128 headers");
    message_.fields_.push_back({span_of(value), span_of(name).at, static_cast<std::uint16_t>(name.size()), known});
  }

  void take_content_length(std::string_view value) {
    const std::optional<std::uint32_t> length = parse_number(value);
    if (!length) return fail("Content-Length that is not a number: " + quoted(value));
    if (content_length_ && *content_length_ != *length) return fail("two Content-Lengths that differ");
    content_length_ = length;
  }

  void find_body() {
    const std::size_t available = text().size() - at_;
    if (content_length_ && *content_length_ > available) return fail("body shorter than its Content-Length");
    message_.body_ = span_of(text().substr(at_, content_length_.value_or(static_cast<std::uint32_t>(available))));
  }

  Message message_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  std::size_t line_end_ = 0;
  std::optional<std::uint32_t> content_length_;
  // True if the empty line after the headers was found.
  bool is_whole_ = true;
  bool is_request_ = false;
  bool has_control_character_ = false;
  std::string fault_;
};

Result<Message, MalformedMessage> read_message(std::string datagram) { return Parser(std::move(datagram)).parse(); }

Result<Message> parse_message(std::string datagram) {
  Result<Message, MalformedMessage> message = read_message(std::move(datagram));
  if (!message) return Failure{message.error().reason};
  return *std::move(message);
}

}  // namespace dialtone::sip
