// The mark of a directory that dialtone may replace: a file in it that says whose it is, and that its owner locks.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dialtone {

inline constexpr std::string_view kMarkName = ".dialtone-run";

struct RunMark {
  enum class Kind : std::uint8_t { kRun, kSuite };

  Kind kind = Kind::kRun;
  // The scenario's name; of a suite's directory nothing.
  std::string scenario = {};
  // Which run: when it began, and the process.
  std::string run = {};
  // The run came to its end, and everything that it leaves is written.
  bool complete = false;
  // Names in the directory that this run may make and other runs do not: files of groups' devices; of a suite, the
  // directories of its cases. Nothing where the mark does not say.
  std::optional<std::vector<std::string>> makes = {};
};

std::string_view to_text(RunMark::Kind kind);
std::string write_run_mark(const RunMark& mark);
// Nothing where the text is no mark of dialtone's.
std::optional<RunMark> parse_run_mark(std::string_view text);

// An open mark file; its lock goes with it, and with the process, however that ends.
class MarkFile {
 public:
  // Opens the mark of `directory` and locks it. Where it is missing, makes it (`create`) or fails. `error()` says how
  // it went.
  MarkFile(const std::filesystem::path& directory, bool create);
  MarkFile(MarkFile&& other) noexcept;
  MarkFile& operator=(MarkFile&& other) noexcept;
  ~MarkFile();

  // 0 where it is open and locked; EWOULDBLOCK where another process has it locked; else why it cannot be opened.
  int error() const { return error_; }
  std::string read() const;
  // 0, or why it could not be written.
  int write(const RunMark& mark) const;

 private:
  int descriptor_ = -1;
  int error_ = 0;
};

}  // namespace dialtone
