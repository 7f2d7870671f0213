#include "tools/dialtone/explain_command.h"

#include <algorithm>
#include <iostream>

#include "scenarios/language/reference/explain.h"
#include "tools/dialtone/command_support.h"
#include "values/command_line.h"
#include "values/spelling.h"

namespace dialtone {
namespace {

// Also compares with the last part of each path, because users usually type a key without its path.
std::string hint_at_word(const std::string& word) {
  const std::vector<std::string> words = explained_words();
  std::vector<std::string_view> candidates(words.begin(), words.end());
  for (const std::string& each : words) candidates.push_back(std::string_view(each).substr(each.rfind('.') + 1));
  std::sort(candidates.begin(), candidates.end());
  candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
  return did_you_mean(word, candidates);
}

}  // namespace

int explain_command(const std::vector<std::string>& words) {
  const Result<CommandLine> line = CommandLine::parse(words, {}, environment_variable);
  if (!line) return fail(kUsage, line.error().reason + " (dialtone --help)");
  if (line->words().size() > 1) return fail(kUsage, "explain: one key, event or quirk at a time");
  if (line->words().empty()) {
    for (const std::string& word : explained_words()) std::cout << word << '\n';
    return 0;
  }
  const std::string& word = line->words().front();
  const std::vector<std::string> texts = explanations_of(word);
  if (texts.empty()) return fail(kUsage, "there is no key, event or quirk '" + word + "'" + hint_at_word(word));
  for (const std::string& text : texts) std::cout << (&text == &texts.front() ? "" : "\n") << text;
  return 0;
}

}  // namespace dialtone
