// A server's challenge for digest credentials: WWW-Authenticate and Proxy-Authenticate (RFC 7616 3.3, RFC 2617 3.2.1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/digest/algorithm.h"

namespace dialtone::digest {

struct Challenge {
  std::string realm;
  std::string nonce;
  // The client must return this value unchanged; empty if the challenge has no opaque.
  std::string opaque;
  // True if only the nonce had expired: the client may repeat the same password with this challenge's nonce.
  bool stale = false;
  // nullopt if the challenge names an algorithm that is not implemented here; a challenge without an algorithm means
  // MD5.
  std::optional<Algorithm> algorithm = Algorithm::kMd5;
  // True if the challenge's qop list contains `auth`. A challenge without qop wants the old form of RFC 2069.
  bool offers_auth = true;
  bool offers_auth_int = false;
  // userhash=true: the client may send the user name as a hash (RFC 7616 3.4.4).
  bool hashes_username = false;

  friend bool operator==(const Challenge&, const Challenge&) = default;
};

// Parses one challenge: "Digest" and its fields. Realm and nonce are required, and a known field may occur only once.
// Ignores unknown fields and unknown values of qop.
Result<Challenge> parse_challenge(std::string_view text);

// Returns true if a client can answer the challenge: the algorithm is implemented here, and qop is `auth` or absent.
bool is_computable(const Challenge& challenge);

// Writes the challenge; `algorithm` must have a value.
std::string to_text(const Challenge& challenge);

}  // namespace dialtone::digest
