#include "tests/docs/document.h"

#include <fstream>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

namespace dialtone {

std::vector<FencedBlock> fenced_blocks(const std::filesystem::path& document) {
  constexpr std::string_view kFence = "```";
  std::vector<FencedBlock> blocks;
  std::ifstream file(document);
  bool is_open = false;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with(kFence)) {
      is_open = !is_open;
      if (is_open) blocks.push_back({line.substr(kFence.size()), {}, number});
    } else if (is_open) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words;
  std::optional<std::string> word;
  bool is_quoted = false;
  for (const char letter : command) {
    if (letter == '\'') {
      is_quoted = !is_quoted;
      if (!word) word.emplace();
    } else if (is_quoted || (letter != ' ' && letter != '#')) {
      if (!word) word.emplace();
      *word += letter;
    } else {
      if (word) words.push_back(*std::exchange(word, std::nullopt));
      if (letter == '#') break;
    }
  }
  if (word) words.push_back(*word);
  if (!words.empty() && words.front() == "$") words.erase(words.begin());
  return words;
}

}  // namespace dialtone
