// The credentials of a request: Basic (RFC 7617) or Digest (RFC 7616).
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
  // Reads the request's Authorization. Another scheme, and malformed credentials, count as none; several Authorization
  // fields are an error (RFC 9110 section 5.3). The request must outlive the result.
  static Result<PresentedCredentials, http::ParseFault> of(const http::Request& request);

  // Returns kNone if there are no credentials.
  ProvisionAuthentication scheme() const;
  // Null unless the credentials are Digest.
  const digest::Credentials* as_digest() const { return std::get_if<digest::Credentials>(&credentials_); }
  std::string_view username() const;
  // The password of Basic credentials; empty for other schemes.
  std::string_view password() const;
  // The method of the request.
  std::string_view method() const { return request_->method; }
  // For Digest: returns true if the credentials were made for the request's target. Ignores scheme and authority of the
  // absolute form, which a proxy may have added or removed.
  bool are_for_this_target() const;
  // Returns true if the credentials fit that user name and password. For Digest the caller checks nonce, realm and
  // target. Does the same work for any result.
  bool prove(std::string_view username, std::string_view password) const;

 private:
  explicit PresentedCredentials(const http::Request& request) : request_(&request) {}

  const http::Request* request_;
  std::variant<std::monostate, http::BasicCredentials, digest::Credentials> credentials_;
};

}  // namespace dialtone
