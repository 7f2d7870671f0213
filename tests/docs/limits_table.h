// The table of docs/limits.md, and what its words and the code's say in numbers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

// A row: who is bounded, how, and where that stands.
struct Limit {
  std::string what;
  std::string at_most;
  std::string beyond;
  std::string file;  // from the root
  std::string code;  // `name = value`
  std::string test;  // `Suite.Name`
  // Of the document.
  int line = 0;

  std::string name() const { return code.substr(0, code.find(" = ")); }
  std::string value() const { return code.substr(code.find(" = ") + 3); }
};

// Every row whose fifth cell is code.
std::vector<Limit> limits_in(const std::filesystem::path& document);

// `1,300`, `64 KiB`, `24 h`: a number, in bytes or seconds where a unit stands behind it; none where it is no number.
std::optional<std::int64_t> number_of_words(std::string_view words);

// `64 * 1024`, `(1U << 24) - 1`, `std::chrono::hours(24)`, from the left to the right, durations in seconds; none where
// it is anything else.
std::optional<std::int64_t> number_of_code(std::string_view code);

}  // namespace dialtone
