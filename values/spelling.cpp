#include "values/spelling.h"

#include <algorithm>
#include <utility>

namespace dialtone {
namespace {

constexpr std::size_t kLongestWord = 64;

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> previous(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(previous, std::exchange(row, std::move(before)));
  }
  return previous[b.size()];
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates) {
  if (word.size() > kLongestWord) return {};
  std::size_t best = std::clamp<std::size_t>(word.size() / 4, 1, 3) + 1;
  std::string_view meant;
  for (const std::string_view candidate : candidates) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best && distance < candidate.size()) {
      best = distance;
      meant = candidate;
    }
  }
  return meant.empty() ? std::string() : "; did you mean '" + std::string(meant) + "'?";
}

std::string hint_at(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string hint = did_you_mean(word, candidates);
  if (!hint.empty()) return hint;
  for (const std::string_view candidate : candidates) {
    hint += (hint.empty() ? "; it is one of " : ", ") + std::string(candidate);
  }
  return hint;
}

}  // namespace dialtone
