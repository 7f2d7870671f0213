// Finds secrets in a text that others may read: the passwords of a plan's subscribers, the passwords that its faults
// set, the hashes of digest authentication that are as good as passwords, the secrets in its servers' nonces, and
// credentials as they are sent. Secrets are found anywhere in a text, also between letters, and in these forms: plain,
// as hexadecimal digits of either case, in Base64 (with or without `Basic`), as hexadecimal digits within Base64, and
// each of these percent-encoded up to three times.
//
// All secrets follow from the plan, so they are known in every world from the run's start.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/plan/plan.h"
#include "scenarios/oracles/known/device_identities.h"
#include "scenarios/oracles/secrecy/password_hashes.h"
#include "scenarios/oracles/secrecy/secret_texts.h"

namespace dialtone {

class Secrets {
 public:
  // The minimum length of a secret: a shorter password, which a fault may set, would be found inside ordinary words. A
  // password of fewer than twelve letters that has only letters or only digits is found only as a whole word or number.
  static constexpr std::size_t kShortest = 6;

  // `identities` are those of `plan`. Both must outlive this object.
  Secrets(const Plan& plan, const DeviceIdentities& identities);

  // Returns "a password", "a password's hash", "a nonce secret" or "credentials"; empty if nothing was found. Cheap:
  // every secret needs a long run of letters, and most texts have none.
  std::string_view find(std::string_view text) const;
  // Returns true if a server uses this number as the secret of its nonces.
  bool is_secret(std::int64_t number) const;
  // As find(), for the plan's files, which may contain the passwords that the plan's faults set, and texts that look
  // like credentials.
  std::string_view find_in_plan(std::string_view text) const;

 private:
  // Whether the passwords that the plan's faults set count as secrets.
  enum class Given : std::uint8_t { kNot, kToo };
  std::string_view find(std::string_view text, Given given) const;
  // A quick check that clears most texts: false if the text has no long enough run of letters, no blank (which
  // credentials have), no % and no bytes of a nonce secret, so that it cannot contain a secret.
  bool may_have_any(std::string_view text) const;
  // Searches without decoding.
  std::string_view find_plain(std::string_view text, Given given) const;
  // Searches the contents of Base64 and of hexadecimal digits, also for hashes.
  std::string_view find_encoded(std::string_view text, Given given) const;
  void add_given_passwords(const Scenario& scenario);
  void add_nonce_secrets(const Scenario& scenario);
  bool has_generated_password(std::string_view text) const;
  bool has_given_password(std::string_view text) const;

  const DeviceIdentities& identities_;
  PasswordHashes hashes_;
  // The length of the shortest password.
  std::size_t shortest_ = DeviceIdentities::kPasswordLetters;
  std::vector<std::string> given_passwords_;
  SecretTexts nonce_secrets_;
  std::vector<std::int64_t> nonce_numbers_;
};

}  // namespace dialtone
