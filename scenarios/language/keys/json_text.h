// Writes JSON in the layout of scenario.schema.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

// Returns the text in double quotes (RFC 8259, 7). It must be UTF-8 without control characters.
std::string json_quote(std::string_view text);

// A width without limit.
inline constexpr std::size_t kOneLine = std::string::npos;

// A JSON object under construction: `{ "a": 1, "b": 2 }`.
class JsonMap {
 public:
  // Adds a key. `value` must be JSON.
  JsonMap& add(std::string_view key, std::string_view value);
  JsonMap& add_text(std::string_view key, std::string_view text) { return add(key, json_quote(text)); }

  bool empty() const { return entries_.empty(); }
  // Returns the object on one line if that has at most `widest` characters and no value has several lines; otherwise
  // one line for each key.
  std::string text(std::size_t widest = 100) const;

 private:
  std::vector<std::string> entries_;
};

// Returns `["a", "b"]`.
std::string json_list(const std::vector<std::string>& values);
std::string json_words(const std::vector<std::string_view>& words);

}  // namespace dialtone
