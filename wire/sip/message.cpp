#include "wire/sip/message.h"

#include <cassert>

#include "wire/one_line.h"
#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

constexpr std::size_t kTypicalHeadersWritten = 14;
constexpr std::size_t kTypicalSize = 512;

}  // namespace

Message Message::request(Method method, std::string_view uri) { return request(name_of(method), uri); }

Message Message::request(std::string_view method, std::string_view uri) {
  assert(is_token(method) && is_one_line(uri));
  Message message;
  message.text_.reserve(kTypicalSize);
  message.fields_.reserve(kTypicalHeadersWritten);
  message.method_ = method_named(method);
  message.first_ = message.store(method);
  message.second_ = message.store(uri);
  return message;
}

Message Message::response(int status, std::string_view reason) {
  assert(status >= 100 && status <= 699 && is_one_line(reason));
  Message message;
  message.text_.reserve(kTypicalSize);
  message.fields_.reserve(kTypicalHeadersWritten);
  message.status_ = static_cast<std::uint16_t>(status);
  message.second_ = message.store(reason);
  return message;
}

Header Message::header(std::size_t index) const {
  const Field& field = fields_[index];
  const std::string_view name =
      field.name == HeaderName::kUnknown ? view({field.name_at, field.name_size}) : name_of(field.name);
  return {field.name, name, view(field.value)};
}

std::optional<std::string_view> Message::first(HeaderName name) const {
  for (const Field& field : fields_) {
    if (field.name == name) return view(field.value);
  }
  return std::nullopt;
}

std::optional<std::string_view> Message::first(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const Header found = header(i);
    if (equal_ignoring_case(found.name_text, name)) return found.value;
  }
  return std::nullopt;
}

std::size_t Message::count(HeaderName name) const {
  std::size_t count = 0;
  for (const Field& field : fields_) count += field.name == name ? 1U : 0U;
  return count;
}

void Message::add(HeaderName name, std::string_view value) {
  assert(name != HeaderName::kUnknown && name != HeaderName::kContentLength && is_one_line(value));
  fields_.push_back({store(value), 0, 0, name});
}

void Message::add(std::string_view name, std::string_view value) {
  assert(is_token(name) && is_one_line(value));
  const HeaderName known = header_named(name);
  if (known != HeaderName::kUnknown) return add(known, value);
  const Span stored = store(name);
  fields_.push_back({store(value), stored.at, static_cast<std::uint16_t>(stored.size), known});
}

void Message::add(HeaderName name, std::uint32_t number) {
  std::string digits;
  append_number(digits, number);
  add(name, digits);
}

void Message::set_body(std::string_view body) { body_ = store(body); }

bool operator==(const Message& left, const Message& right) {
  if (left.status_ != right.status_ || left.method_name() != right.method_name() || left.version() != right.version() ||
      left.view(left.second_) != right.view(right.second_) || left.body() != right.body() ||
      left.header_count() != right.header_count()) {
    return false;
  }
  for (std::size_t i = 0; i < left.header_count(); ++i) {
    const Header one = left.header(i);
    const Header other = right.header(i);
    if (one.name_text != other.name_text || one.value != other.value) return false;
  }
  return true;
}

Message::Span Message::store(std::string_view text) {
  const Span span{static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(text.size())};
  text_ += text;
  return span;
}

}  // namespace dialtone::sip
