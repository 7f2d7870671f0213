#include "scenarios/language/faults/text_pattern.h"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

namespace dialtone {
namespace {

using Step = TextPattern::Step;

// A node of the syntax tree of an expression.
struct Part {
  enum class Kind : std::uint8_t { kOneOf, kBegin, kEnd, kSequence, kChoice, kStar, kPlus, kOptional };
  Kind kind = Kind::kSequence;
  std::bitset<256> bytes{};
  std::vector<Part> parts{};
};

class ExpressionReader {
 public:
  explicit ExpressionReader(std::string_view text) : rest_(text) {}

  Result<Part> read() {
    Result<Part> whole = choice();
    if (whole && !rest_.empty()) return Failure{"has no ( for its )"};
    return whole;
  }

 private:
  Result<Part> choice() {
    Part choice{.kind = Part::Kind::kChoice};
    for (;;) {
      Result<Part> one = sequence();
      if (!one) return one;
      choice.parts.push_back(*std::move(one));
      if (!take('|')) return choice;
    }
  }

  Result<Part> sequence() {
    Part sequence;
    while (!rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      Result<Part> part = atom();
      if (!part) return part;
      sequence.parts.push_back(repeated(*std::move(part)));
    }
    return sequence;
  }

  Part repeated(Part part) {
    for (;;) {
      const std::optional<Part::Kind> kind = take('*')   ? std::optional(Part::Kind::kStar)
                                             : take('+') ? std::optional(Part::Kind::kPlus)
                                             : take('?') ? std::optional(Part::Kind::kOptional)
                                                         : std::nullopt;
      if (!kind) return part;
      Part outer{.kind = *kind};
      outer.parts.push_back(std::move(part));
      part = std::move(outer);
    }
  }

  Result<Part> atom() {
    const char first = rest_.front();
    rest_.remove_prefix(1);
    switch (first) {
      case '(': return group();
      case '[': return set();
      case '^': return Part{.kind = Part::Kind::kBegin};
      case '$': return Part{.kind = Part::Kind::kEnd};
      case '.': return one_of(std::bitset<256>().set());
      case '\\': return escaped();
      case '*':
      case '+':
      case '?': return Failure{std::string("has nothing before its ") + first};
      case '{':
      case '}': return Failure{"has no { } as a number of times; write \\{ for the character"};
      default: return one_of(only(first));
    }
  }

  Result<Part> group() {
    if (rest_.starts_with('?')) return Failure{"has nothing before its ?"};
    Result<Part> inner = choice();
    if (inner && !take(')')) return Failure{"has no ) for its ("};
    return inner;
  }

  Result<Part> escaped() {
    if (rest_.empty()) return Failure{"ends with \\"};
    const char next = rest_.front();
    constexpr std::string_view kSpecial = R"(.[]()|*+?^$\/{}-)";
    if (kSpecial.find(next) == std::string_view::npos) return Failure{std::string("knows no \\") + next};
    rest_.remove_prefix(1);
    return one_of(only(next));
  }

  Result<Part> set() {
    const bool is_other = take('^');
    std::bitset<256> bytes;
    bool is_first = true;
    while (is_first || !rest_.starts_with(']')) {
      is_first = false;
      const std::optional<unsigned char> from = set_byte();
      if (!from) return Failure{"has no ] for its ["};
      unsigned char to = *from;
      if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
        rest_.remove_prefix(1);
        const std::optional<unsigned char> end = set_byte();
        if (!end) return Failure{"has no ] for its ["};
        to = *end;
      }
      if (to < *from) return Failure{"has a range that ends before it begins"};
      for (unsigned int byte = *from; byte <= to; ++byte) bytes.set(byte);
    }
    rest_.remove_prefix(1);
    return one_of(is_other ? ~bytes : bytes);
  }

  // Reads one byte of a set; nullopt at the end of the expression.
  std::optional<unsigned char> set_byte() {
    take('\\');
    if (rest_.empty()) return std::nullopt;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return byte;
  }

  bool take(char wanted) {
    if (!rest_.starts_with(wanted)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  static std::bitset<256> only(char byte) { return std::bitset<256>().set(static_cast<unsigned char>(byte)); }
  static Part one_of(const std::bitset<256>& bytes) { return {.kind = Part::Kind::kOneOf, .bytes = bytes}; }

  std::string_view rest_;
};

std::size_t add(std::vector<Step>& steps, Step step) {
  steps.push_back(step);
  return steps.size() - 1;
}

// Adds the steps for `part`, which lead on to the step `next`. Returns the first of them.
std::size_t add_part(std::vector<Step>& steps, const Part& part, std::size_t next) {
  using Kind = Step::Kind;
  switch (part.kind) {
    case Part::Kind::kOneOf: return add(steps, {.kind = Kind::kOneOf, .bytes = part.bytes, .next = next});
    case Part::Kind::kBegin: return add(steps, {.kind = Kind::kBegin, .next = next});
    case Part::Kind::kEnd: return add(steps, {.kind = Kind::kEnd, .next = next});
    case Part::Kind::kOptional: {
      const std::size_t inner = add_part(steps, part.parts.front(), next);
      return add(steps, {.kind = Kind::kFork, .next = inner, .other = next});
    }
    case Part::Kind::kStar:
    case Part::Kind::kPlus: {
      const std::size_t fork = add(steps, {.kind = Kind::kFork, .next = next, .other = next});
      const std::size_t inner = add_part(steps, part.parts.front(), fork);
      steps[fork].next = inner;
      return part.kind == Part::Kind::kStar ? fork : inner;
    }
    case Part::Kind::kSequence:
      for (auto each = part.parts.rbegin(); each != part.parts.rend(); ++each) next = add_part(steps, *each, next);
      return next;
    case Part::Kind::kChoice: break;
  }
  assert(!part.parts.empty());
  std::size_t first = add_part(steps, part.parts.front(), next);
  for (std::size_t i = 1; i < part.parts.size(); ++i) {
    const std::size_t other = add_part(steps, part.parts[i], next);
    first = add(steps, {.kind = Kind::kFork, .next = first, .other = other});
  }
  return first;
}

// The steps that are active at a position between two bytes of a text.
class Front {
 public:
  explicit Front(const std::vector<Step>& steps) : steps_(&steps), is_known_(steps.size()) {}

  void clear() {
    at_.clear();
    std::fill(is_known_.begin(), is_known_.end(), false);
  }
  // Adds the step, and all steps that can be reached from it without reading a byte.
  void add(std::size_t step, bool is_begin, bool is_end) {
    open_.assign(1, step);
    while (!open_.empty()) {
      const std::size_t number = open_.back();
      open_.pop_back();
      if (is_known_[number]) continue;
      is_known_[number] = true;
      const Step& each = (*steps_)[number];
      is_found_ = is_found_ || each.kind == Step::Kind::kFound;
      if (each.kind == Step::Kind::kOneOf) at_.push_back(number);
      const bool leads_on = each.kind == Step::Kind::kFork || (each.kind == Step::Kind::kBegin && is_begin) ||
                            (each.kind == Step::Kind::kEnd && is_end);
      if (leads_on) open_.push_back(each.next);
      if (each.kind == Step::Kind::kFork) open_.push_back(each.other);
    }
  }
  bool is_found() const { return is_found_; }
  const std::vector<std::size_t>& at() const { return at_; }

 private:
  const std::vector<Step>* steps_;
  std::vector<bool> is_known_;
  std::vector<std::size_t> at_;
  std::vector<std::size_t> open_;
  bool is_found_ = false;
};

}  // namespace

Result<TextPattern> TextPattern::parse(std::string_view text) {
  if (text.size() > kLongest) return Failure{"is over " + std::to_string(kLongest) + " bytes"};
  TextPattern pattern;
  pattern.text_ = text;
  pattern.wanted_ = text;
  if (!text.starts_with('~')) return pattern;
  text.remove_prefix(1);
  if (text.empty()) return Failure{"contains nothing: ~ has a text behind it"};
  pattern.kind_ = Kind::kContains;
  pattern.wanted_ = text;
  if (!text.starts_with('/')) return pattern;
  if (text.size() < 3 || !text.ends_with('/')) return Failure{"is a regular expression between two /"};
  const Result<Part> whole = ExpressionReader(text.substr(1, text.size() - 2)).read();
  if (!whole) return Failure{whole.error().reason};
  pattern.kind_ = Kind::kExpression;
  const std::size_t found = add(pattern.steps_, {.kind = Step::Kind::kFound});
  pattern.first_step_ = add_part(pattern.steps_, *whole, found);
  return pattern;
}

bool TextPattern::matches(std::string_view value) const {
  value = value.substr(0, kMostRead);
  switch (kind_) {
    case Kind::kEqual: return value == wanted_;
    case Kind::kContains: return value.find(wanted_) != std::string_view::npos;
    case Kind::kExpression: break;
  }
  return is_found_in(value);
}

bool TextPattern::is_found_in(std::string_view value) const {
  Front now(steps_);
  Front next(steps_);
  for (std::size_t place = 0; place <= value.size(); ++place) {
    // A match may begin at every position.
    now.add(first_step_, place == 0, place == value.size());
    if (now.is_found()) return true;
    if (place == value.size()) return false;
    next.clear();
    for (const std::size_t step : now.at()) {
      const bool fits = steps_[step].bytes.test(static_cast<unsigned char>(value[place]));
      if (fits) next.add(steps_[step].next, false, place + 1 == value.size());
    }
    std::swap(now, next);
  }
  return false;
}

}  // namespace dialtone
