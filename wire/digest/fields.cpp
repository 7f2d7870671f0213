#include "wire/digest/fields.h"

#include <algorithm>
#include <optional>

#include "values/ascii_case.h"

namespace dialtone::digest {
namespace {

constexpr std::string_view kScheme = "Digest";
constexpr std::size_t kLongestHeader = 8192;

constexpr bool is_space(char c) { return c == ' ' || c == '\t'; }

bool is_token_char(char c) {
  return (lower_case(c) >= 'a' && lower_case(c) <= 'z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos);
}

// Characters that are accepted in an unquoted value, so that a URI or a Base64 text without quotes is read.
bool is_plain_char(char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7F && c != '"' && c != ','; }

class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  bool at_end() const { return rest_.empty(); }

  void skip_spaces() {
    while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
  }

  bool take(char c) {
    skip_spaces();
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    skip_spaces();
    return true;
  }

  Result<Field> take_field() {
    Field field;
    field.name = take_while(is_token_char);
    if (field.name.empty()) return Failure{"digest field without a name"};
    if (!take('=')) return Failure{"digest field without a value"};
    if (rest_.empty() || rest_.front() != '"') {
      field.value = take_while(is_plain_char);
      if (field.value.empty()) return Failure{"digest field without a value"};
      return field;
    }
    std::optional<std::string> value = take_quoted();
    if (!value) return Failure{"quoted string without an end"};
    field.value = std::move(*value);
    return field;
  }

 private:
  template <typename Accept>
  std::string_view take_while(Accept accept) {
    std::size_t size = 0;
    while (size < rest_.size() && accept(rest_[size])) ++size;
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  std::optional<std::string> take_quoted() {
    const std::size_t quote = rest_.find('"', 1);
    if (quote == std::string_view::npos) return std::nullopt;
    const std::size_t end = std::min(quote, rest_.substr(0, quote).find('\\'));
    std::string value(rest_.substr(1, end - 1));
    for (std::size_t i = end; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return value;
      }
      if (rest_[i] == '\\') ++i;
      if (i == rest_.size()) break;
      value += rest_[i];
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

void append_escaped(std::string& out, std::string_view value) {
  for (char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
}

}  // namespace

bool is_scheme(std::string_view text, std::string_view scheme) {
  return text.size() > scheme.size() && equal_ignoring_case(text.substr(0, scheme.size()), scheme) &&
         is_space(text[scheme.size()]);
}

Result<void> read_fields(std::string_view text, const std::function<Result<void>(Field)>& take) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  if (text.size() > kLongestHeader) return Failure{"digest header of more than 8192 bytes"};
  if (!is_scheme(text, kScheme)) return Failure{"authentication scheme other than Digest"};
  Reader reader(text.substr(kScheme.size()));
  reader.skip_spaces();
  while (!reader.at_end()) {
    if (reader.take(',')) continue;
    Result<Field> field = reader.take_field();
    if (!field) return field.error();
    if (Result<void> taken = take(std::move(*field)); !taken) return taken;
    reader.skip_spaces();
    if (!reader.at_end() && !reader.take(',')) return Failure{"digest fields without a comma between them"};
  }
  return {};
}

void append_plain(std::string& out, std::string_view name, std::string_view value) {
  out += out.empty() || out.back() == ' ' ? "" : ", ";
  out += name;
  out += '=';
  out += value;
}

void append_quoted(std::string& out, std::string_view name, std::string_view value) {
  append_plain(out, name, "\"");
  if (value.find('"') == std::string_view::npos && value.find('\\') == std::string_view::npos) {
    out += value;
  } else {
    append_escaped(out, value);
  }
  out += '"';
}

}  // namespace dialtone::digest
