#include "wire/digest/credentials.h"

#include <array>
#include <cassert>
#include <charconv>
#include <utility>

#include "values/ascii_case.h"
#include "values/constant_time.h"
#include "wire/digest/fields.h"
#include "wire/digest/seen_fields.h"

namespace dialtone::digest {
namespace {

constexpr std::size_t kTypicalCredentialsSize = 320;
constexpr std::size_t kNonceCountDigits = 8;

std::optional<std::uint32_t> parse_nonce_count(std::string_view text) {
  std::uint32_t count = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, count, 16);
  if (text.size() != kNonceCountDigits || error != std::errc() || stopped != end) return std::nullopt;
  const bool mixed =
      text.find_first_of("abcdef") != std::string_view::npos && text.find_first_of("ABCDEF") != std::string_view::npos;
  if (mixed) return std::nullopt;
  return count;
}

std::array<char, kNonceCountDigits> nonce_count_digits(const Credentials& credentials) {
  const std::string_view all = credentials.capital_count ? "0123456789ABCDEF" : "0123456789abcdef";
  std::array<char, kNonceCountDigits> digits;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    digits[i] = all[(credentials.nonce_count >> (4 * (digits.size() - 1 - i))) & 15U];
  }
  return digits;
}

// Returns the string member that the named field fills; null if the field has no string member.
std::string* text_member(Credentials& credentials, std::string_view name) {
  const std::array<std::pair<std::string_view, std::string*>, 7> members = {{
      {"username", &credentials.username},
      {"realm", &credentials.realm},
      {"nonce", &credentials.nonce},
      {"uri", &credentials.uri},
      {"response", &credentials.response},
      {"opaque", &credentials.opaque},
      {"cnonce", &credentials.cnonce},
  }};
  for (const auto& [member_name, member] : members) {
    if (equal_ignoring_case(member_name, name)) return member;
  }
  return nullptr;
}

Result<void> take_field(Credentials& credentials, Field field) {
  if (std::string* member = text_member(credentials, field.name)) {
    *member = std::move(field.value);
  } else if (equal_ignoring_case(field.name, "nc")) {
    const std::optional<std::uint32_t> count = parse_nonce_count(field.value);
    if (!count) return Failure{"digest field nc that is not eight hexadecimal digits"};
    credentials.nonce_count = *count;
    credentials.capital_count = field.value.find_first_of("ABCDEF") != std::string::npos;
  } else if (equal_ignoring_case(field.name, "qop")) {
    credentials.qop = equal_ignoring_case(field.value, "auth") ? Qop::kAuth : Qop::kUnsupported;
  } else if (equal_ignoring_case(field.name, "algorithm")) {
    credentials.algorithm = algorithm_named(field.value);
    credentials.names_algorithm = true;
  } else if (equal_ignoring_case(field.name, "userhash")) {
    credentials.hashes_username = equal_ignoring_case(field.value, "true");
  }
  return {};
}

}  // namespace

Result<Credentials> parse_credentials(std::string_view text) {
  Credentials credentials;
  SeenFields seen(
      {"username", "realm", "nonce", "uri", "response", "opaque", "cnonce", "nc", "qop", "algorithm", "userhash"});
  const Result<void> read = read_fields(text, [&](Field field) -> Result<void> {
    if (Result<void> once = seen.note(field.name); !once) return once;
    return take_field(credentials, std::move(field));
  });
  if (!read) return read.error();
  if (Result<void> all = seen.require({"username", "realm", "nonce", "uri", "response"}); !all) return all.error();
  if (credentials.qop != Qop::kNone) {
    if (Result<void> all = seen.require({"cnonce", "nc"}); !all) return all.error();
  }
  if (credentials.algorithm && is_session(*credentials.algorithm)) {
    if (Result<void> all = seen.require({"cnonce"}); !all) return all.error();
  }
  return credentials;
}

std::string to_text(const Credentials& credentials) {
  assert(credentials.qop != Qop::kUnsupported);
  std::string text;
  text.reserve(kTypicalCredentialsSize);
  text += "Digest ";
  append_quoted(text, "username", credentials.username);
  append_quoted(text, "realm", credentials.realm);
  append_quoted(text, "nonce", credentials.nonce);
  append_quoted(text, "uri", credentials.uri);
  append_quoted(text, "response", credentials.response);
  if (credentials.names_algorithm) {
    assert(credentials.algorithm);
    append_plain(text, "algorithm", name_of(*credentials.algorithm));
  }
  if (!credentials.cnonce.empty() || credentials.qop == Qop::kAuth) {
    append_quoted(text, "cnonce", credentials.cnonce);
  }
  if (credentials.qop == Qop::kAuth) {
    const auto digits = nonce_count_digits(credentials);
    append_plain(text, "qop", "auth");
    append_plain(text, "nc", {digits.data(), digits.size()});
  }
  if (!credentials.opaque.empty()) append_quoted(text, "opaque", credentials.opaque);
  if (credentials.hashes_username) append_plain(text, "userhash", "true");
  return text;
}

HexHash ha1(Algorithm algorithm, const Account& account, std::string_view realm) {
  return hash(algorithm, {account.username, realm, account.password});
}

HexHash response_of(const Credentials& credentials, std::string_view ha1, std::string_view method) {
  assert(credentials.algorithm && credentials.qop != Qop::kUnsupported);
  const Algorithm algorithm = *credentials.algorithm;
  HexHash session_key;
  if (is_session(algorithm)) {
    session_key = hash(algorithm, {ha1, credentials.nonce, credentials.cnonce});
    ha1 = session_key.text();
  }
  const HexHash ha2 = hash(algorithm, {method, credentials.uri});
  if (credentials.qop == Qop::kNone) return hash(algorithm, {ha1, credentials.nonce, ha2.text()});
  const auto digits = nonce_count_digits(credentials);
  const std::string_view nonce_count(digits.data(), digits.size());
  return hash(algorithm, {ha1, credentials.nonce, nonce_count, credentials.cnonce, "auth", ha2.text()});
}

std::optional<Credentials> answer(const Challenge& challenge, const Account& account, std::string_view method,
                                  std::string_view uri, std::string_view cnonce, std::uint32_t nonce_count) {
  if (!is_computable(challenge)) return std::nullopt;
  Credentials credentials;
  credentials.hashes_username = challenge.hashes_username;
  credentials.username = challenge.hashes_username
                             ? hash(*challenge.algorithm, {account.username, challenge.realm}).text()
                             : account.username;
  credentials.realm = challenge.realm;
  credentials.nonce = challenge.nonce;
  credentials.uri = uri;
  credentials.opaque = challenge.opaque;
  credentials.algorithm = challenge.algorithm;
  credentials.names_algorithm = true;
  if (challenge.offers_auth) {
    credentials.qop = Qop::kAuth;
    credentials.nonce_count = nonce_count;
  }
  if (challenge.offers_auth || is_session(*challenge.algorithm)) credentials.cnonce = cnonce;
  const HexHash secret = ha1(*challenge.algorithm, account, challenge.realm);
  credentials.response = response_of(credentials, secret.text(), method).text();
  return credentials;
}

bool verify(const Credentials& credentials, std::string_view ha1, std::string_view method) {
  if (!credentials.algorithm || credentials.qop == Qop::kUnsupported) return false;
  return equal_in_constant_time(credentials.response, response_of(credentials, ha1, method).text());
}

}  // namespace dialtone::digest
