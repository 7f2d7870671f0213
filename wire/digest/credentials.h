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
  // RFC 2069's form, without nc and cnonce.
  kNone,
  kAuth,
  // One that is not computed here, such as auth-int.
  kUnsupported,
};

struct Credentials {
  std::string username;
  std::string realm;
  std::string nonce;
  std::string uri;
  // Lower-case hexadecimal as a rule; judged by verify().
  std::string response;
  // Empty where there is none.
  std::string opaque;
  std::string cnonce;
  std::uint32_t nonce_count = 0;
  // Whether the count came with capital digits: it is hashed as it was sent.
  bool capital_count = false;
  Qop qop = Qop::kNone;
  // None for one that is not computed here; absent means MD5.
  std::optional<Algorithm> algorithm = Algorithm::kMd5;
  // Whether the field was there: who was not told an algorithm need not name one.
  bool names_algorithm = false;
  // Whether `username` is a hash (RFC 7616 3.4.4).
  bool hashes_username = false;

  friend bool operator==(const Credentials&, const Credentials&) = default;
};

// "Digest" and its fields. Required are username, realm, nonce, uri and response, with qop also cnonce and nc (eight
// hexadecimal digits), with an algorithm of a session also cnonce; no field of ours may stand twice; unknown ones are
// ignored.
Result<Credentials> parse_credentials(std::string_view text);

std::string to_text(const Credentials& credentials);

// What a client answers with and a server verifies with.
struct Account {
  std::string_view username;
  std::string_view password;
};

// The hash of user, realm and password; the same for the algorithm of a session.
HexHash ha1(Algorithm algorithm, const Account& account, std::string_view realm);

// What `response` must be, from ha1(), into which a session's nonces are mixed here; the credentials' algorithm and qop
// are ones that are computed here.
HexHash response_of(const Credentials& credentials, std::string_view ha1, std::string_view method);

// The answer to a challenge, with qop=auth where it is offered. `cnonce` is the caller's chance, `nonce_count` begins
// with 1 for each nonce. None unless is_computable(challenge).
std::optional<Credentials> answer(const Challenge& challenge, const Account& account, std::string_view method,
                                  std::string_view uri, std::string_view cnonce, std::uint32_t nonce_count);

// Whether the response is right, compared in constant time. Nonce, realm and URI are the caller's to judge.
bool verify(const Credentials& credentials, std::string_view ha1, std::string_view method);

}  // namespace dialtone::digest
