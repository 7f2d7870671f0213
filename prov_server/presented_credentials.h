// The credentials that a request carries: Basic (RFC 7617) or Digest (RFC 7616).
#pragma once

#include <string_view>
#include <variant>

#include "subscribers/subscriber.h"
#include "values/result.h"
#include "wire/digest/credentials.h"
#include "wire/http/basic_credentials.h"
#include "wire/http/head.h"
#include "wire/http/message.h"

namespace dialtone {

class PresentedCredentials {
 public:
  // Those of the request's Authorization. Another scheme, or one that cannot be read, counts as none; more than one
  // Authorization is a fault (RFC 9110 section 5.3). The request outlives them.
  static Result<PresentedCredentials, http::ParseFault> of(const http::Request& request);

  // kNone where there are none.
  ProvisionAuthentication scheme() const;
  // Null where they are not Digest.
  const digest::Credentials* as_digest() const { return std::get_if<digest::Credentials>(&credentials_); }
  std::string_view username() const;
  // Of Basic; empty for other schemes.
  std::string_view password() const;
  // The request's.
  std::string_view method() const { return request_->method; }
  // Of Digest: whether they were made for the request's target, but for the scheme and authority of the absolute form,
  // which a proxy may have added or taken away.
  bool are_for_this_target() const;
  // Whether they are that name's with that password; of Digest, nonce, realm and target are the caller's to judge. The
  // same work whatever the outcome.
  bool prove(std::string_view username, std::string_view password) const;

 private:
  explicit PresentedCredentials(const http::Request& request) : request_(&request) {}

  const http::Request* request_;
  std::variant<std::monostate, http::BasicCredentials, digest::Credentials> credentials_;
};

}  // namespace dialtone
