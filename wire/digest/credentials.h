// A client's answer to a challenge: Authorization and Proxy-Authorization (RFC 7616 3.4, RFC 2617 3.2.2).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/digest/algorithm.h"
#include "wire/digest/challenge.h"

namespace dialtone::digest {

enum class Qop {
  // kNone: the form of RFC 2069, without nc and cnonce.
  kNone,
  kAuth,
  // A value that is not implemented here, such as auth-int.
  kUnsupported,
};

struct Credentials {
  std::string username;
  std::string realm;
  std::string nonce;
  std::string uri;
  // Hexadecimal digits, usually lower case; verify() checks the digits.
  std::string response;
  // Empty if the credentials have no opaque.
  std::string opaque;
  std::string cnonce;
  std::uint32_t nonce_count = 0;
  // True if the nonce count was sent with capital digits. The hash covers the count as it was sent.
  bool capital_count = false;
  Qop qop = Qop::kNone;
  // nullopt for an algorithm that is not implemented here; credentials without an algorithm mean MD5.
  std::optional<Algorithm> algorithm = Algorithm::kMd5;
  // True if the credentials named an algorithm. A client whose challenge named none need not name one.
  bool names_algorithm = false;
  // True if `username` is a hash (RFC 7616 3.4.4).
  bool hashes_username = false;

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

// Parses "Digest" and its fields. Required: username, realm, nonce, uri and response; with qop also cnonce and nc
// (eight hexadecimal digits); with a `-sess` algorithm also cnonce. A known field may occur only once; unknown fields
// are ignored.
Result<Credentials> parse_credentials(std::string_view text);

std::string to_text(const Credentials& credentials);

// The user name and the password that a client answers with and a server verifies against.
struct Account {
  std::string_view username;
  std::string_view password;
};

// Returns the hash of user, realm and password; a `-sess` algorithm has the same value as its plain form.
HexHash ha1(Algorithm algorithm, const Account& account, std::string_view realm);

// Returns the response that matches `ha1`, the value of ha1(). Mixes the nonces into `ha1` for a `-sess` algorithm.
// Requires credentials whose algorithm and qop are implemented here.
HexHash response_of(const Credentials& credentials, std::string_view ha1, std::string_view method);

// Answers a challenge, with qop=auth if the challenge offers `auth`. The caller draws `cnonce` at random, and counts
// `nonce_count` from 1 for each nonce. nullopt unless is_computable(challenge).
std::optional<Credentials> answer(const Challenge& challenge, const Account& account, std::string_view method,
                                  std::string_view uri, std::string_view cnonce, std::uint32_t nonce_count);

// Returns true if the response is right; compares in constant time. The caller checks nonce, realm and URI.
bool verify(const Credentials& credentials, std::string_view ha1, std::string_view method);

}  // namespace dialtone::digest
