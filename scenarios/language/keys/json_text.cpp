#include "scenarios/language/keys/json_text.h"

#include <algorithm>

namespace dialtone {
namespace {

// Indents every line but the first by two columns.
std::string indented(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c;
    if (c == '\n') result += "  ";
  }
  return result;
}

}  // namespace

std::string json_quote(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

JsonMap& JsonMap::add(std::string_view key, std::string_view value) {
  entries_.push_back(json_quote(key) + ": " + std::string(value));
  return *this;
}

std::string JsonMap::text(std::size_t widest) const {
  if (entries_.empty()) return "{}";
  std::string line;
  for (const std::string& entry : entries_) line += (line.empty() ? "{ " : ", ") + entry;
  line += " }";
  if (line.size() <= widest && line.find('\n') == std::string::npos) return line;
  std::string lines;
  for (const std::string& entry : entries_) lines += (lines.empty() ? "{\n  " : ",\n  ") + indented(entry);
  return lines + "\n}";
}

std::string json_list(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return "[" + text + "]";
}

std::string json_words(const std::vector<std::string_view>& words) {
  std::vector<std::string> values;
  std::transform(words.begin(), words.end(), std::back_inserter(values), json_quote);
  return json_list(values);
}

}  // namespace dialtone
