// A client's side of digest authentication (RFC 7616 3.4, 3.5): keeps a challenge, and answers it with each request
// until the server or proxy sends another challenge.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "values/result.h"
#include "wire/digest/credentials.h"

namespace dialtone {

// An object without a challenge is as small as a pointer.
class DigestSession {
 public:
  DigestSession();
  ~DigestSession();
  DigestSession(DigestSession&&) noexcept;
  DigestSession& operator=(DigestSession&&) noexcept;

  // Takes the first challenge that can be answered; skips those that cannot, and those of other schemes such as Basic.
  // `fields` are the values of WWW-Authenticate, or of Proxy-Authenticate, in their order. Fails if none can be
  // answered, or if the nonce was answered before: the same answer would be refused again.
  Result<void> take_challenge(std::span<const std::string_view> fields);
  // Takes the server's next nonce (RFC 7616 3.5) from `authentication_info`, the value of Authentication-Info in a
  // response of success. Does nothing if it has no next nonce, or if the algorithm is a `-sess` one, whose secret
  // belongs to the first nonce (RFC 7616 3.4.2).
  void take_next_nonce(std::string_view authentication_info);
  // Forgets the challenge.
  void forget();

  // Returns the value of Authorization, or of Proxy-Authorization, for a request; empty if there is no challenge. Each
  // call counts one more use of the nonce. If has_session(), `client_nonce` must be the same for all uses of a nonce.
  std::string authorization(const digest::Account& account, std::string_view method, std::string_view uri,
                            std::string_view client_nonce);

  bool is_challenged() const { return state_ != nullptr; }
  // Returns true if the challenge was answered at least once.
  bool is_in_use() const;
  // Returns true if the challenge says that only the previous nonce had expired (stale=true).
  bool stale() const;
  // Returns the algorithm of the answers: `SHA-256`; `none` if there is no challenge.
  std::string_view algorithm() const;
  // Returns true if the challenge's algorithm is a `-sess` one, such as `MD5-sess`.
  bool has_session() const;
  // Returns the challenge's realm; empty if there is no challenge.
  std::string_view realm() const;
  // Returns the nonce to answer; empty if there is no challenge.
  std::string_view nonce() const;

 private:
  struct State;

  std::unique_ptr<State> state_;
};

}  // namespace dialtone
