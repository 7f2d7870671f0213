// The source tree as the house's tests read it, and the type of a rule.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/build_paths.h"

namespace dialtone {

struct SourceFile {
  std::string path;  // relative to the root, with forward slashes
  std::vector<std::string> lines;

  std::string folder() const { return path.substr(0, path.find('/')); }
};

inline const std::vector<std::string>& source_folders() {
  static const std::vector<std::string> folders{"values",      "wire",       "world",       "protocol",
                                                "subscribers", "device_sim", "prov_server", "call_agent_sim",
                                                "scenarios",   "tools",      "tests"};
  return folders;
}

// Returns every C++ file below those folders of `root`, ordered by path.
inline std::vector<SourceFile> source_files_below(const std::filesystem::path& root) {
  namespace fs = std::filesystem;
  std::vector<SourceFile> files;
  for (const std::string& folder : source_folders()) {
    if (!fs::exists(root / folder)) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() || (extension != ".h" && extension != ".cpp")) continue;
      SourceFile file{fs::relative(entry.path(), root).generic_string(), {}};
      std::ifstream in(entry.path());
      for (std::string line; std::getline(in, line);) file.lines.push_back(line);
      files.push_back(std::move(file));
    }
  }
  std::sort(files.begin(), files.end(), [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return files;
}

// Returns the files of this tree; reads them once.
inline const std::vector<SourceFile>& source_files() {
  static const std::vector<SourceFile> files = source_files_below(DIALTONE_SOURCE_DIR);
  return files;
}

// Returns the folders without any file or with an empty one, where a rule would check nothing.
inline std::vector<std::string> folders_without_source(const std::vector<SourceFile>& files) {
  std::vector<std::string> empty;
  for (const std::string& folder : source_folders()) {
    const bool seen = std::any_of(files.begin(), files.end(), [&](const SourceFile& file) {
      return file.folder() == folder && !file.lines.empty();
    });
    if (!seen) empty.push_back(folder);
  }
  return empty;
}

// A rule returns what is wrong with a line of the file `path`; empty if nothing is.
using LineRule = std::string (*)(const std::string& path, const std::string& line);

// Fails for each line of the tree that violates the rule, and if there is no tree.
inline void expect_kept(LineRule rule) {
  ASSERT_TRUE(folders_without_source(source_files()).empty()) << "no source below " << DIALTONE_SOURCE_DIR;
  for (const SourceFile& file : source_files()) {
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string wrong = rule(file.path, file.lines[i]);
      EXPECT_EQ(wrong, "") << file.path << ":" << i + 1 << ": " << file.lines[i];
    }
  }
}

// A line as it might be in the tree, and whether the rule must reject it.
struct LineSample {
  const char* path;
  const char* line;
  bool found;
};

inline void expect_judged(LineRule rule, const std::vector<LineSample>& samples) {
  for (const LineSample& sample : samples) {
    EXPECT_EQ(!rule(sample.path, sample.line).empty(), sample.found) << sample.path << ": " << sample.line;
  }
}

}  // namespace dialtone
