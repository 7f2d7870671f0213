// The source tree as the house's tests see it.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/build_paths.h"

namespace dialtone {

struct SourceFile {
  std::string path;  // from the root, with forward slashes
  std::vector<std::string> lines;

  std::string folder() const { return path.substr(0, path.find('/')); }
};

// Every C++ file of ours, in the order of the paths.
inline std::vector<SourceFile> source_files() {
  namespace fs = std::filesystem;
  const fs::path root = DIALTONE_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const char* folder : {"values", "wire", "world", "subscribers", "device_sim", "prov_server", "call_agent_sim",
                             "scenarios", "tools", "tests"}) {
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

}  // namespace dialtone
