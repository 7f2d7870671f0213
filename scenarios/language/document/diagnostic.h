// Diagnostics: what is wrong with a file, and where. They are collected while the file is read, so that all are printed
// at once. (A *fault* is what a scenario injects; fault.h.)
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/document/place.h"

namespace dialtone {

// Line and column count from 1, the column in bytes. Both are 0 if the diagnostic is not about a place in the file.
struct Diagnostic {
  std::string path;
  int line = 0;
  int column = 0;
  std::string message;

  friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

// Returns `file:line:column: message`, or `file: message` for a diagnostic without a place.
std::string to_text(const Diagnostic& diagnostic);

// Returns a line for each of the first `most` diagnostics, then `... and N more`. Every line ends with a line feed.
std::string to_text(const std::vector<Diagnostic>& diagnostics, std::size_t most = 20);

// Prepares a text from outside (such as a file) for a message: in single quotes, without control characters, cut after
// 40 bytes.
std::string in_quotes(std::string_view text);

// Where a value was written: in a file, or in the n-th `--set` (counted from 1).
struct Origin {
  Place place;
  int override_number = 0;
  // Diagnostics::number_of_parameter() if the value came from a parameter; otherwise 0.
  int parameter = 0;
  // True after a report about the value; further reports about it are dropped.
  bool told = false;
};

// Returns a place within a text that begins at `source`: in the same file or override.
Origin place_in(const Origin& source, int line, int column);

// The diagnostics of a file, of the files that it includes, and of its overrides. Keeps only the first 10,000.
class Diagnostics {
 public:
  // `overrides`: the texts `KEY=VALUE`, which messages quote.
  Diagnostics(std::string path, std::vector<std::string> overrides);

  // Registers another file and returns its number for Place::file.
  int add_file(std::string path);
  // Returns the path of a file. `number`: see Place::file; 0 is the scenario itself.
  const std::string& file(int number) const { return files_[static_cast<std::size_t>(number)]; }
  // The paths given to add_file(), in order.
  std::vector<std::string> added_files() const { return {files_.begin() + 1, files_.end()}; }

  // Reports nothing if a report about the origin's value was made before (Origin::told).
  void report(const Origin& origin, std::string message);
  // Reports a mistake in another file beside the scenario, such as a CSV file.
  void report(std::string path, Place place, std::string message);

  // Returns the parameter's number, from 1, for Origin::parameter. Reports about such an origin end with `(the value of
  // ${name})`.
  int number_of_parameter(const std::string& name);

  bool empty() const { return entries_.empty(); }
  // How many reports there were, with those that were dropped.
  std::size_t reports() const { return reports_; }
  // True if a diagnostic is about a file rather than an override.
  bool has_of_files() const;
  bool full() const;
  const std::string& path() const { return files_.front(); }
  // Returns the diagnostics without duplicates: those about overrides, then those about files in the order of
  // Place::file, then those about other files; each sorted by line and column.
  std::vector<Diagnostic> sorted() const;

 private:
  enum class Source { kOverride, kFile, kOtherFile };
  struct Reported {
    Source source;
    // Place::file, or the number of the override.
    int file;
    Diagnostic diagnostic;
  };

  std::vector<std::string> files_;
  std::vector<std::string> overrides_;
  std::vector<std::string> parameters_;
  std::vector<Reported> entries_;
  std::size_t reports_ = 0;
};

}  // namespace dialtone
