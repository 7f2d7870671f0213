#include "wire/digest/sha.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace dialtone::digest {
namespace {

// OpenSSL fails only if memory runs out, or if the library was built without SHA-2.
void must(int done) {
  if (done != 1) std::abort();
}

}  // namespace

void Sha::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha::Sha(Kind kind) : context_(EVP_MD_CTX_new()) {
  must(EVP_DigestInit_ex(context_.get(), kind == Kind::k256 ? EVP_sha256() : EVP_sha512_256(), nullptr));
}

void Sha::update(std::string_view text) { must(EVP_DigestUpdate(context_.get(), text.data(), text.size())); }

std::array<std::uint8_t, 32> Sha::finish() {
  std::array<std::uint8_t, 32> bytes{};
  must(EVP_DigestFinal_ex(context_.get(), bytes.data(), nullptr));
  return bytes;
}

}  // namespace dialtone::digest
