// A server's demand for digest credentials: WWW-Authenticate and Proxy-Authenticate (RFC 7616 3.3, RFC 2617 3.2.1).
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
  // Sent back as it came; empty where there is none.
  std::string opaque;
  // The nonce had expired and nothing else was wrong: the same password may be tried again with this one.
  bool stale = false;
  // None where the challenge names one that is not computed here; absent in it means MD5.
  std::optional<Algorithm> algorithm = Algorithm::kMd5;
  // Of its list of qop; a challenge with neither wants the old form of RFC 2069.
  bool offers_auth = true;
  bool offers_auth_int = false;
  // userhash=true: the name may be sent as its hash (RFC 7616 3.4.4).
  bool hashes_username = false;

  friend bool operator==(const Challenge&, const Challenge&) = default;
};

// One challenge, "Digest" and its fields. Realm and nonce are required and no field of ours may stand twice; unknown
// fields and unknown values of qop are ignored.
Result<Challenge> parse_challenge(std::string_view text);

// Whether it can be answered: with an algorithm that is computed here, and qop=auth or none.
bool is_computable(const Challenge& challenge);

// With `algorithm`, which must be known.
std::string to_text(const Challenge& challenge);

}  // namespace dialtone::digest
