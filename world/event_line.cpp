#include "world/event_line.h"

#include <array>
#include <charconv>
#include <cstring>

#include "values/utf8.h"

namespace dialtone {
namespace {

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void append_escaped(std::string& out, unsigned char c) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
  }
}

constexpr std::size_t kWordBytes = 8;

// Whether eight bytes stand in a JSON text as they are: ASCII, no control characters, no quote, no backslash.
bool are_plain(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr std::uint64_t kHighBits = kOnes * 0x80;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, kWordBytes);
  // Sets the high bit of each byte that is below the limit; a borrow may set that of the next one too, never clear it.
  const auto bytes_below = [](std::uint64_t each, std::uint64_t limit) { return each - kOnes * limit; };
  const std::uint64_t odd =
      word | bytes_below(word, 0x20) | bytes_below(word ^ (kOnes * '"'), 1) | bytes_below(word ^ (kOnes * '\\'), 1);
  return (odd & kHighBits) == 0;
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // where the run of bytes that need nothing begins
  std::size_t at = 0;
  const auto flush = [&] { out.append(text.substr(plain, at - plain)); };
  while (at < text.size()) {
    if (text.size() - at >= kWordBytes && are_plain(text.data() + at)) {
      at += kWordBytes;
      continue;
    }
    const auto c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
      ++at;
      continue;
    }
    const std::size_t length = c < 0x80 ? 0 : utf8_length(text.substr(at));
    if (length > 0) {
      at += length;
      continue;
    }
    flush();
    if (c < 0x80) {
      append_escaped(out, c);
    } else {
      out += "\xEF\xBF\xBD";
    }
    plain = ++at;
  }
  flush();
  out += '"';
}

void append_event_line(std::string& out, const RecordedEvent& event) {
  out += "{\"time\":";
  append_integer(out, event.time.time_since_epoch().count());
  out += ",\"host\":";
  append_json_string(out, event.host);
  out += ",\"event\":";
  append_json_string(out, event.name);
  for (const Field& field : event.fields) {
    out += ",\"";
    out += field.key;
    out += "\":";
    switch (field.kind) {
      case Field::Kind::kText: append_json_string(out, field.text); break;
      case Field::Kind::kInteger: append_integer(out, field.integer); break;
      case Field::Kind::kTruth: out += field.integer != 0 ? "true" : "false"; break;
    }
  }
  out += "}\n";
}

}  // namespace dialtone
