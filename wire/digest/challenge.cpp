#include "wire/digest/challenge.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "values/ascii_case.h"
#include "wire/digest/fields.h"
#include "wire/digest/seen_fields.h"

namespace dialtone::digest {
namespace {

constexpr std::size_t kTypicalChallengeSize = 160;

void read_qop(Challenge& challenge, std::string_view list) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view option = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    while (!option.empty() && option.front() == ' ') option.remove_prefix(1);
    while (!option.empty() && option.back() == ' ') option.remove_suffix(1);
    if (equal_ignoring_case(option, "auth")) challenge.offers_auth = true;
    if (equal_ignoring_case(option, "auth-int")) challenge.offers_auth_int = true;
  }
}

}  // namespace

Result<Challenge> parse_challenge(std::string_view text) {
  Challenge challenge;
  challenge.offers_auth = false;
  SeenFields seen({"realm", "nonce", "opaque", "stale", "algorithm", "qop", "userhash"});
  const Result<void> read = read_fields(text, [&](Field field) -> Result<void> {
    if (Result<void> once = seen.note(field.name); !once) return once;
    if (equal_ignoring_case(field.name, "realm")) challenge.realm = std::move(field.value);
    if (equal_ignoring_case(field.name, "nonce")) challenge.nonce = std::move(field.value);
    if (equal_ignoring_case(field.name, "opaque")) challenge.opaque = std::move(field.value);
    if (equal_ignoring_case(field.name, "stale")) challenge.stale = equal_ignoring_case(field.value, "true");
    if (equal_ignoring_case(field.name, "algorithm")) challenge.algorithm = algorithm_named(field.value);
    if (equal_ignoring_case(field.name, "qop")) read_qop(challenge, field.value);
    if (equal_ignoring_case(field.name, "userhash"))
      challenge.hashes_username = equal_ignoring_case(field.value, "true");
    return {};
  });
  if (!read) return read.error();
  if (Result<void> all = seen.require({"realm", "nonce"}); !all) return all.error();
  return challenge;
}

bool is_computable(const Challenge& challenge) {
  return challenge.algorithm && (challenge.offers_auth || !challenge.offers_auth_int);
}

std::string to_text(const Challenge& challenge) {
  assert(challenge.algorithm);
  std::string text;
  text.reserve(kTypicalChallengeSize);
  text += "Digest ";
  append_quoted(text, "realm", challenge.realm);
  append_quoted(text, "nonce", challenge.nonce);
  if (!challenge.opaque.empty()) append_quoted(text, "opaque", challenge.opaque);
  if (challenge.stale) append_plain(text, "stale", "true");
  append_plain(text, "algorithm", name_of(*challenge.algorithm));
  if (challenge.offers_auth || challenge.offers_auth_int) {
    const std::string_view both = "auth,auth-int";
    append_quoted(text, "qop", challenge.offers_auth_int ? (challenge.offers_auth ? both : "auth-int") : "auth");
  }
  if (challenge.hashes_username) append_plain(text, "userhash", "true");
  return text;
}

}  // namespace dialtone::digest
