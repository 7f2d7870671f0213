// Writes JSON, as scenario.schema.json has it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

// Text in double quotes (RFC 8259, 7); of UTF-8 without control characters.
std::string json_quote(std::string_view text);

// As a width: however long it is.
inline constexpr std::size_t kOneLine = std::string::npos;

// `{ "a": 1, "b": 2 }`, of what is added.
class JsonMap {
 public:
  // `value`: JSON.
  JsonMap& add(std::string_view key, std::string_view value);
  JsonMap& add_text(std::string_view key, std::string_view text) { return add(key, json_quote(text)); }

  bool empty() const { return entries_.empty(); }
  // On one line where that has at most `widest` characters and no value has several; else a line for each key.
  std::string text(std::size_t widest = 100) const;

 private:
  std::vector<std::string> entries_;
};

// `["a", "b"]`.
std::string json_list(const std::vector<std::string>& values);
std::string json_words(const std::vector<std::string_view>& words);

}  // namespace dialtone
