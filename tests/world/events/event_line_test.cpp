// How events are written as lines of JSON.
#include "world/events/event_line.h"

#include <gtest/gtest.h>

namespace dialtone {
namespace {

std::string json(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

// Returns the JSON form of one byte.
std::string escaped(int byte) {
  constexpr std::string_view kHex = "0123456789abcdef";
  switch (byte) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\r': return "\\r";
    case '\t': return "\\t";
    default: break;
  }
  if (byte >= 0x80) return "\xEF\xBF\xBD";
  if (byte >= 0x20) return {static_cast<char>(byte)};
  return std::string("\\u00") + kHex[static_cast<std::size_t>(byte) >> 4] + kHex[byte & 15];
}

TEST(EventLine, EscapesEveryByteAtEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t length = 1; length <= 20; ++length) {
      for (std::size_t place = 0; place < length; ++place) {
        std::string text(length, 'a');
        text[place] = static_cast<char>(byte);
        const std::string wanted =
            '"' + std::string(place, 'a') + escaped(byte) + std::string(length - place - 1, 'a') + '"';
        ASSERT_EQ(json(text), wanted) << byte << " at " << place << " of " << length;
      }
    }
  }
}

TEST(EventLine, EscapesEveryPairOfNeighbours) {
  for (int first = 0; first < 128; ++first) {
    for (int second = 0; second < 128; ++second) {
      const std::string text = {'a', 'b', 'c', static_cast<char>(first), static_cast<char>(second), 'd', 'e', 'f'};
      ASSERT_EQ(json(text), "\"abc" + escaped(first) + escaped(second) + "def\"") << first << " " << second;
    }
  }
}

TEST(EventLine, LeavesUtf8AsItIs) {
  const std::string text = "Zürich und Genève, 東京 und \xF0\x9F\x93\x9E";
  EXPECT_EQ(json(text), '"' + text + '"');
}

}  // namespace
}  // namespace dialtone
