// What a device knows of its provisioning server's digest challenge (RFC 7616): it goes on using the nonce, also when
// it provisions again, until the server sends another.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "device_sim/model/device_config.h"
#include "wire/http/message.h"
#include "world/host.h"

namespace dialtone {

// Takes no more room than a pointer until it was challenged.
class HttpDigestSession {
 public:
  HttpDigestSession();
  ~HttpDigestSession();
  HttpDigestSession(HttpDigestSession&&) noexcept;
  HttpDigestSession& operator=(HttpDigestSession&&) noexcept;

  // Takes the topmost challenge of a 401 that is computed here: another algorithm is passed over, and so is another
  // scheme, Basic above all. Fails where none is left, or where its nonce was answered before: the same answer would be
  // refused again.
  Result<void> take_challenge(Host& host, const http::Response& unauthorized);
  // Takes the nonce that the server wants next (RFC 7616 3.5), where an answer names one.
  void take_next_nonce(const http::Response& answer);
  // Begins as if nothing had been challenged.
  void forget();

  // The value of Authorization for a request; empty where nothing was challenged yet. Each call counts.
  std::string authorization(const ProvisioningCredentials& credentials, const http::Request& request);
  // Whether the challenge that was taken last says that only its nonce is new.
  bool stale() const;
  // The algorithm of its answers: `SHA-256`; `none` where nothing was taken.
  std::string_view algorithm() const;

 private:
  struct State;

  std::unique_ptr<State> state_;
};

}  // namespace dialtone
