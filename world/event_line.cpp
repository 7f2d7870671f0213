#include "world/event_line.h"

#include <array>
#include <charconv>

#include "values/utf8.h"

namespace dialtone {
namespace {

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> digits{};
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end);
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

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t plain = 0;  // where the run of bytes that need nothing begins
  std::size_t at = 0;
  const auto flush = [&] { out.append(text.substr(plain, at - plain)); };
  while (at < text.size()) {
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
