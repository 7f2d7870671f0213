// What a document of ours shows to be typed: its fenced blocks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace dialtone {

struct FencedBlock {
  // Behind the opening fence: `yaml`, `console`; empty where nothing stands there.
  std::string language;
  std::string text;
  // Of the opening fence.
  int line = 0;
};

// In the document's order. A fence that is not closed ends with the document.
std::vector<FencedBlock> fenced_blocks(const std::filesystem::path& document);

std::vector<std::string> lines_of(const std::string& text);

// A command as it is shown, as its words: without a prompt (`$ `), without a comment, quotes taken away.
std::vector<std::string> words_of(const std::string& command);

}  // namespace dialtone
