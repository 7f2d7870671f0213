// What is wrong with a file, and where: collected while it is read, so that all faults are told at once.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/place.h"

namespace dialtone {

// One fault. Line and column count from 1, the column in bytes; both are 0 where the fault is of no place in the file.
struct Diagnostic {
  std::string path;
  int line = 0;
  int column = 0;
  std::string message;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// `file:line:column: message`, or `file: message` where there is no place.
std::string to_text(const Diagnostic& diagnostic);

// A line each, at most `most` of them, then `... and N more`. Every line ends with a line feed.
std::string to_text(const std::vector<Diagnostic>& diagnostics, std::size_t most = 20);

// Outside text for a message: in single quotes, without control characters, cut after 40 bytes.
std::string in_quotes(std::string_view text);

// Where a value was written: in the file, or in the n-th `--set` (counted from 1).
struct Origin {
  Place place;
  int override_number = 0;
  // Of FaultList::number_of_parameter() where the value is a parameter's; else 0.
  int parameter = 0;
  // What is wrong with the value was reported, and no more will be.
  bool told = false;
};

// The place in the text that begins at `source`: of the same file, or of the same override.
Origin place_in(const Origin& source, int line, int column);

// Collects the faults of a file, of what it includes and of its overrides. Keeps 10,000 at most; whoever has more has
// read enough.
class FaultList {
 public:
  // `overrides`: the texts `KEY=VALUE`, for messages.
  FaultList(std::string path, std::vector<std::string> overrides);

  // Takes in another file; the number for Place::file.
  int add_file(std::string path);
  // Of Place::file; number 0 is the file itself.
  const std::string& file(int number) const { return files_[static_cast<std::size_t>(number)]; }
  // Those taken in, in order.
  std::vector<std::string> added_files() const { return {files_.begin() + 1, files_.end()}; }

  void report(const Origin& origin, std::string message);
  // A fault in a file beside the scenario.
  void report(std::string path, Place place, std::string message);

  // The number, from 1, by which an origin says that its value is that of `${name}`: reports end with it.
  int number_of_parameter(const std::string& name);

  bool empty() const { return faults_.empty(); }
  // Whether one is of a file, and not of an override.
  bool has_of_files() const;
  bool full() const;
  const std::string& path() const { return files_.front(); }
  // Each once, in the order of the file; those of overrides come first, then included files', those of others last.
  std::vector<Diagnostic> sorted() const;

 private:
  enum class Source { kOverride, kFile, kOtherFile };
  struct Fault {
    Source source;
    // Or of an override, which it is.
    int file;
    Diagnostic diagnostic;
  };

  std::vector<std::string> files_;
  std::vector<std::string> overrides_;
  std::vector<std::string> parameters_;
  std::vector<Fault> faults_;
};

}  // namespace dialtone
