// What the documents name exists: files, folders, links, functions; and what comments name is in the documents: the
// rows of docs/field-failures.md.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/build_paths.h"
#include "tests/house/source_tree.h"

namespace dialtone {
namespace {

namespace fs = std::filesystem;

const fs::path kTree = DIALTONE_SOURCE_DIR;

struct NamedThing {
  std::string place;  // `docs/design.md:12`
  std::string text;
};

std::vector<std::string> lines_in(const fs::path& file) {
  std::vector<std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> documents() {
  std::vector<std::string> names{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"};
  for (const fs::directory_entry& entry : fs::directory_iterator(kTree / "docs")) {
    if (entry.path().extension() == ".md") names.push_back("docs/" + entry.path().filename().string());
  }
  return names;
}

// Returns the first group of each match outside of fenced blocks.
std::vector<NamedThing> found_in(const std::string& document, const std::regex& form) {
  std::vector<NamedThing> all;
  bool is_fenced = false;
  int number = 0;
  for (const std::string& line : lines_in(kTree / document)) {
    ++number;
    if (line.starts_with("```")) is_fenced = !is_fenced;
    if (is_fenced) continue;
    for (std::sregex_iterator at(line.begin(), line.end(), form), end; at != end; ++at) {
      all.push_back({document + ":" + std::to_string(number), (*at)[1].str()});
    }
  }
  return all;
}

std::vector<NamedThing> in_backticks(const std::string& document) {
  static const std::regex form("`([^`]+)`");
  return found_in(document, form);
}

// Returns true for a path of this tree: its first part is a folder of sources or of documents, and it is no glob.
bool is_path(const std::string& text) {
  static const std::regex form(
      "(values|wire|world|protocol|subscribers|device_sim|prov_server|call_agent_sim|scenarios|tools|tests|docs|cmake)"
      R"((/[\w.-]+)+/?)");
  return std::regex_match(text, form);
}

bool is_source_name(const std::string& text) {
  static const std::regex form(R"(\w+\.(h|cpp))");
  return std::regex_match(text, form);
}

// The tree's own tools are named in documents with their arguments.
std::string without_arguments(const std::string& text) { return text.substr(0, text.find(' ')); }

TEST(NamedThings, PathsAreToldFromOtherTexts) {
  for (const char* path : {"world/host.h", "docs/limits.md", "scenarios/catalog/", "tools/run", "cmake/tests.cmake"}) {
    EXPECT_TRUE(is_path(path)) << path;
  }
  for (const char* other : {"build/release/bin/", "scenarios/*.yaml", "world", "device_sim/{life,model}", "/provision",
                            "provision.request", "tests/world/conformance_*"}) {
    EXPECT_FALSE(is_path(other)) << other;
  }
}

TEST(NamedThings, FilesAndFoldersInTheDocumentsExist) {
  std::set<std::string> source_names;
  for (const SourceFile& file : source_files()) source_names.insert(fs::path(file.path).filename().string());
  int paths = 0;
  for (const std::string& document : documents()) {
    for (const NamedThing& named : in_backticks(document)) {
      const std::string text = without_arguments(named.text);
      if (is_path(text)) {
        ++paths;
        EXPECT_TRUE(fs::exists(kTree / text)) << named.place << ": there is no " << text;
      } else if (is_source_name(text)) {
        EXPECT_TRUE(source_names.contains(text)) << named.place << ": no source is called " << text;
      }
    }
  }
  EXPECT_GT(paths, 100);
}

TEST(NamedThings, LinksInTheDocumentsLeadToFiles) {
  static const std::regex link(R"(\]\(([^):#]+)(?:#[^)]*)?\))");
  int links = 0;
  for (const std::string& document : documents()) {
    for (const NamedThing& named : found_in(document, link)) {
      ++links;
      EXPECT_TRUE(fs::exists((kTree / document).parent_path() / named.text)) << named.place << ": " << named.text;
    }
  }
  EXPECT_GT(links, 10);
}

TEST(NamedThings, FunctionsInTheArchitectureExist) {
  std::set<std::string> words;
  static const std::regex call(R"(\b(\w+)(?:<[^()]*>)?\()");
  for (const SourceFile& file : source_files()) {
    if (file.folder() == "tests") continue;
    for (const std::string& line : file.lines) {
      if (line.find('(') == std::string::npos) continue;
      for (std::sregex_iterator at(line.begin(), line.end(), call), end; at != end; ++at) words.insert((*at)[1].str());
    }
  }
  static const std::regex function(R"(`(?:\w+::)*(\w+)\(\)`)");
  int functions = 0;
  for (const NamedThing& named : found_in("ARCHITECTURE.md", function)) {
    ++functions;
    EXPECT_TRUE(words.contains(named.text)) << named.place << ": no function is called " << named.text;
  }
  EXPECT_GT(functions, 40);
}

// The first cell of each row: `B3`, `10 A1`; several with a comma between.
std::set<std::string> rows_of_failures() {
  std::set<std::string> rows;
  static const std::regex row(R"(^\| ((?:10|12)?[ .,]?[\w ,]*\d|10, Done means) \|.*)");
  static const std::regex id(R"(10, Done means|1[02][ .][A-E]?\d+|[A-Z]\d+)");
  for (const std::string& line : lines_in(kTree / "docs/field-failures.md")) {
    std::smatch found;
    if (!std::regex_match(line, found, row)) continue;
    const std::string cell = found[1];
    for (std::sregex_iterator at(cell.begin(), cell.end(), id), end; at != end; ++at) rows.insert(at->str());
  }
  return rows;
}

// Returns the rows that a text names by their numbers alone: `// 10 A1`, `# 10 C17`, `// 12.4: ...`, `"... (H5, R4)"`.
std::vector<std::string> rows_named_in(const std::string& line) {
  static const std::regex origin(
      R"(^\s*(?://|#) ((?:1[02][ .][A-E]?\d+|10, Done means)(?:, 1[02] [A-E]\d+)*)(?::.*)?$)");
  static const std::regex quirk(R"(\(((?:[BHXISRV]\d+)(?:, [BHXISRV]\d+)*)\))");
  static const std::regex catalog(R"(([BHXISRV]\d+) in docs/field-failures\.md)");
  static const std::regex id(R"(10, Done means|1[02][ .][A-E]?\d+|[BHXISRV]\d+)");
  std::vector<std::string> rows;
  for (const std::regex* form : {&origin, &quirk, &catalog}) {
    std::smatch found;
    if (!std::regex_search(line, found, *form)) continue;
    const std::string list = found[1];
    for (std::sregex_iterator at(list.begin(), list.end(), id), end; at != end; ++at) rows.push_back(at->str());
  }
  return rows;
}

TEST(NamedThings, RowsOfFailuresAreFoundInComments) {
  const auto rows = [](const char* line) {
    std::string all;
    for (const std::string& row : rows_named_in(line)) all += row + ";";
    return all;
  };
  EXPECT_EQ(rows("// 10 A1"), "10 A1;");
  EXPECT_EQ(rows("  # 10 C17"), "10 C17;");
  EXPECT_EQ(rows("// 12.4: both count."), "12.4;");
  EXPECT_EQ(rows("// 10 B12, 10 C18"), "10 B12;10 C18;");
  EXPECT_EQ(rows("\"ignores Retry-After (H5, R4)\","), "H5;R4;");
  EXPECT_EQ(rows("# power fails (S1 in docs/field-failures.md)."), "S1;");
  EXPECT_EQ(rows("  // 10.16.0.0/12 for the first group"), "");
  EXPECT_EQ(rows("  // 10 s / 1.0001, rounded up."), "");
}

TEST(NamedThings, RowsOfFailuresThatCommentsNameExist) {
  const std::set<std::string> rows = rows_of_failures();
  EXPECT_GT(rows.size(), 60U);
  int named = 0;
  const auto check = [&](const std::string& path, const std::vector<std::string>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (const std::string& row : rows_named_in(lines[i])) {
        ++named;
        EXPECT_TRUE(rows.contains(row)) << path << ":" << i + 1 << ": docs/field-failures.md has no row " << row;
      }
    }
  };
  for (const SourceFile& file : source_files()) {
    if (file.path != "tests/house/named_things_test.cpp") check(file.path, file.lines);
  }
  for (const char* folder : {"cmake", "scenarios/catalog"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(kTree / folder)) {
      if (entry.is_regular_file()) check(entry.path().string(), lines_in(entry.path()));
    }
  }
  EXPECT_GT(named, 400);
  // The first cells of the guide's table.
  static const std::regex guide(R"(^\| ([BHXISRV]\d+(?:, [BHXISRV]\d+)*) \|.*)");
  static const std::regex id(R"([BHXISRV]\d+)");
  for (const std::string& line : lines_in(kTree / "docs/scenarios.md")) {
    std::smatch found;
    if (!std::regex_match(line, found, guide)) continue;
    const std::string cell = found[1];
    for (std::sregex_iterator at(cell.begin(), cell.end(), id), end; at != end; ++at) {
      EXPECT_TRUE(rows.contains(at->str())) << "docs/scenarios.md: " << line;
    }
  }
}

}  // namespace
}  // namespace dialtone
