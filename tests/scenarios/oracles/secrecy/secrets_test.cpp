// Secrets that must not appear in a text that others can read, in each form that they could have there.
#include "scenarios/oracles/secrecy/secrets.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "call_agent_sim/registrar/call_agent_secrets.h"
#include "prov_server/http_nonce_secret.h"
#include "scenarios/oracles/secrecy/decoded_text.h"
#include "scenarios/oracles/secrecy_oracle.h"
#include "tests/scenarios/oracles/oracle_story.h"
#include "wire/digest/credentials.h"
#include "wire/http/basic_credentials.h"

namespace dialtone {
namespace {

std::string capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

std::string hexadecimal(std::uint64_t number) {
  std::string text;
  append_hex(text, number);
  return text;
}

class SecretStory : public OracleStory {
 protected:
  void have(const std::string& faults = {}) {
    begin("liveness: none\nservers: { backup_call_agent: {} }\n" + faults);
    secrets_.emplace(*plan_, record_->fleet().identities());
  }
  void expect_found(const std::string& text, std::string_view what) {
    for (const std::string& before : {"", "x", "key=", "0123456", "provisioning-", "12345678901234567"}) {
      EXPECT_EQ(secrets_->find(before + text + "z, and more"), what) << before << text;
    }
  }
  // Returns the nonce secret of the provisioning server's n-th boot.
  HttpNonceSecret provisioning_secret(int boot) const {
    Chance chance(plan_->scenario.seed, "provisioning");
    HttpNonceSecret secret;
    for (int i = 0; i < boot; ++i) {
      secret = draw_http_nonce_secret([&](Purpose purpose, std::uint64_t key) { return chance.next(purpose, key); });
    }
    return secret;
  }
  CallAgentSecrets call_agent_secrets(std::string_view host, int boot) const {
    Chance chance(plan_->scenario.seed, host);
    CallAgentSecrets secrets;
    for (int i = 0; i < boot; ++i) {
      secrets = draw_call_agent_secrets([&](Purpose purpose, std::uint64_t key) { return chance.next(purpose, key); });
    }
    return secrets;
  }

  std::optional<Secrets> secrets_;
};

TEST_F(SecretStory, PasswordsAreFoundWhereverTheyStand) {
  have();
  const std::string password = device_subscriber(plan_->scenario, 0, 0).auth_password;
  for (const std::string& text : {password, "provisioning-" + password, "a:" + password + "@b",
                                  "0123456789 " + password, "0123456789abcdefg " + password + "\n", password + "a",
                                  "a" + password, "0123456789abcdefg" + password + "hijklmnopqrstuvwxyz"}) {
    EXPECT_EQ(secrets_->find(text), "a password") << text;
    EXPECT_EQ(secrets_->find_in_plan(text), "a password") << text;
  }
  for (const std::string& text : {password.substr(1), std::string("sip:line100001@voip.example.net"),
                                  std::string("0123456789abcdef"), std::string()}) {
    EXPECT_EQ(secrets_->find(text), "") << text;
  }
}

TEST_F(SecretStory, AWordThatAFaultGivesIsFoundAsAWordAlone) {
  have(
      "faults:\n  new:\n    target: provisioning\n    at: 4m\n    do:\n"
      "      change: { of: homes, auth_password: secret, provision_password: abracadabrawords }\n");
  for (const std::string& text : {"secret", "its secret.", "1:secret", "wwwabracadabrawordsx", "bGluZTpzZWNyZXQ="}) {
    EXPECT_EQ(secrets_->find(text), "a password") << text;
  }
  for (const std::string& text : {"secretary", "unsecret", "Secret", "secret1"}) {
    EXPECT_EQ(secrets_->find(text), "") << text;
  }
}

TEST_F(SecretStory, ANumberThatAFaultGivesIsFoundAsANumberAlone) {
  have(
      "faults:\n  new:\n    target: provisioning\n    at: 4m\n    do:\n"
      "      change: { of: homes, auth_password: \"100042\", provision_password: \"100042100042\" }\n");
  for (const std::string& text : {"100042", "user:100042@", "C100042100042x"}) {
    EXPECT_EQ(secrets_->find(text), "a password") << text;
  }
  for (const std::string& text : {"C100042", "line100042", "1000421", "DT0000100042"}) {
    EXPECT_EQ(secrets_->find(text), "") << text;
  }
}

class DerivedStory : public SecretStory {
 protected:
  // Returns the hashes that are as good as a home's password: at a call agent and at the provisioning server.
  std::vector<std::string> hashes(std::uint64_t index = 0) const {
    const Subscriber home = device_subscriber(plan_->scenario, 0, index);
    std::vector<std::string> all;
    for (const auto algorithm : {digest::Algorithm::kMd5, digest::Algorithm::kSha256, digest::Algorithm::kSha512_256}) {
      for (const auto& [user, password, realm] :
           {std::array<std::string, 3>{home.auth_username, home.auth_password, "voip.example.net"},
            std::array<std::string, 3>{home.provision_username, home.provision_password, "provisioning"}}) {
        all.emplace_back(digest::ha1(algorithm, {user, password}, realm).text());
      }
    }
    return all;
  }
  std::string base64(const std::string& user, const std::string& password) const {
    const std::string credentials = http::to_text(http::BasicCredentials{user, password});
    return credentials.substr(std::string("Basic ").size());
  }
  static std::string percent(const std::string& text) {
    std::string encoded;
    for (const char c : text) {
      encoded += '%';
      encoded += kCapitals[static_cast<unsigned char>(c) >> 4];
      encoded += "0123456789abcdef"[c & 15];
    }
    return encoded;
  }
  static constexpr std::string_view kCapitals = "0123456789ABCDEF";
  void have_digest() {
    have();
    Scenario scenario = plan_->scenario;
    for (Group& group : scenario.fleet) group.authentication = ProvisionAuthentication::kDigest;
    record_.reset();
    plan_.emplace(make_plan(std::move(scenario)));
    record_.emplace(*plan_, *EventLog::create(folder_.path() / "events.jsonl"));
    secrets_.emplace(*plan_, record_->fleet().identities());
  }
};

TEST_F(DerivedStory, EveryHashOfAPasswordIsFoundInEitherCaseAndBetweenLetters) {
  have_digest();
  ASSERT_EQ(hashes().size(), 6U);
  for (const std::string& hash : hashes()) {
    expect_found(hash, "a password's hash");
    expect_found(capitals(hash), "a password's hash");
    expect_found("abc" + hash + "def", "a password's hash");
    EXPECT_EQ(secrets_->find_in_plan("description: " + hash), "a password's hash");
    std::string other = hash;
    other[3] = other[3] == '0' ? '1' : '0';
    EXPECT_EQ(secrets_->find(other.substr(0, 16) + other), "") << "no hash, but as long";
  }
}

TEST_F(DerivedStory, AHashOfAPasswordThatAFaultGivesIsFoundFromTheStart) {
  have(
      "faults:\n  new: { target: provisioning, at: 4m, do: { change: { of: homes, auth_password: hunter22, "
      "provision_username: me, provision_password: open-sesame } } }\n");
  const auto ha1 = [](const char* user, const char* password, const char* realm) {
    return std::string(digest::ha1(digest::Algorithm::kSha256, {user, password}, realm).text());
  };
  EXPECT_EQ(secrets_->find(ha1("line100002", "hunter22", "voip.example.net")), "a password's hash");
  EXPECT_EQ(secrets_->find(ha1("me", "open-sesame", "provisioning")), "a password's hash");
  EXPECT_EQ(secrets_->find(ha1("line1100001", "hunter22", "voip.example.net")), "") << "no stranger gets it";
}

TEST_F(DerivedStory, AHashOfAnotherNameOrDomainThatAFaultGivesIsFoundFromTheStart) {
  have(
      "faults:\n"
      "  name: { target: provisioning, at: 2m, do: { change: { of: homes, auth_username: other } } }\n"
      "  place: { target: provisioning, at: 3m, do: { change: { of: homes, domain: new.example } } }\n"
      "  word: { target: provisioning, at: 4m, do: { change: { of: homes, auth_password: hunter22 } } }\n"
      "  user: { target: provisioning, at: 4m, do: { change: { of: homes, provision_username: me } } }\n");
  const Subscriber home = device_subscriber(plan_->scenario, 0, 1);
  const auto expect_hash = [&](const std::string& user, const std::string& password, const std::string& realm) {
    const auto hash = digest::ha1(digest::Algorithm::kMd5, {user, password}, realm);
    EXPECT_EQ(secrets_->find(std::string(hash.text())), "a password's hash") << user << ' ' << password << ' ' << realm;
  };
  expect_hash("other", home.auth_password, home.domain);
  expect_hash(home.auth_username, home.auth_password, "new.example");
  expect_hash("other", home.auth_password, "new.example");
  expect_hash("other", "hunter22", "new.example");
  expect_hash(home.auth_username, "hunter22", home.domain);
}

TEST_F(DerivedStory, AHashIsFoundInHexadecimalDigitsWithinBase64) {
  have_digest();
  for (const std::string& hash : hashes()) {
    expect_found(base64("line100001", hash), "a password's hash");
    expect_found(base64("", capitals(hash)), "a password's hash");
    EXPECT_EQ(secrets_->find(percent(base64("x", hash))), "a password's hash");
  }
}

// Without a limit, reading a field that a stranger sends could take time that grows with the square of its length.
TEST_F(DerivedStory, PercentEncodingIsUndoneThreeTimes) {
  have();
  std::string text = device_subscriber(plan_->scenario, 0, 0).auth_password;
  text = percent(text);
  const auto deeper = [](std::string_view encoded) {
    std::string all;
    for (const char c : encoded) all += c == '%' ? std::string("%25") : std::string(1, c);
    return all;
  };
  for (int depth = 1; depth <= 3; ++depth) {
    EXPECT_EQ(secrets_->find(text), "a password") << depth;
    text = deeper(text);
  }
  EXPECT_EQ(secrets_->find(text), "");
}

TEST_F(DerivedStory, AHashIsFoundInBase64OfEitherAlphabetAndPercentEncoded) {
  have_digest();
  for (std::uint64_t home = 0; home < 3; ++home) {
    for (const std::string& hash : hashes(home)) {
      std::string token = base64("", hexadecimal_decoded(hash, 0));
      expect_found(token, "a password's hash");
      std::replace(token.begin(), token.end(), '+', '-');
      std::replace(token.begin(), token.end(), '/', '_');
      expect_found(token, "a password's hash");
      EXPECT_EQ(secrets_->find("reason=" + percent(hash)), "a password's hash");
    }
  }
}

TEST_F(DerivedStory, BasicCredentialsAreFoundWithTheWordAndWithout) {
  have_digest();
  const Subscriber home = device_subscriber(plan_->scenario, 0, 1);
  for (const std::string& token : {base64(home.provision_username, home.provision_password),
                                   base64(home.auth_username, home.auth_password), base64("", home.auth_password)}) {
    expect_found(token, "a password");
    expect_found("Basic " + token, "a password");
    expect_found(percent(token), "a password");
    // The URL variant of Base64, and Base64 without its last letters.
    std::string other = token;
    std::replace(other.begin(), other.end(), '+', '-');
    std::replace(other.begin(), other.end(), '/', '_');
    other.erase(std::find(other.begin(), other.end(), '='), other.end());
    expect_found(other, "a password");
    EXPECT_EQ(secrets_->find_in_plan("Authorization: Basic " + token), "a password");
  }
  EXPECT_EQ(secrets_->find(base64("somebody", "0123456789abcdef")), "");
}

TEST_F(DerivedStory, APasswordIsFoundPercentEncodedAndInHexadecimalDigits) {
  have();
  const std::string password = device_subscriber(plan_->scenario, 0, 0).auth_password;
  for (const std::string& text : {percent(password), "user%3A" + percent(password.substr(0, 3)) + password.substr(3),
                                  "50% of %zz, " + percent(password) + "%", percent(percent(password))}) {
    EXPECT_EQ(secrets_->find(text), "a password") << text;
    EXPECT_EQ(secrets_->find_in_plan(text), "a password") << text;
  }
  std::string digits;
  for (const char c : password) {
    digits += kCapitals[static_cast<unsigned char>(c) >> 4];
    digits += kCapitals[c & 15];
  }
  expect_found(digits, "a password");
  EXPECT_EQ(secrets_->find("100% of 50%2"), "");
}

TEST_F(DerivedStory, AnEventWithADerivedFormFailsTheRun) {
  for (const bool is_hash : {true, false}) {
    have_digest();
    const std::string found =
        is_hash ? hashes()[3] : base64("line100001", "x" + device_subscriber(plan_->scenario, 0, 0).auth_password);
    see(seconds(2), "homes-0001", "provision.failed", {{"reason", std::string_view(found)}});
    const OracleResult result = record_->judge(Moment(minutes(5)))[2];
    EXPECT_TRUE(result.failed());
    EXPECT_EQ(result.details,
              std::vector<std::string>{"first: homes-0001 provision.failed at 2 s: its reason has a password" +
                                       std::string(is_hash ? "'s hash" : "")});
  }
}

TEST_F(SecretStory, CredentialsAreFoundAndAPlanMaySpeakOfThem) {
  have();
  EXPECT_EQ(secrets_->find("Digest username=\"a\", response=\"0\""), "credentials");
  EXPECT_EQ(secrets_->find("Authorization: Basic bGluZTpzM2NyZXQ="), "credentials");
  EXPECT_EQ(secrets_->find("no Basic authentication here"), "");
  EXPECT_EQ(secrets_->find_in_plan("Authorization: Basic bGluZTpzM2NyZXQ="), "");
}

TEST_F(SecretStory, TheNonceSecretOfTheProvisioningServerIsFoundInEveryForm) {
  have();
  const HttpNonceSecret secret = provisioning_secret(1);
  expect_found(secret.text(), "a nonce secret");
  for (const std::uint64_t number : {secret.first, secret.second}) {
    expect_found(std::to_string(number), "a nonce secret");
    expect_found(hexadecimal(number), "a nonce secret");
    expect_found(capitals(hexadecimal(number)), "a nonce secret");
  }
  EXPECT_EQ(secrets_->find_in_plan("description: " + secret.text()), "a nonce secret");
  const std::string bytes = hexadecimal_decoded(hexadecimal(secret.first) + hexadecimal(secret.second), 0);
  EXPECT_EQ(secrets_->find(bytes), "a nonce secret");
}

TEST_F(SecretStory, TheNonceSecretsOfEachCallAgentAreFoundInEveryForm) {
  have();
  for (const std::string_view host : {"call-agent", "backup-call-agent"}) {
    const CallAgentSecrets secrets = call_agent_secrets(host, 1);
    expect_found(secrets.nonces_text(), "a nonce secret");
    expect_found(capitals(secrets.nonces_text()), "a nonce secret");
    for (const std::uint64_t number : secrets.nonces) expect_found(std::to_string(number), "a nonce secret");
    EXPECT_EQ(secrets_->find(std::to_string(secrets.tags)), "");
  }
}

TEST_F(SecretStory, NumbersAreFoundSignedAndWithLeadingZeros) {
  SecretTexts texts;
  texts.add_number(0xF123'4567'89AB'CDEF);
  texts.add_number(0x0000'4567'89AB'CDEF);
  EXPECT_TRUE(texts.is_in("reason=17375808098319191535"));
  EXPECT_TRUE(texts.is_in("reason=-1070935975390360081"));
  EXPECT_TRUE(texts.is_in("0000456789abcdef"));
  EXPECT_TRUE(texts.is_in("0000456789ABCDEF"));
}

TEST_F(SecretStory, BytesAreFoundAsHexadecimalAndAsBase64) {
  SecretTexts texts;
  texts.add_bytes("0123456789abcdef");
  EXPECT_TRUE(texts.is_in("<30313233343536373839616263646566>"));
  EXPECT_TRUE(texts.is_in("nonce MDEyMzQ1Njc4OWFiY2RlZg== of it"));
  EXPECT_TRUE(texts.is_in("eDAxMjM0NTY3ODlhYmNkZWZ6"));      // x, the bytes, z
  EXPECT_TRUE(texts.is_in("eHkwMTIzNDU2Nzg5YWJjZGVmenp6"));  // xy, the bytes, zzz
  EXPECT_FALSE(texts.is_in("0123456789abcde"));
  EXPECT_FALSE(texts.is_in("123456789abcdef0123456789abcde0123456789abcdeF"));
}

TEST_F(SecretStory, EverySecretIsFoundAtEveryPlace) {
  SecretTexts texts;
  texts.add("exactly-fifteen");
  texts.add("too-short");
  for (std::size_t place = 0; place < 40; ++place) {
    EXPECT_TRUE(texts.is_in(std::string(place, '.') + "exactly-fifteen")) << place;
    EXPECT_FALSE(texts.is_in(std::string(place, '.') + "exactly-fiftee")) << place;
  }
  EXPECT_FALSE(texts.is_in("too-short"));
  EXPECT_FALSE(SecretTexts().is_in("nothing is secret here"));
}

TEST_F(SecretStory, TheSecretsOfLaterBootsAreKnownFromTheStart) {
  have(
      "faults:\n  cut: { target: call_agent, at: 1m, do: { power_cut: { off_for: 1s } } }\n"
      "  again: { target: call_agent, when: { event: registration.accepted }, do: { restart: {} } }\n");
  for (const int boot : {1, 2, 3}) {
    EXPECT_EQ(secrets_->find(call_agent_secrets("call-agent", boot).nonces_text()), "a nonce secret") << boot;
  }
  EXPECT_EQ(secrets_->find(call_agent_secrets("call-agent", 4).nonces_text()), "");
  EXPECT_EQ(secrets_->find(provisioning_secret(2).text()), "");
}

TEST_F(SecretStory, AnEventWithANonceSecretFailsTheRun) {
  have();
  const std::string reason = "key " + call_agent_secrets("call-agent", 1).nonces_text();
  see(seconds(2), "call-agent", "register.rejected", {{"reason", std::string_view(reason)}});
  const std::vector<OracleResult> results = record_->judge(Moment(minutes(5)));
  const auto secrecy = std::find_if(results.begin(), results.end(),
                                    [](const OracleResult& result) { return result.name == kSecrecyName; });
  ASSERT_NE(secrecy, results.end()) << "nobody looked";
  EXPECT_FALSE(secrecy->passed());
  EXPECT_EQ(secrecy->details,
            std::vector<std::string>{"first: call-agent register.rejected at 2 s: its reason has a nonce secret"});
}

TEST_F(SecretStory, ANumberOfAnEventIsNoSecretUnlessItIsOne) {
  have();
  for (const std::int64_t number : {std::int64_t{0}, std::int64_t{-1}, INT64_MAX, INT64_MIN}) {
    EXPECT_FALSE(secrets_->is_secret(number)) << number;
  }
  see(seconds(1), "provisioning", "provision.accepted", {{"settings_revision", INT64_MAX}});
  EXPECT_TRUE(record_->judge(Moment(minutes(5)))[2].passed());
  see(seconds(1), "provisioning", "provision.accepted", {{"settings_revision", provisioning_secret(1).second}});
  EXPECT_FALSE(record_->judge(Moment(minutes(5)))[2].passed());
}

TEST_F(SecretStory, APasswordThatAFaultGivesIsFoundFromTheStart) {
  have(
      "faults:\n  new:\n    target: provisioning\n    at: 4m\n    do:\n"
      "      change: { of: homes, auth_password: hunter22, provision_password: 'open sesame!', firmware_password: ab "
      "}\n");
  for (const std::string& text : {"hunter22", "sip:line1:hunter22@host", "wrong password 'hunter22'",
                                  "said open sesame!", "open sesame!?", "hunter222", "ahunter22", "xopen sesame!y",
                                  "aHVudGVyMjI=", "bGluZTpodW50ZXIyMg", "hunter%32%32", "open%20sesame!"}) {
    EXPECT_EQ(secrets_->find(text), "a password") << text;
  }
  for (const std::string& text : {"hunter2", "open sesame", "about ab"}) {
    EXPECT_EQ(secrets_->find(text), "") << text;
  }
  EXPECT_EQ(secrets_->find_in_plan("change: { auth_password: hunter22 }"), "");
  see(seconds(1), "homes-0001", "provision.failed", {{"reason", "hunter22"}});
  EXPECT_FALSE(record_->judge(Moment(minutes(5)))[2].passed());
}

}  // namespace
}  // namespace dialtone
