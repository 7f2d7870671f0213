#include "tests/docs/limits_table.h"

#include <charconv>
#include <map>
#include <regex>

#include "tests/docs/document.h"
#include "tests/tools/folder.h"

namespace dialtone {
namespace {

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  for (std::size_t at = 1; at < row.size();) {
    const std::size_t end = row.find('|', at);
    if (end == std::string::npos) break;
    const std::string cell = row.substr(at, end - at);
    const std::size_t first = cell.find_first_not_of(' ');
    cells.push_back(first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
    at = end + 1;
  }
  return cells;
}

std::string unquoted(const std::string& cell) {
  const bool is_quoted = cell.size() > 2 && cell.front() == '`' && cell.back() == '`';
  return is_quoted ? cell.substr(1, cell.size() - 2) : cell;
}

std::string without(std::string_view text, std::string_view letters) {
  std::string left;
  for (const char letter : text) {
    if (letters.find(letter) == std::string_view::npos) left += letter;
  }
  return left;
}

std::optional<std::int64_t> number_at_front(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

std::optional<std::int64_t> expression(std::string_view& text);

std::optional<std::int64_t> operand(std::string_view& text) {
  if (!text.starts_with('(')) return number_at_front(text);
  text.remove_prefix(1);
  const std::optional<std::int64_t> inner = expression(text);
  if (!inner || !text.starts_with(')')) return std::nullopt;
  text.remove_prefix(1);
  return inner;
}

std::optional<std::int64_t> expression(std::string_view& text) {
  std::optional<std::int64_t> result = operand(text);
  while (result && !text.empty() && text.front() != ')') {
    const std::string_view sign = text.substr(0, text.starts_with("<<") ? 2 : 1);
    text.remove_prefix(sign.size());
    const std::optional<std::int64_t> next = operand(text);
    if (!next) return std::nullopt;
    if (sign == "*") {
      *result *= *next;
    } else if (sign == "-") {
      *result -= *next;
    } else if (sign == "<<") {
      *result <<= *next;
    } else {
      return std::nullopt;
    }
  }
  return result;
}

}  // namespace

std::vector<Limit> limits_in(const std::filesystem::path& document) {
  std::vector<Limit> limits;
  int number = 0;
  for (const std::string& line : lines_of(read_file(document))) {
    ++number;
    const std::vector<std::string> cells = line.starts_with('|') ? cells_of(line) : std::vector<std::string>();
    if (cells.size() < 6 || !cells[4].starts_with('`')) continue;
    limits.push_back(
        {cells[0], cells[1], cells[2], unquoted(cells[3]), unquoted(cells[4]), unquoted(cells[5]), number});
  }
  return limits;
}

std::optional<std::int64_t> number_of_words(std::string_view words) {
  static const std::map<std::string, std::int64_t, std::less<>> units{
      {"", 1}, {"KiB", 1024}, {"MiB", 1024 * 1024}, {"GiB", 1024 * 1024 * 1024}, {"s", 1}, {"min", 60}, {"h", 3600}};
  const std::string text = without(words, ", ");
  std::string_view rest = text;
  const std::optional<std::int64_t> number = number_at_front(rest);
  const auto unit = units.find(rest);
  if (!number || unit == units.end()) return std::nullopt;
  return *number * unit->second;
}

std::optional<std::int64_t> number_of_code(std::string_view code) {
  std::string text = without(code, "' ");
  for (const auto& [from, to] : {std::pair("std::chrono::seconds", "1*"), std::pair("std::chrono::minutes", "60*"),
                                 std::pair("std::chrono::hours", "3600*"), std::pair("([0-9])UL?", "$1")}) {
    text = std::regex_replace(text, std::regex(from), to);
  }
  std::string_view rest = text;
  const std::optional<std::int64_t> number = expression(rest);
  return rest.empty() ? number : std::nullopt;
}

}  // namespace dialtone
