// The mark of a directory that dialtone may replace: a file that names the run or suite to which the directory belongs,
// and that this run or suite locks.
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
  // The scenario's name; empty for a suite's directory.
  std::string scenario = {};
  // Identifies the run: when it began, and its process.
  std::string run = {};
  // True once the run has ended and all of its files are written.
  bool complete = false;
  // Names of entries that this run may make and other runs do not: files of groups' devices or, for a suite, the
  // directories of its cases. nullopt if the mark does not list them.
  std::optional<std::vector<std::string>> makes = {};
};

std::string_view to_text(RunMark::Kind kind);
std::string write_run_mark(const RunMark& mark);
// Returns nullopt if the text is not a mark of dialtone.
std::optional<RunMark> parse_run_mark(std::string_view text);

// An open mark file. The lock ends with this object or with the process, whichever ends first.
class MarkFile {
 public:
  // Opens and locks the mark of `directory`. If the mark is missing, creates it if `create`, and otherwise fails. Check
  // error() afterwards.
  MarkFile(const std::filesystem::path& directory, bool create);
  MarkFile(MarkFile&& other) noexcept;
  MarkFile& operator=(MarkFile&& other) noexcept;
  ~MarkFile();

  // 0 if the mark is open and locked; EWOULDBLOCK if another process holds the lock; else the error of opening.
  int error() const { return error_; }
  std::string read() const;
  // Returns 0 or the error of the write.
  int write(const RunMark& mark) const;

 private:
  int descriptor_ = -1;
  int error_ = 0;
};

}  // namespace dialtone
