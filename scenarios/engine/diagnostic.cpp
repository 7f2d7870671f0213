#include "scenarios/engine/diagnostic.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "values/utf8.h"

namespace dialtone {
namespace {

constexpr std::size_t kMostFaults = 10'000;
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

FaultList::FaultList(std::string path, std::vector<std::string> overrides)
    : path_(std::move(path)), overrides_(std::move(overrides)) {}

bool FaultList::full() const { return faults_.size() >= kMostFaults; }

void FaultList::report(const Origin& origin, std::string message) {
  if (full()) return;
  if (origin.override_number > 0) {
    const std::string& text = overrides_[static_cast<std::size_t>(origin.override_number - 1)];
    faults_.push_back({Source::kOverride, {"--set " + text.substr(0, text.find('=')), 0, 0, std::move(message)}});
    return;
  }
  faults_.push_back({Source::kFile, {path_, origin.place.line, origin.place.column, std::move(message)}});
}

void FaultList::report(std::string path, Place place, std::string message) {
  if (full()) return;
  faults_.push_back({Source::kOtherFile, {std::move(path), place.line, place.column, std::move(message)}});
}

std::vector<Diagnostic> FaultList::sorted() const {
  std::vector<std::size_t> order(faults_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Fault& first = faults_[a];
    const Fault& second = faults_[b];
    return std::tie(first.source, first.diagnostic.line, first.diagnostic.column, a) <
           std::tie(second.source, second.diagnostic.line, second.diagnostic.column, b);
  });
  std::vector<Diagnostic> diagnostics;
  diagnostics.reserve(order.size());
  for (const std::size_t number : order) diagnostics.push_back(faults_[number].diagnostic);
  return diagnostics;
}

}  // namespace dialtone
