// A client's side of digest authentication (RFC 7616 3.4, 3.5): the challenge that it answers with each request until
// its server, or a proxy before that, sends another.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/digest/credentials.h"

namespace dialtone {

// As small as a pointer until a challenge has been taken.
class DigestSession {
 public:
  DigestSession();
  ~DigestSession();
  DigestSession(DigestSession&&) noexcept;
  DigestSession& operator=(DigestSession&&) noexcept;

  // Takes the topmost challenge that can be answered: others, and other schemes such as Basic, are passed over.
  // `fields` are the values of WWW-Authenticate, or of Proxy-Authenticate, in their order. Fails if none can be
  // answered, or if its nonce was answered before: the same answer would be refused again.
  Result<void> take_challenge(std::span<const std::string_view> fields);
  // Takes the server's next nonce (RFC 7616 3.5) from the value of a success's Authentication-Info, if there is one and
  // the algorithm has no session: the secret of a session belongs to its first nonce (RFC 7616 3.4.2).
  void take_next_nonce(std::string_view authentication_info);
  // Forgets the challenge.
  void forget();

  // The value of Authorization, or of Proxy-Authorization, for a request; empty if there is no challenge. Each call
  // counts one more use of the nonce. Where has_session(), `client_nonce` must be the same for all uses of a nonce.
  std::string authorization(const digest::Account& account, std::string_view method, std::string_view uri,
                            std::string_view client_nonce);

  bool is_challenged() const { return state_ != nullptr; }
  // Whether the challenge was answered.
  bool is_in_use() const;
  // Whether the challenge says that only the nonce before it was too old.
  bool stale() const;
  // The algorithm of the answers: `SHA-256`; `none` if there is no challenge.
  std::string_view algorithm() const;
  // Whether the algorithm of the challenge has a session (`MD5-sess`).
  bool has_session() const;
  // The realm of the challenge; empty if there is none.
  std::string_view realm() const;
  // The nonce to be answered; empty if there is no challenge.
  std::string_view nonce() const;

 private:
  struct State;

  std::unique_ptr<State> state_;
};

}  // namespace dialtone
