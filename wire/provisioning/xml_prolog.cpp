#include "wire/provisioning/xml_prolog.h"

#include <cstdint>
#include <cstring>
#include <string>

#include "values/ascii_case.h"
#include "wire/provisioning/xml_reader.h"
#include "wire/provisioning/xml_space.h"

namespace dialtone::provisioning {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view skip_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  return text;
}

// Returns the value of `name="value"` in the XML declaration; empty if the declaration lacks the name.
std::string_view pseudo_attribute(std::string_view declaration, std::string_view name) {
  for (std::size_t at = declaration.find(name); at != std::string_view::npos; at = declaration.find(name, at + 1)) {
    std::string_view rest = skip_space(declaration.substr(at + name.size()));
    if (rest.empty() || rest.front() != '=') continue;
    rest = skip_space(rest.substr(1));
    if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) continue;
    const std::size_t end = rest.find(rest.front(), 1);
    if (end != std::string_view::npos) return rest.substr(1, end - 1);
  }
  return {};
}

// Returns the length in bytes of the UTF-8 sequence at `at`; 0 if the bytes are not well-formed UTF-8.
std::size_t sequence_length(const unsigned char* at, std::size_t left) {
  const auto follows = [&](std::size_t i) { return (at[i] & 0xC0) == 0x80; };
  if (at[0] < 0x80) return 1;
  if (at[0] < 0xC2) return 0;
  if (at[0] < 0xE0) return left >= 2 && follows(1) ? 2 : 0;
  if (at[0] < 0xF0) {
    if (left < 3 || !follows(1) || !follows(2)) return 0;
    const bool overlong = at[0] == 0xE0 && at[1] < 0xA0;
    const bool surrogate = at[0] == 0xED && at[1] >= 0xA0;
    return overlong || surrogate ? 0 : 3;
  }
  if (at[0] > 0xF4 || left < 4 || !follows(1) || !follows(2) || !follows(3)) return 0;
  const bool overlong = at[0] == 0xF0 && at[1] < 0x90;
  const bool too_high = at[0] == 0xF4 && at[1] >= 0x90;
  return overlong || too_high ? 0 : 4;
}

Result<void> check_declaration(std::string_view declaration) {
  const std::string_view version = pseudo_attribute(declaration, "version");
  if (version != "1.0") return Failure{"XML version '" + printable(version) + "' is not 1.0"};
  const std::string_view encoding = pseudo_attribute(declaration, "encoding");
  if (!encoding.empty() && !equal_ignoring_case(encoding, "UTF-8")) {
    return Failure{"encoding '" + printable(encoding) + "' is not UTF-8"};
  }
  return {};
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080ULL;
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::uint64_t word = kHighBits;
    if (bytes.size() - at >= sizeof word) std::memcpy(&word, bytes.data() + at, sizeof word);
    if ((word & kHighBits) == 0) {
      at += sizeof word;
      continue;
    }
    const auto* sequence = reinterpret_cast<const unsigned char*>(bytes.data() + at);
    const std::size_t length = sequence_length(sequence, bytes.size() - at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

Result<std::string_view> check_prolog(std::string_view bytes) {
  if (!is_utf8(bytes)) return Failure{"the document is not UTF-8"};
  if (bytes.find('\0') != std::string_view::npos) return Failure{"the document has a null character"};
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  if (bytes.empty()) return Failure{"the document is empty"};
  // The parser would skip a second mark by itself, and then parse bytes that this function has not checked.
  if (bytes.starts_with(kByteOrderMark)) return Failure{"the document has more than one byte order mark"};
  std::string_view rest = bytes;
  if (rest.starts_with("<?xml") && rest.size() > 5 && is_space(rest[5])) {
    const std::size_t end = rest.find("?>");
    if (end == std::string_view::npos) return Failure{"the XML declaration has no end"};
    if (Result<void> declaration = check_declaration(rest.substr(5, end - 5)); !declaration) return declaration.error();
    rest.remove_prefix(end + 2);
  }
  for (rest = skip_space(rest);; rest = skip_space(rest)) {
    const bool comment = rest.starts_with("<!--");
    if (!comment && !rest.starts_with("<?")) break;
    const std::string_view closing = comment ? "-->" : "?>";
    const std::size_t end = rest.find(closing, comment ? 4 : 2);
    if (end == std::string_view::npos) return Failure{"the document has no root element"};
    rest.remove_prefix(end + closing.size());
  }
  if (rest.starts_with("<!")) return Failure{std::string(kNoDoctype)};
  if (!rest.starts_with('<')) {
    const auto lines = std::count(bytes.begin(), bytes.end() - static_cast<std::ptrdiff_t>(rest.size()), '\n');
    return Failure{"line " + std::to_string(1 + lines) + ": " + std::string(kNotWellFormed)};
  }
  return bytes;
}

}  // namespace dialtone::provisioning
