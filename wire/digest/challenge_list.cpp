#include "wire/digest/challenge_list.h"

#include <algorithm>
#include <optional>
#include <string>

#include "wire/digest/fields.h"

namespace dialtone::digest {
namespace {

constexpr std::size_t kLongestList = 16 * 1024;

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Returns the end of the list element that begins `text`: its comma, or the end of the text. nullopt if a quoted string
// is not closed.
std::optional<std::size_t> element_end(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (text[i] == ',' && !quoted)
      return i;
  }
  if (quoted) return std::nullopt;
  return text.size();
}

// A parameter is a name and an equals sign; an element that is none begins a new challenge.
bool is_parameter(std::string_view element) {
  const std::size_t name_end = element.find_first_of(" \t=");
  if (name_end == std::string_view::npos) return false;
  const std::size_t next = element.find_first_not_of(" \t", name_end);
  return next != std::string_view::npos && element[next] == '=';
}

}  // namespace

Result<std::vector<std::string_view>> split_challenges(std::string_view field) {
  if (field.size() > kLongestList) return Failure{"challenges of more than 16384 bytes"};
  std::vector<std::string_view> challenges;
  while (!field.empty()) {
    const std::optional<std::size_t> end = element_end(field);
    if (!end) return Failure{"quoted string without an end in the challenges"};
    const std::string_view element = trim(field.substr(0, *end));
    field.remove_prefix(std::min(*end + 1, field.size()));
    if (element.empty()) continue;
    if (!is_parameter(element)) {
      challenges.push_back(element);
    } else if (challenges.empty()) {
      return Failure{"challenge without a scheme"};
    } else {
      std::string_view& last = challenges.back();
      last = {last.data(), static_cast<std::size_t>(element.data() + element.size() - last.data())};
    }
  }
  return challenges;
}

Result<Challenge> topmost_challenge(std::span<const std::string_view> fields) {
  Failure last{"there is no Digest challenge"};
  for (std::string_view field : fields) {
    const Result<std::vector<std::string_view>> challenges = split_challenges(field);
    if (!challenges) {
      last = challenges.error();
      continue;
    }
    for (std::string_view text : *challenges) {
      if (!is_scheme(text, "Digest")) continue;
      Result<Challenge> challenge = parse_challenge(text);
      if (!challenge) {
        last = challenge.error();
      } else if (is_computable(*challenge)) {
        return challenge;
      } else {
        last = Failure{"the Digest challenge wants an algorithm or a qop that is not computed here"};
      }
    }
  }
  return last;
}

}  // namespace dialtone::digest
