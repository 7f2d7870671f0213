#include "scenarios/language/document/yaml_structure.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/document/yaml_document.h"

namespace dialtone {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

bool is_flow_indicator(char c) { return std::string_view(",[]{}").find(c) != std::string_view::npos; }

std::string in_apostrophes(std::string_view text) { return "'" + std::string(text) + "'"; }

class StructureCheck {
 public:
  StructureCheck(std::string_view text, const Origin& source, Diagnostics& diagnostics)
      : text_(text), source_(source), diagnostics_(diagnostics) {}

  bool check() {
    while (!at_end() && good_) check_line();
    return good_;
  }

 private:
  struct Position {
    int line = 1;
    int column = 1;
  };
  // An open bracket, and the entry within it that is being read.
  struct Opening {
    char bracket;
    Position position;
    Position entry;
    bool has_colon = false;
  };
  // The column of a block collection's keys or dashes.
  struct Indent {
    int column;
    bool is_key;
  };
  // The last token within brackets.
  enum class Last { kSeparator, kColon, kValue };
  // A text without quotes that the next lines may continue.
  struct OpenText {
    int line;
    int parent;
  };

  bool at_end() const { return at_ >= text_.size(); }
  char at(std::size_t index) const { return index < text_.size() ? text_[index] : '\n'; }
  char current() const { return at(at_); }
  bool at_line_end() const { return current() == '\n' || (current() == '\r' && at(at_ + 1) == '\n'); }
  bool ends_word(std::size_t index) const { return is_blank(at(index)) || at(index) == '\n' || at(index) == '\r'; }
  Position position() const { return {line_, static_cast<int>(at_ - line_begin_) + 1}; }
  // The column of the collection that contains the next value; 0 at the top level.
  int parent_column() const { return indents_.empty() ? 0 : indents_.back().column; }

  void report(const Position& place, std::string message) {
    diagnostics_.report(place_in(source_, place.line, place.column), std::move(message));
    good_ = false;
  }

  void next_line() {
    at_ = std::min(text_.find('\n', at_), text_.size());
    if (at_end()) return;
    line_begin_ = ++at_;
    ++line_;
  }
  void skip_blanks() {
    while (is_blank(current())) ++at_;
  }
  // At a '#': true if it may begin a comment; otherwise reports it as a mistake.
  bool check_comment() {
    if (at_ == line_begin_ || is_blank(text_[at_ - 1])) return true;
    report(position(), "a comment needs a blank before its '#'");
    return false;
  }
  // Skips to the next line; reports anything but a comment before it.
  void finish_line() {
    skip_blanks();
    if (!at_end() && current() == '#' && !check_comment()) return;
    next_line();
  }

  void check_line() {
    skip_blanks();
    if (at_line_end()) return next_line();
    if (current() == '#') {
      open_text_.reset();
      return next_line();
    }
    const int column = position().column;
    if (open_text_ && column > open_text_->parent) return check_continuation();
    open_text_.reset();
    if (column == 1 && current() == '%') return report(position(), "directives are not supported");
    const std::string_view marker = text_.substr(at_, 3);
    if (column == 1 && (marker == "---" || marker == "...") && ends_word(at_ + 3)) {
      indents_.clear();
      at_ += 3;
      return check_nodes(false);
    }
    bool has_sibling = false;
    while (!indents_.empty() && indents_.back().column >= column) {
      has_sibling = has_sibling || (indents_.back().column == column && indents_.back().is_key);
      indents_.pop_back();
    }
    check_nodes(has_sibling);
  }

  void check_continuation() {
    const char c = current();
    const bool is_indicator = std::string_view("\"'[]{},|>&*!%@`").find(c) != std::string_view::npos ||
                              ((c == '-' || c == '?' || c == ':') && ends_word(at_ + 1));
    if (is_indicator) {
      return report(position(), "this line continues the text of line " + std::to_string(open_text_->line) +
                                    "; is it indented too far?");
    }
    skip_plain(false);
    if (current() == '#') open_text_.reset();
    next_line();
  }

  // Checks the tokens that begin on a line outside of brackets: dashes and keys, then a value or nothing. `wants_key`:
  // a key is expected, because keys stand in the same column above.
  void check_nodes(bool wants_key) {
    while (good_) {
      skip_blanks();
      if (at_line_end() || at_end()) return next_line();
      if (current() == '#') return finish_line();
      const char c = current();
      const Position begin = position();
      if (c == '-' && ends_word(at_ + 1)) {
        indents_.push_back({begin.column, false});
        ++at_;
      } else if (c == '?' && ends_word(at_ + 1)) {
        return report(begin, "keys that begin with '?' are not supported; write 'key: value'");
      } else if (c == '!' && ends_word(at_ + 1)) {
        return report(begin, "the tag '!' is not supported; leave it out");
      } else if (c == '&' || c == '*' || c == '!') {
        while (!ends_word(at_)) ++at_;
      } else if (c == '|' || c == '>') {
        return check_block_scalar();
      } else if (!check_value(begin, wants_key)) {
        return;
      }
      wants_key = false;
    }
  }

  // Checks a value: in quotes, in brackets or plain. True if it turns out to be a key; then its value follows.
  bool check_value(const Position& begin, bool wants_key) {
    const char c = current();
    const bool is_plain = c != '"' && c != '\'' && c != '[' && c != '{';
    const std::size_t begin_at = at_;
    if (is_plain) {
      skip_plain(false);
    } else if (c == '"' || c == '\'') {
      check_quoted();
    } else {
      check_flow();
    }
    if (!good_) return false;
    const std::string_view text = text_.substr(begin_at, at_ - begin_at);
    skip_blanks();
    if (current() == ':' && ends_word(at_ + 1)) {
      if (text == "<<") return report(begin, "merge keys are not supported; write the values out"), false;
      indents_.push_back({begin.column, true});
      ++at_;
      return true;
    }
    if (wants_key) {
      return report(begin, is_plain ? "a key needs ': ' and a value after it" : "a key is wanted here"), false;
    }
    if (is_plain && at_line_end()) open_text_ = OpenText{begin.line, parent_column()};
    if (!is_plain && !at_line_end() && current() != '#') {
      return report(position(), "text after the end of a value; is a quote or a bracket wrong?"), false;
    }
    finish_line();
    return false;
  }

  // Skips a plain text to its end on this line.
  void skip_plain(bool in_flow) {
    for (; !at_end() && !at_line_end(); ++at_) {
      const char c = current();
      if (c == ':' && (ends_word(at_ + 1) || (in_flow && is_flow_indicator(at(at_ + 1))))) return;
      if (c == '#' && at_ > line_begin_ && is_blank(text_[at_ - 1])) return;
      if (in_flow && is_flow_indicator(c)) return;
    }
  }

  std::string not_closed(char opening) const {
    const bool is_bracket = opening == '[' || opening == '{';
    const std::string what = is_bracket ? in_apostrophes({&opening, 1}) : "this quote";
    if (at_end()) return what + " is never closed";
    return what + " is not closed before line " + std::to_string(line_) + ", which is indented no deeper than its key";
  }

  // Goes to the next line that continues a value in quotes or brackets. Skips blank lines and, between brackets,
  // comment lines, which may have any indentation (YAML 1.2, 6.6). True if the line may continue the value.
  bool enter_line(bool in_quotes) {
    do {
      next_line();
      skip_blanks();
    } while (!at_end() && (at_line_end() || (!in_quotes && current() == '#')));
    const bool is_closing = !open_.empty() && (current() == ']' || current() == '}');
    return !at_end() && (is_closing || position().column > parent_column());
  }

  void check_quoted() {
    const char quote = current();
    const Position opening = position();
    ++at_;
    while (!at_end()) {
      const bool escaped = quote == '"' && current() == '\\' && at(at_ + 1) != '\n' && at(at_ + 1) != '\r';
      const bool doubled = quote == '\'' && current() == quote && at(at_ + 1) == quote;
      if (at_line_end()) {
        if (!enter_line(true)) break;
      } else if (escaped || doubled) {
        at_ += 2;
      } else if (current() != quote) {
        ++at_;
      } else {
        ++at_;
        return;
      }
    }
    report(opening, not_closed(quote));
  }

  // Checks from an opening bracket to its closing one.
  void check_flow() {
    last_ = Last::kSeparator;
    do {
      skip_blanks();
      if (at_line_end()) {
        if (at_end() || !enter_line(false)) return report_open();
      } else if (current() == '#') {
        if (!check_comment()) return;
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        check_flow_token(current(), position());
      }
    } while (good_ && !open_.empty());
  }

  void check_flow_token(char c, const Position& here) {
    if (c == ',') return check_comma(here);
    if (c == ']' || c == '}') return check_closing(c, here);
    if (c == ':' && (last_ == Last::kValue || ends_word(at_ + 1))) {
      last_ = Last::kColon;
      open_.back().has_colon = true;
      ++at_;
      return;
    }
    if (last_ == Last::kValue) {
      return report(here, "a ',' is missing before this, or quotes around a text of several lines");
    }
    if (last_ == Last::kSeparator && !open_.empty()) open_.back().entry = here;
    c == '[' || c == '{' ? check_opening(c, here) : check_flow_value(c, here);
  }

  void check_comma(const Position& here) {
    if (last_ == Last::kSeparator) return report(here, "a value is missing before this ','");
    check_entry();
    open_.back().has_colon = false;
    last_ = Last::kSeparator;
    ++at_;
  }

  void check_opening(char bracket, const Position& here) {
    if (indents_.size() + open_.size() == kDeepestYaml) {
      return report(here, "nested deeper than " + std::to_string(kDeepestYaml) + " levels");
    }
    open_.push_back({bracket, here, here});
    last_ = Last::kSeparator;
    ++at_;
  }

  void check_closing(char bracket, const Position& here) {
    const Opening opening = open_.back();
    if ((opening.bracket == '[') != (bracket == ']')) {
      return report(here, in_apostrophes({&bracket, 1}) + " where the " + in_apostrophes({&opening.bracket, 1}) +
                              " of line " + std::to_string(opening.position.line) + ", column " +
                              std::to_string(opening.position.column) + ", is still open");
    }
    if (last_ == Last::kValue) check_entry();
    open_.pop_back();
    last_ = Last::kValue;
    ++at_;
  }

  // Checks at the end of a map's entry that the entry has a key and a value.
  void check_entry() {
    const Opening& opening = open_.back();
    if (opening.bracket == '{' && !opening.has_colon) {
      report(opening.entry, "a key needs ': ' and a value after it");
    }
  }

  void check_flow_value(char c, const Position& here) {
    if (c == '?' && ends_word(at_ + 1)) {
      return report(here, "keys that begin with '?' are not supported; write 'key: value'");
    }
    if (c == '!' && (ends_word(at_ + 1) || is_flow_indicator(at(at_ + 1)))) {
      return report(here, "the tag '!' is not supported; leave it out");
    }
    if (c == '&' || c == '*' || c == '!') {
      while (!ends_word(at_) && !is_flow_indicator(current())) ++at_;
      if (c == '*') last_ = Last::kValue;
      return;
    }
    last_ = Last::kValue;
    if (c == '"' || c == '\'') return check_quoted();
    const std::size_t begin_at = at_++;
    skip_plain(true);
    if (text_.substr(begin_at, at_ - begin_at) == "<<" && current() == ':') {
      report(here, "merge keys are not supported; write the values out");
    }
  }

  void report_open() {
    for (const Opening& opening : open_) report(opening.position, not_closed(opening.bracket));
  }

  // Checks a block scalar from its `|` or `>` to the end of its text.
  void check_block_scalar() {
    const Position header = position();
    const std::string sign(1, current());
    int digit = 0;
    for (++at_; !ends_word(at_); ++at_) {
      if (current() >= '1' && current() <= '9') digit = current() - '0';
    }
    finish_line();
    const int parent = parent_column();
    // The column of the text: that of its first line, unless the block's header states the indentation.
    int column = digit > 0 ? parent + digit : 0;
    bool has_text = false;
    while (good_ && !at_end()) {
      const std::size_t line_begin = at_;
      while (current() == ' ') ++at_;
      const int begin = position().column;
      if (!at_line_end()) {
        if (column == 0 && begin > parent) column = begin;
        if (column == 0 || begin < column) {
          at_ = line_begin;
          break;
        }
        has_text = true;
      }
      next_line();
    }
    if (good_ && !has_text) report(header, "no text is indented below this " + in_apostrophes(sign));
  }

  std::string_view text_;
  const Origin& source_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  int line_ = 1;
  std::vector<Indent> indents_;
  std::vector<Opening> open_;
  Last last_ = Last::kSeparator;
  std::optional<OpenText> open_text_;
  bool good_ = true;
};

}  // namespace

bool check_yaml_structure(std::string_view text, const Origin& source, Diagnostics& diagnostics) {
  return StructureCheck(text, source, diagnostics).check();
}

}  // namespace dialtone
