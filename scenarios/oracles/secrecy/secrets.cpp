#include "scenarios/oracles/secrecy/secrets.h"

#include <algorithm>
#include <array>

#include "call_agent_sim/registrar/call_agent_secrets.h"
#include "prov_server/http_nonce_secret.h"
#include "scenarios/language/faults/faults_doing.h"
#include "scenarios/language/parties/server_kind.h"
#include "scenarios/oracles/secrecy/decoded_text.h"
#include "scenarios/oracles/secrecy/letter_runs.h"

namespace dialtone {
namespace {

constexpr std::size_t kPasswordLetters = DeviceIdentities::kPasswordLetters;
// A password from a fault with at least this many letters is searched for within other texts too; no ordinary word or
// number is as long.
constexpr std::size_t kLongerThanWords = 12;
constexpr std::size_t kBase64Places = 4;
// How many levels of percent-encoding are decoded: one for a text in a URL, two for a URL in a URL, and one more.
constexpr int kMostPercentDecodings = 3;
// The length of a blank and `response="`, by which credentials are recognised. Every generated password and every nonce
// secret is longer.
constexpr std::size_t kShortestGenerated = 11;

bool is_letter(char c) { return is_in(kAlphanumeric, c); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word_or_number(std::string_view password) {
  return std::all_of(password.begin(), password.end(), is_digit) ||
         std::all_of(password.begin(), password.end(), [](char c) { return is_letter(c) && !is_digit(c); });
}

// Returns true if the text could be Base64 of a hash. Excludes texts with neither a capital letter nor a digit, because
// paths consist of the same letters, with `/` and `-`; only one MD5 hash in a hundred million has such a Base64 form.
bool could_be_hash(std::string_view letters) {
  return std::any_of(letters.begin(), letters.end(), [](char c) { return is_letter(c) && (c < 'a' || c > 'z'); });
}

constexpr std::string_view kBasic = "Basic ";

// Returns true if the text contains Base64 of a user name and a password that does not look like a word.
bool has_basic_credentials(std::string_view text) {
  const std::size_t at = text.find(kBasic);
  if (at == std::string_view::npos) return false;
  text.remove_prefix(at + kBasic.size());
  const auto is_base64 = [](char c) { return is_letter(c) || c == '+' || c == '/' || c == '='; };
  const auto end = std::find_if_not(text.begin(), text.end(), is_base64);
  const std::string_view token(text.begin(), end);
  return token.size() >= 8 && token.size() % 4 == 0 && token.find_first_of("0123456789=+/") != std::string_view::npos;
}

// Returns true if the text has the fields of an Authorization header (RFC 7616 3.4, RFC 7617 2).
bool has_credentials(std::string_view text) {
  // Credentials contain a blank, and few other texts do.
  if (text.find(' ') == std::string_view::npos) return false;
  constexpr std::array<std::string_view, 3> kMarks{"Digest username=", "Digest response=", "response=\""};
  return has_basic_credentials(text) || std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
           return text.find(mark) != std::string_view::npos;
         });
}

// The maximum number of times that the server is switched on: at the start, and after each fault that takes its power.
std::size_t most_boots(const Scenario& scenario, ServerKind kind) {
  std::size_t boots = 1;
  for (const auto& [fault, power] : faults_doing<PowerAction>(scenario.faults)) {
    if (fault.target == target_name_of(kind)) ++boots;
  }
  return boots;
}

std::string bytes_of(std::uint64_t first, std::uint64_t second) {
  std::string bytes;
  for (const std::uint64_t number : {first, second}) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift & 0xFF);
  }
  return bytes;
}

}  // namespace

bool Secrets::has_generated_password(std::string_view text) const {
  return any_run(text, kAlphanumeric, kPasswordLetters, [&](std::string_view run) {
    for (std::size_t at = 0; at + kPasswordLetters <= run.size(); ++at) {
      if (identities_.is_password(run.substr(at, kPasswordLetters))) return true;
    }
    return false;
  });
}

bool Secrets::has_given_password(std::string_view text) const {
  return std::any_of(given_passwords_.begin(), given_passwords_.end(), [&](const std::string& password) {
    const bool may_be_in_words = password.size() < kLongerThanWords && is_word_or_number(password);
    for (std::size_t at = text.find(password); at != std::string_view::npos; at = text.find(password, at + 1)) {
      const std::size_t end = at + password.size();
      const bool begins_word = at == 0 || !is_letter(text[at - 1]);
      const bool ends_word = end == text.size() || !is_letter(text[end]);
      if (!may_be_in_words || (begins_word && ends_word)) return true;
    }
    return false;
  });
}

std::string_view Secrets::find_plain(std::string_view text, Given given) const {
  if (has_generated_password(text)) return "a password";
  if (given == Given::kToo && has_given_password(text)) return "a password";
  return nonce_secrets_.is_in(text) ? "a nonce secret" : std::string_view();
}

std::string_view Secrets::find_encoded(std::string_view text, Given given) const {
  std::string_view found;
  const auto has_secret = [&](const std::string& bytes, bool may_be_hash) {
    found = find_plain(bytes, given);
    if (found.empty() && may_be_hash && hashes_.is_in(bytes)) found = "a password's hash";
    return !found.empty();
  };
  const auto has_digits = [&](std::string_view digits) {
    return has_secret(hexadecimal_decoded(digits, 0), true) || has_secret(hexadecimal_decoded(digits, 1), true);
  };
  // A hash is usually written as hexadecimal digits, also when these are then encoded as Base64.
  const auto has_secret_or_digits = [&](const std::string& bytes, bool may_be_hash) {
    return has_secret(bytes, may_be_hash) || any_run(bytes, kHexadecimal, shortest_ * 2, has_digits);
  };
  // Search Base64 from each alignment: four letters stand for three bytes, and letters at both ends may belong to other
  // bytes. This also finds hexadecimal digits, which are letters of Base64.
  any_run(text, kBase64, shortest_ * 4 / 3, [&](std::string_view letters) {
    const bool may_be_hash = could_be_hash(letters);
    for (std::size_t skipped = 0; skipped < kBase64Places; ++skipped) {
      if (has_secret_or_digits(base64_decoded(letters, skipped), may_be_hash)) return true;
    }
    return any_run(letters, kHexadecimal, shortest_ * 2, has_digits);
  });
  return found;
}

std::string_view Secrets::find(std::string_view text, Given given) const {
  std::string_view found;
  std::optional<std::string> decoded;
  for (int undone = 0; undone <= kMostPercentDecodings; ++undone) {
    found = find_plain(text, given);
    if (found.empty()) found = find_encoded(text, given);
    if (!found.empty()) break;
    decoded = percent_decoded(text);
    if (!decoded) break;
    text = *decoded;
  }
  return found;
}

Secrets::Secrets(const Plan& plan, const DeviceIdentities& identities) : identities_(identities), hashes_(plan) {
  add_given_passwords(plan.scenario);
  for (const std::string& password : given_passwords_) shortest_ = std::min(shortest_, password.size());
  add_nonce_secrets(plan.scenario);
}

void Secrets::add_given_passwords(const Scenario& scenario) {
  for (const auto& [fault, change] : faults_doing<ChangeAction>(scenario.faults)) {
    for (const auto& [column, value] : change.columns) {
      if (column.ends_with("password") && value.size() >= kShortest) given_passwords_.push_back(value);
    }
  }
}

void Secrets::add_nonce_secrets(const Scenario& scenario) {
  for (const ServerKind kind : servers_of(scenario)) {
    Chance chance(scenario.seed, host_name_of(kind));
    const auto next = [&chance](Purpose purpose, std::uint64_t key) { return chance.next(purpose, key); };
    for (std::size_t boot = 0; boot < most_boots(scenario, kind); ++boot) {
      std::array<std::uint64_t, 2> numbers{};
      std::string text;
      if (kind == ServerKind::kProvisioning) {
        const HttpNonceSecret secret = draw_http_nonce_secret(next);
        numbers = {secret.first, secret.second};
        text = secret.text();
      } else {
        const CallAgentSecrets secrets = draw_call_agent_secrets(next);
        numbers = secrets.nonces;
        text = secrets.nonces_text();
      }
      for (const std::uint64_t number : numbers) {
        nonce_secrets_.add_number(number);
        nonce_numbers_.push_back(static_cast<std::int64_t>(number));
      }
      nonce_secrets_.add_bytes(bytes_of(numbers[0], numbers[1]));
      nonce_secrets_.add_bytes(text);
    }
  }
}

bool Secrets::may_have_any(std::string_view text) const {
  if (given_passwords_.empty() && text.size() < kShortestGenerated) return false;
  const auto has = [text](char c) { return text.find(c) != std::string_view::npos; };
  const auto always = [](std::string_view) { return true; };
  return !given_passwords_.empty() || any_run(text, kBase64, kPasswordLetters, always) || has(' ') || has('%') ||
         nonce_secrets_.is_in(text);
}

std::string_view Secrets::find(std::string_view text) const {
  if (!may_have_any(text)) return {};
  const std::string_view found = find(text, Given::kToo);
  if (!found.empty()) return found;
  return has_credentials(text) ? "credentials" : std::string_view();
}

bool Secrets::is_secret(std::int64_t number) const {
  // Nearly all numbers in events are moments, counts and sizes, which are smaller than this and need no look-up.
  constexpr std::int64_t kSmall = std::int64_t{1} << 48;
  if (number > -kSmall && number < kSmall) return false;
  return std::find(nonce_numbers_.begin(), nonce_numbers_.end(), number) != nonce_numbers_.end();
}

std::string_view Secrets::find_in_plan(std::string_view text) const { return find(text, Given::kNot); }

}  // namespace dialtone
