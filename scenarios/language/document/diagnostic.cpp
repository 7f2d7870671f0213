#include "scenarios/language/document/diagnostic.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <tuple>

#include "values/utf8.h"

namespace dialtone {
namespace {

constexpr std::size_t kMostDiagnostics = 10'000;
constexpr std::size_t kLongestQuote = 40;

}  // namespace

std::string to_text(const Diagnostic& diagnostic) {
  std::string text = diagnostic.path;
  if (diagnostic.line > 0) {
    text += ":" + std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column);
  }
  return text + ": " + diagnostic.message;
}

std::string to_text(const std::vector<Diagnostic>& diagnostics, std::size_t most) {
  std::string text;
  const std::size_t shown = std::min(most, diagnostics.size());
  for (std::size_t i = 0; i < shown; ++i) text += to_text(diagnostics[i]) + "\n";
  if (shown < diagnostics.size()) text += "... and " + std::to_string(diagnostics.size() - shown) + " more\n";
  return text;
}

std::string in_quotes(std::string_view text) {
  std::string result = "'";
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (at + std::max<std::size_t>(length, 1) > kLongestQuote) {
      result += "...";
      break;
    }
    const bool readable = length > 1 || (length == 1 && text[at] >= ' ' && text[at] != '\x7F');
    result += readable ? text.substr(at, length) : std::string_view("?");
    at += std::max<std::size_t>(length, 1);
  }
  return result + "'";
}

Origin place_in(const Origin& source, int line, int column) {
  return {{line, column, source.place.file}, source.override_number};
}

Diagnostics::Diagnostics(std::string path, std::vector<std::string> overrides)
    : files_{std::move(path)}, overrides_(std::move(overrides)) {}

bool Diagnostics::has_of_files() const {
  return std::any_of(entries_.begin(), entries_.end(),
                     [](const Reported& entry) { return entry.source != Source::kOverride; });
}

bool Diagnostics::full() const { return entries_.size() >= kMostDiagnostics; }

int Diagnostics::number_of_parameter(const std::string& name) {
  const auto found = std::find(parameters_.begin(), parameters_.end(), name);
  if (found == parameters_.end()) {
    parameters_.push_back(name);
    return static_cast<int>(parameters_.size());
  }
  return static_cast<int>(found - parameters_.begin()) + 1;
}

int Diagnostics::add_file(std::string path) {
  files_.push_back(std::move(path));
  return static_cast<int>(files_.size()) - 1;
}

void Diagnostics::report(const Origin& origin, std::string message) {
  ++reports_;
  if (full() || origin.told) return;
  if (origin.parameter > 0) {
    message += " (the value of ${" + parameters_[static_cast<std::size_t>(origin.parameter - 1)] + "})";
  }
  if (origin.override_number > 0) {
    const std::string& text = overrides_[static_cast<std::size_t>(origin.override_number - 1)];
    entries_.push_back({Source::kOverride,
                        origin.override_number,
                        {"--set " + text.substr(0, text.find('=')), 0, 0, std::move(message)}});
    return;
  }
  const Place& place = origin.place;
  entries_.push_back({Source::kFile, place.file, {file(place.file), place.line, place.column, std::move(message)}});
}

void Diagnostics::report(std::string path, Place place, std::string message) {
  ++reports_;
  if (full()) return;
  entries_.push_back({Source::kOtherFile, 0, {std::move(path), place.line, place.column, std::move(message)}});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<std::size_t> order(entries_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Reported& first = entries_[a];
    const Reported& second = entries_[b];
    return std::tie(first.source, first.file, first.diagnostic.line, first.diagnostic.column, a) <
           std::tie(second.source, second.file, second.diagnostic.line, second.diagnostic.column, b);
  });
  std::vector<Diagnostic> diagnostics;
  diagnostics.reserve(order.size());
  std::set<std::string> told;
  for (const std::size_t number : order) {
    const Diagnostic& diagnostic = entries_[number].diagnostic;
    if (told.insert(to_text(diagnostic)).second) diagnostics.push_back(diagnostic);
  }
  return diagnostics;
}

}  // namespace dialtone
