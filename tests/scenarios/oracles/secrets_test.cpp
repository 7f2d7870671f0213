// What must not stand in a text that others read, in all the forms that it could have there.
#include "scenarios/oracles/secrets.h"

#include <algorithm>
#include <cctype>

#include "call_agent_sim/call_agent_secrets.h"
#include "prov_server/http_nonce_secret.h"
#include "scenarios/oracles/secrecy_oracle.h"
#include "tests/scenarios/oracles/oracle_story.h"

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
  // Of the n-th boot.
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
                                  "0123456789 " + password, "0123456789abcdefg " + password + "\n"}) {
    EXPECT_EQ(secrets_->find(text), "a password") << text;
    EXPECT_EQ(secrets_->find_in_plan(text), "a password") << text;
  }
  for (const std::string& text : {password.substr(1), password + "a", std::string("sip:line100001@voip.example.net"),
                                  std::string("0123456789abcdef"), std::string()}) {
    EXPECT_EQ(secrets_->find(text), "") << text;
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
  for (const OracleResult& result : record_->judge(Moment(minutes(5)))) {
    if (result.name != kSecrecyName) continue;
    EXPECT_FALSE(result.passed());
    EXPECT_EQ(result.details,
              std::vector<std::string>{"first: call-agent register.rejected at 2 s: its reason has a nonce secret"});
  }
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
  for (const std::string& text :
       {"hunter22", "sip:line1:hunter22@host", "wrong password 'hunter22'", "said open sesame!", "open sesame!?"}) {
    EXPECT_EQ(secrets_->find(text), "a password") << text;
  }
  for (const std::string& text : {"hunter222", "ahunter22", "hunter2", "open sesame", "about ab"}) {
    EXPECT_EQ(secrets_->find(text), "") << text;
  }
  EXPECT_EQ(secrets_->find_in_plan("change: { auth_password: hunter22 }"), "");
  see(seconds(1), "homes-0001", "provision.failed", {{"reason", "hunter22"}});
  EXPECT_FALSE(record_->judge(Moment(minutes(5)))[2].passed());
}

}  // namespace
}  // namespace dialtone
