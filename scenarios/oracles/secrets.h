// Finds what must not be in a text that others read: the passwords of a plan's subscribers, those that its faults give
// them, the secrets of its servers' nonces, and credentials as they cross the wire.
//
// All of them follow from the plan, so that they are known in every world, from the run's start on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/plan.h"
#include "scenarios/oracles/device_identities.h"
#include "scenarios/oracles/secret_texts.h"

namespace dialtone {

class Secrets {
 public:
  // Of what is found. A password that a fault gives may be shorter: it would be found in words.
  static constexpr std::size_t kShortest = 6;

  // `identities`: of the plan. They must outlive it.
  Secrets(const Plan& plan, const DeviceIdentities& identities);

  // What was found: "a password", "a nonce secret", "credentials"; empty: nothing. Cheap: only a token of 16 letters
  // could be a password (subscribers/generate.cpp), and most texts hold none.
  std::string_view find(std::string_view text) const;
  // Whether it is a number that nonces are made with.
  bool is_secret(std::int64_t number) const;
  // The same as find() in the files of the plan: it has the passwords that its own faults give, and may speak of
  // credentials.
  std::string_view find_in_plan(std::string_view text) const;

 private:
  void add_given_passwords(const Scenario& scenario);
  void add_nonce_secrets(const Scenario& scenario);
  bool has_generated_password(std::string_view text) const;
  bool has_given_password(std::string_view text) const;

  const DeviceIdentities& identities_;
  std::vector<std::string> given_passwords_;
  SecretTexts nonce_secrets_;
  std::vector<std::int64_t> nonce_numbers_;
};

}  // namespace dialtone
