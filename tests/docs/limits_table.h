// Reads the table of docs/limits.md, and converts its words and the code's expressions to numbers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

// A row: what is limited, how, and where the code has the limit.
struct Limit {
  std::string what;
  std::string at_most;
  std::string beyond;
  std::string file;  // relative to the root
  std::string code;  // `name = value`
  std::string test;  // `Suite.Name`
  // The row's line in the document.
  int line = 0;

  std::string name() const { return code.substr(0, code.find(" = ")); }
  std::string value() const { return code.substr(code.find(" = ") + 3); }
};

// Returns every row whose fifth cell is code.
std::vector<Limit> limits_in(const std::filesystem::path& document);

// Parses `1,300`, `64 KiB` or `24 h` to a number, bytes or seconds; nullopt for anything else.
std::optional<std::int64_t> number_of_words(std::string_view words);

// Evaluates `64 * 1024`, `(1U << 24) - 1` or `std::chrono::hours(24)` from left to right, durations in seconds; nullopt
// for anything else.
std::optional<std::int64_t> number_of_code(std::string_view code);

}  // namespace dialtone
