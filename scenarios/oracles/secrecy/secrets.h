// Finds what must not be in a text that others read: the passwords of a plan's subscribers, those that its faults give
// them, the hashes of digest authentication that stand for them, the secrets of its servers' nonces, and credentials as
// they cross the wire. They are found wherever they stand, also between letters, and in these forms: as they are, as
// hexadecimal digits of either case, in Base64 (with or without `Basic`), as hexadecimal digits within Base64, and each
// of these percent-encoded up to three times.
//
// All of them follow from the plan, so that they are known in every world, from the run's start on.
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
  // Of what is found. A password that a fault gives may be shorter: it would be found in words. One of fewer than
  // twelve letters and nothing else, or digits and nothing else, is found as a word or a number alone.
  static constexpr std::size_t kShortest = 6;

  // `identities`: of the plan. They must outlive it.
  Secrets(const Plan& plan, const DeviceIdentities& identities);

  // What was found: "a password", "a password's hash", "a nonce secret", "credentials"; empty: nothing. Cheap: all of
  // them need a run of many letters, and most texts hold none.
  std::string_view find(std::string_view text) const;
  // Whether it is a number that nonces are made with.
  bool is_secret(std::int64_t number) const;
  // The same as find() in the files of the plan: it has the passwords that its own faults give, and may speak of
  // credentials.
  std::string_view find_in_plan(std::string_view text) const;

 private:
  // Whether the passwords count that the plan's faults give.
  enum class Given : std::uint8_t { kNot, kToo };
  std::string_view find(std::string_view text, Given given) const;
  // Of most texts this is all that is asked: they have no run of letters that is long enough, no blank as credentials
  // have, no % and no bytes of a nonce secret.
  bool may_have_any(std::string_view text) const;
  // As it is.
  std::string_view find_plain(std::string_view text, Given given) const;
  // In Base64 and in hexadecimal digits, those of hashes among them.
  std::string_view find_encoded(std::string_view text, Given given) const;
  void add_given_passwords(const Scenario& scenario);
  void add_nonce_secrets(const Scenario& scenario);
  bool has_generated_password(std::string_view text) const;
  bool has_given_password(std::string_view text) const;

  const DeviceIdentities& identities_;
  PasswordHashes hashes_;
  // Of all passwords, the least letters.
  std::size_t shortest_ = DeviceIdentities::kPasswordLetters;
  std::vector<std::string> given_passwords_;
  SecretTexts nonce_secrets_;
  std::vector<std::int64_t> nonce_numbers_;
};

}  // namespace dialtone
