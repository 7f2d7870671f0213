// The tags, branches and numbers of one boot: all from one draw, so that a device keeps eight bytes of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "values/hash.h"
#include "values/hex.h"
#include "wire/sip/headers/via.h"

namespace dialtone {

class SipIdentifiers {
 public:
  explicit SipIdentifiers(std::uint64_t secret) : secret_(secret) {}

  // One of each for a boot.
  std::string call_id() const { return hex_text(combine(secret_, kCallId)); }
  std::string from_tag() const { return hex_text(combine(secret_, kFromTag)); }
  // Another at each call.
  std::string next_branch() { return std::string(sip::kMagicCookie) + hex_text(next_number()); }
  std::string next_client_nonce() { return hex_text(next_number()); }
  std::uint64_t next_number() { return combine(secret_, ++last_); }
  // The one for all uses of a server's nonce.
  std::string client_nonce_for(std::string_view nonce) const { return to_tag(nonce); }
  // Of an answer to a request; the same when that comes again.
  std::string to_tag(std::string_view branch) const { return hex_text(combine(secret_, hash_text(branch))); }

 private:
  static constexpr std::uint64_t kCallId = ~std::uint64_t{0};
  static constexpr std::uint64_t kFromTag = kCallId - 1;

  std::uint64_t secret_;
  std::uint64_t last_ = 0;
};

}  // namespace dialtone
