#include "prov_server/presented_credentials.h"

#include <string>
#include <utility>

#include "values/constant_time.h"
#include "wire/digest/fields.h"
#include "wire/http/url.h"

namespace dialtone {

Result<PresentedCredentials, http::ParseFault> PresentedCredentials::of(const http::Request& request) {
  PresentedCredentials presented(request);
  const std::string* authorization = nullptr;
  for (const http::Header& header : request.headers) {
    if (!http::equal_names(header.name, "Authorization")) continue;
    if (authorization != nullptr) return http::ParseFault{400, "more than one Authorization"};
    authorization = &header.value;
  }
  if (authorization == nullptr) return presented;
  if (digest::is_scheme(*authorization, "Digest")) {
    Result<digest::Credentials> credentials = digest::parse_credentials(*authorization);
    if (credentials) presented.credentials_ = *std::move(credentials);
  } else if (digest::is_scheme(*authorization, "Basic")) {
    Result<http::BasicCredentials> credentials = http::parse_basic_credentials(*authorization);
    if (credentials) presented.credentials_ = *std::move(credentials);
  }
  return presented;
}

ProvisionAuthentication PresentedCredentials::scheme() const {
  if (as_digest() != nullptr) return ProvisionAuthentication::kDigest;
  const bool basic = std::holds_alternative<http::BasicCredentials>(credentials_);
  return basic ? ProvisionAuthentication::kBasic : ProvisionAuthentication::kNone;
}

std::string_view PresentedCredentials::username() const {
  if (const digest::Credentials* digest = as_digest()) return digest->username;
  const auto* basic = std::get_if<http::BasicCredentials>(&credentials_);
  return basic == nullptr ? std::string_view() : basic->username;
}

std::string_view PresentedCredentials::password() const {
  const auto* basic = std::get_if<http::BasicCredentials>(&credentials_);
  return basic == nullptr ? std::string_view() : basic->password;
}

bool PresentedCredentials::are_for_this_target() const {
  const digest::Credentials* digest = as_digest();
  if (digest == nullptr) return false;
  if (digest->uri == request_->target) return true;
  const Result<http::RequestTarget> claimed = http::parse_request_target(digest->uri);
  const Result<http::RequestTarget> actual = http::parse_request_target(request_->target);
  return claimed && actual && claimed->path == actual->path && claimed->query == actual->query;
}

bool PresentedCredentials::prove(std::string_view username, std::string_view password) const {
  if (const digest::Credentials* digest = as_digest()) {
    if (!digest->algorithm || digest->qop == digest::Qop::kUnsupported) return false;
    const digest::HexHash secret = digest::ha1(*digest->algorithm, {username, password}, digest->realm);
    const bool right_response = digest::verify(*digest, secret.text(), request_->method);
    return equal_in_constant_time(username, digest->username) && right_response;
  }
  if (const auto* basic = std::get_if<http::BasicCredentials>(&credentials_)) {
    const bool right_password = equal_in_constant_time(password, basic->password);
    return equal_in_constant_time(username, basic->username) && right_password;
  }
  return false;
}

}  // namespace dialtone
