#include "subscribers/csv.h"

namespace dialtone {

CsvReader::CsvReader(std::string_view text) : text_(text) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
}

Result<bool> CsvReader::next(CsvRecord& record) {
  skip_empty_lines();
  if (at_end()) return false;
  record.line = line_;
  for (std::size_t count = 1;; ++count) {
    if (count > kMostCsvFields) {
      return failure(record.line, "more than " + std::to_string(kMostCsvFields) + " values");
    }
    if (record.fields.size() < count) record.fields.emplace_back();
    if (const Result<void> read = read_field(record.fields[count - 1]); !read) return read.error();
    if (at_end() || at_line_end()) {
      record.fields.resize(count);
      take_line_end();
      return true;
    }
    ++at_;
  }
}

Result<void> CsvReader::read_field(std::string& field) {
  field.clear();
  if (!at_end() && text_[at_] == '"') return read_quoted(field);
  const std::size_t begin = at_;
  while (!at_end() && text_[at_] != ',' && !at_line_end()) {
    if (text_[at_] == '"') return failure(line_, "a quote stands inside a value that is not quoted");
    ++at_;
  }
  if (at_ - begin > kLongestCsvField) return failure(line_, "a value is too long");
  field = text_.substr(begin, at_ - begin);
  return {};
}

Result<void> CsvReader::read_quoted(std::string& field) {
  const std::size_t opening_line = line_;
  ++at_;
  for (;;) {
    const std::size_t stop = text_.find_first_of("\"\n", at_);
    if (stop == std::string_view::npos) return failure(opening_line, "a quote opens here and is never closed");
    field += text_.substr(at_, stop - at_);
    at_ = stop + 1;
    if (field.size() > kLongestCsvField) return failure(opening_line, "a value is too long");
    if (text_[stop] == '\n') {
      field += '\n';
      ++line_;
    } else if (!at_end() && text_[at_] == '"') {
      field += '"';
      ++at_;
    } else {
      break;
    }
  }
  if (at_end() || text_[at_] == ',' || at_line_end()) return {};
  return failure(line_, "something stands between a closing quote and the next comma");
}

void CsvReader::skip_empty_lines() {
  while (!at_end() && at_line_end()) take_line_end();
}

bool CsvReader::at_line_end() const { return text_[at_] == '\n' || text_.substr(at_, 2) == "\r\n"; }

void CsvReader::take_line_end() {
  if (at_end()) return;
  at_ += text_[at_] == '\r' ? 2 : 1;
  ++line_;
}

Failure CsvReader::failure(std::size_t line, std::string_view what) const {
  return Failure{"line " + std::to_string(line) + ": " + std::string(what)};
}

void append_csv_field(std::string& csv, std::string_view field) {
  if (field.find_first_of(",\"\r\n") == std::string_view::npos) {
    csv += field;
    return;
  }
  csv += '"';
  for (const char c : field) {
    if (c == '"') csv += '"';
    csv += c;
  }
  csv += '"';
}

}  // namespace dialtone
