#include "scenarios/oracles/secrets.h"

#include <algorithm>
#include <array>
#include <variant>

#include "call_agent_sim/call_agent_secrets.h"
#include "prov_server/http_nonce_secret.h"
#include "scenarios/language/server_kind.h"

namespace dialtone {
namespace {

constexpr std::size_t kPasswordLetters = 16;

constexpr std::array<bool, 256> letters() {
  std::array<bool, 256> table{};
  for (unsigned c = 0; c < 256; ++c) {
    table[c] = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  return table;
}
constexpr std::array<bool, 256> kLetters = letters();

bool is_letter(char c) { return kLetters[static_cast<unsigned char>(c)]; }

constexpr std::string_view kBasic = "Basic ";

// Base64 of a user and a password, and no word.
bool has_basic_credentials(std::string_view text) {
  const std::size_t at = text.find(kBasic);
  if (at == std::string_view::npos) return false;
  text.remove_prefix(at + kBasic.size());
  const auto is_base64 = [](char c) { return is_letter(c) || c == '+' || c == '/' || c == '='; };
  const auto end = std::find_if_not(text.begin(), text.end(), is_base64);
  const std::string_view token(text.begin(), end);
  return token.size() >= 8 && token.size() % 4 == 0 && token.find_first_of("0123456789=+/") != std::string_view::npos;
}

// What an Authorization header has (RFC 7616 3.4, RFC 7617 2).
bool has_credentials(std::string_view text) {
  // All of them have a blank, and few texts have.
  if (text.find(' ') == std::string_view::npos) return false;
  constexpr std::array<std::string_view, 3> kMarks{"Digest username=", "Digest response=", "response=\""};
  return has_basic_credentials(text) || std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
           return text.find(mark) != std::string_view::npos;
         });
}

// How often the server is switched on at the most: at the start, and behind each fault that takes its power.
std::size_t most_boots(const Scenario& scenario, ServerKind kind) {
  return 1 + static_cast<std::size_t>(
                 std::count_if(scenario.faults.begin(), scenario.faults.end(), [&](const Fault& fault) {
                   return fault.target == target_name_of(kind) && std::holds_alternative<PowerAction>(fault.action);
                 }));
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
  // Where a token of so many letters begins here, or a little before, its last is there: most are not.
  std::size_t at = 0;
  while (at + kPasswordLetters <= text.size()) {
    std::size_t back = kPasswordLetters;
    while (back > 0 && is_letter(text[at + back - 1])) --back;
    if (back > 0) {
      at += back;
      continue;
    }
    std::size_t end = at + kPasswordLetters;
    while (end < text.size() && is_letter(text[end])) ++end;
    if (end - at == kPasswordLetters && identities_.is_password(text.substr(at, kPasswordLetters))) return true;
    at = end;
  }
  return false;
}

bool Secrets::has_given_password(std::string_view text) const {
  return std::any_of(given_passwords_.begin(), given_passwords_.end(), [&](const std::string& password) {
    for (std::size_t at = text.find(password); at != std::string_view::npos; at = text.find(password, at + 1)) {
      const std::size_t end = at + password.size();
      const bool begins_word = at == 0 || !is_letter(text[at - 1]) || !is_letter(password.front());
      const bool ends_word = end == text.size() || !is_letter(text[end]) || !is_letter(password.back());
      if (begins_word && ends_word) return true;
    }
    return false;
  });
}

Secrets::Secrets(const Plan& plan, const DeviceIdentities& identities) : identities_(identities) {
  add_given_passwords(plan.scenario);
  add_nonce_secrets(plan.scenario);
}

void Secrets::add_given_passwords(const Scenario& scenario) {
  for (const Fault& fault : scenario.faults) {
    const auto* change = std::get_if<ChangeAction>(&fault.action);
    if (change == nullptr) continue;
    for (const auto& [column, value] : change->columns) {
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

std::string_view Secrets::find(std::string_view text) const {
  if (has_generated_password(text) || (!given_passwords_.empty() && has_given_password(text))) return "a password";
  if (nonce_secrets_.is_in(text)) return "a nonce secret";
  if (has_credentials(text)) return "credentials";
  return {};
}

bool Secrets::is_secret(std::int64_t number) const {
  // Nearly all numbers of events are moments, counts and sizes.
  constexpr std::int64_t kSmall = std::int64_t{1} << 48;
  if (number > -kSmall && number < kSmall) return false;
  return std::find(nonce_numbers_.begin(), nonce_numbers_.end(), number) != nonce_numbers_.end();
}

std::string_view Secrets::find_in_plan(std::string_view text) const {
  if (has_generated_password(text)) return "a password";
  return nonce_secrets_.is_in(text) ? "a nonce secret" : std::string_view();
}

}  // namespace dialtone
