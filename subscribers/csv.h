// Comma-separated values (RFC 4180), read one record at a time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "values/result.h"

namespace dialtone {

inline constexpr std::size_t kLongestCsvField = 4096;  // bytes
inline constexpr std::size_t kMostCsvFields = 64;

struct CsvRecord {
  std::size_t line = 0;  // line number on which the record begins, from 1
  std::vector<std::string> fields;
};

// Reads a text from its beginning. Accepts a byte order mark, CRLF and a last line without a line end; skips empty
// lines. A quoted field may contain commas, line ends and doubled quotes.
class CsvReader {
 public:
  // `text` must outlive the reader.
  explicit CsvReader(std::string_view text);

  // Puts the next record into `record`, whose memory is reused; returns false at the end. An error begins with `line N:
  // `; after an error the reader must not be used.
  Result<bool> next(CsvRecord& record);
  std::size_t bytes_read() const { return at_; }

 private:
  Result<void> read_field(std::string& field);
  Result<void> read_quoted(std::string& field);
  void skip_empty_lines();
  bool at_line_end() const;
  void take_line_end();
  bool at_end() const { return at_ == text_.size(); }
  Failure failure(std::size_t line, std::string_view what) const;

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

// Appends `field`, in quotes if the field needs quotes. The caller appends commas and line ends.
void append_csv_field(std::string& csv, std::string_view field);

}  // namespace dialtone
