#include "wire/http/chunked_lines.h"

#include <algorithm>
#include <charconv>

#include "wire/http/message.h"

namespace dialtone::http {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }

void skip_spaces(std::string_view& rest) {
  while (!rest.empty() && is_space(rest.front())) rest.remove_prefix(1);
}

bool skip_token(std::string_view& rest) {
  const std::size_t size =
      static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), is_token_character) - rest.begin());
  rest.remove_prefix(size);
  return size > 0;
}

bool skip_quoted_string(std::string_view& rest) {
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

// *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ), and BWS at the end, with which old senders pad sizes.
bool are_extensions(std::string_view rest) {
  for (skip_spaces(rest); !rest.empty(); skip_spaces(rest)) {
    if (rest.front() != ';') return false;
    rest.remove_prefix(1);
    skip_spaces(rest);
    if (!skip_token(rest)) return false;
    skip_spaces(rest);
    if (!rest.starts_with('=')) continue;
    rest.remove_prefix(1);
    skip_spaces(rest);
    if (!(rest.starts_with('"') ? skip_quoted_string(rest) : skip_token(rest))) return false;
  }
  return true;
}

}  // namespace

Result<std::uint64_t> parse_chunk_size(std::string_view line) {
  std::uint64_t size = 0;
  const char* end = line.data() + line.size();
  const auto [stopped, fault] = std::from_chars(line.data(), end, size, 16);
  if (fault != std::errc() || line.starts_with('-')) return Failure{"a chunk's size is malformed"};
  const std::string_view extensions(stopped, static_cast<std::size_t>(end - stopped));
  if (!is_field_text(extensions) || !are_extensions(extensions)) return Failure{"a chunk's extension is malformed"};
  return size;
}

bool is_trailer(std::string_view line) { return skip_token(line) && line.starts_with(':') && is_field_text(line); }

bool is_folded_line(std::string_view line) { return !line.empty() && is_space(line.front()) && is_field_text(line); }

}  // namespace dialtone::http
