// Tags, branches and other identifiers for SIP messages, all derived from one secret number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "values/hash.h"
#include "values/hex.h"
#include "wire/sip/headers/via.h"

namespace dialtone::sip {

// Returns a branch that contains `number` (RFC 3261 8.1.1.7).
inline std::string branch_of(std::uint64_t number) {
  std::string branch(kMagicCookie);
  append_hex(branch, number);
  return branch;
}

// Takes sixteen bytes, because each of a hundred thousand devices has one.
class Identifiers {
 public:
  explicit Identifiers(std::uint64_t secret) : secret_(secret) {}

  // The same value at each call.
  std::string call_id() const { return hex_text(combine(secret_, kCallId)); }
  std::string from_tag() const { return hex_text(combine(secret_, kFromTag)); }
  // A new value at each call.
  std::string next_branch() { return branch_of(next_number()); }
  std::string next_client_nonce() { return hex_text(next_number()); }
  std::uint64_t next_number() { return combine(secret_, ++last_); }
  // The same value for all uses of a server's nonce.
  std::string client_nonce_for(std::string_view nonce) const { return to_tag(nonce); }
  // Returns the tag of answers to the request that `transaction` names; the same for each retransmission.
  std::string to_tag(std::string_view transaction) const { return hex_text(combine(secret_, hash_text(transaction))); }

 private:
  static constexpr std::uint64_t kCallId = ~std::uint64_t{0};
  static constexpr std::uint64_t kFromTag = kCallId - 1;

  std::uint64_t secret_;
  std::uint64_t last_ = 0;
};

}  // namespace dialtone::sip
