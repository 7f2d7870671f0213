// Reads the fenced blocks of a Markdown document, which show what to type.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace dialtone {

struct FencedBlock {
  // The word after the opening fence: `yaml`, `console`; empty if there is none.
  std::string language;
  std::string text;
  // The line of the opening fence, from 1.
  int line = 0;
};

// Returns the blocks in the document's order. An unclosed fence ends with the document.
std::vector<FencedBlock> fenced_blocks(const std::filesystem::path& document);

std::vector<std::string> lines_of(const std::string& text);

// Splits a shown command into words: without its prompt (`$ `) and comment, quotes removed.
std::vector<std::string> words_of(const std::string& command);

}  // namespace dialtone
