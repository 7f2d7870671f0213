#include "world/events/event_line.h"

#include <algorithm>
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

void append_escape(std::string& out, unsigned char c) {
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

bool is_plain(unsigned char c) { return c >= 0x20 && c < 0x80 && c != '"' && c != '\\'; }

constexpr std::size_t kWordBytes = 8;

// Returns true if eight bytes need no escape in JSON; may return false for some that need none.
bool are_plain(const char* bytes) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr std::uint64_t kHighBits = kOnes * 0x80;
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, kWordBytes);
  // Sets the high bit of each byte below the limit. A borrow may also set the next byte's high bit, but never clears
  // one.
  const auto bytes_below = [](std::uint64_t each, std::uint64_t limit) { return each - kOnes * limit; };
  const std::uint64_t odd =
      word | bytes_below(word, 0x20) | bytes_below(word ^ (kOnes * '"'), 1) | bytes_below(word ^ (kOnes * '\\'), 1);
  return (odd & kHighBits) == 0;
}

// Returns true if the text needs no escape in JSON: ASCII, no control characters, no quote, no backslash.
bool is_plain(std::string_view text) {
  if (text.size() < kWordBytes) {
    return std::all_of(text.begin(), text.end(), [](char c) { return is_plain(static_cast<unsigned char>(c)); });
  }
  const char* const last = text.data() + text.size() - kWordBytes;
  for (const char* at = text.data(); at < last; at += kWordBytes) {
    if (!are_plain(at)) return false;
  }
  return are_plain(last);
}

void append_escaped(std::string& out, std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    const std::size_t length = c < 0x80 ? 1 : utf8_length(text.substr(at));
    if (length == 0) {
      out += "\xEF\xBF\xBD";
    } else if (length > 1 || is_plain(c)) {
      out += text.substr(at, length);
    } else {
      append_escape(out, c);
    }
    at += std::max<std::size_t>(length, 1);
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  if (is_plain(text)) {
    out += text;
  } else {
    append_escaped(out, text);
  }
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
