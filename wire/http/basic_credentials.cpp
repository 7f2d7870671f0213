#include "wire/http/basic_credentials.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cassert>
#include <optional>

#include "wire/http/message.h"

namespace dialtone::http {
namespace {

constexpr std::string_view kScheme = "Basic";
constexpr std::size_t kMaxSize = 8192;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// OpenSSL's decoder accepts white space and returns padding as zeros; both are handled here.
std::optional<std::string> decode_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0 || text.find_first_of(" \t\r\n") != std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  if (text.find('=') < text.size() - padding) return std::nullopt;
  std::string decoded(text.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(decoded.data()), bytes_of(text), static_cast<int>(text.size()));
  if (size < 0) return std::nullopt;
  decoded.resize(static_cast<std::size_t>(size) - padding);
  return decoded;
}

}  // namespace

Result<BasicCredentials> parse_basic_credentials(std::string_view authorization) {
  const std::size_t scheme_end = authorization.find(' ');
  if (!equal_names(authorization.substr(0, scheme_end), kScheme)) {
    return Failure{"authentication scheme other than Basic"};
  }
  if (scheme_end == std::string_view::npos) return Failure{"Basic credentials without a value"};
  if (authorization.size() > kMaxSize) return Failure{"Basic credentials of more than 8192 bytes"};
  std::string_view encoded = authorization.substr(scheme_end);
  encoded.remove_prefix(std::min(encoded.find_first_not_of(' '), encoded.size()));
  const std::optional<std::string> decoded = decode_base64(encoded);
  if (!decoded) return Failure{"Basic credentials that are not Base64"};
  const std::size_t colon = decoded->find(':');
  if (colon == std::string::npos) return Failure{"Basic credentials without a colon"};
  for (char c : *decoded) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) return Failure{"control character in Basic credentials"};
  }
  return BasicCredentials{decoded->substr(0, colon), decoded->substr(colon + 1)};
}

std::string to_text(const BasicCredentials& credentials) {
  assert(credentials.username.find(':') == std::string::npos);
  const std::string plain = credentials.username + ":" + credentials.password;
  // One more byte for the NUL that the encoder writes.
  std::string encoded((plain.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), bytes_of(plain),
                                   static_cast<int>(plain.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return std::string(kScheme) + " " + encoded;
}

}  // namespace dialtone::http
