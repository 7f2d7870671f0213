// SHA-256 and SHA-512/256 (FIPS 180-4), computed by OpenSSL.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

struct evp_md_ctx_st;

namespace dialtone::digest {

// Hashes a text that comes in pieces.
class Sha {
 public:
  enum class Kind : std::uint8_t { k256, k512_256 };
  explicit Sha(Kind kind);

  void update(std::string_view text);
  // Ends the text and returns its hash. The object cannot be used afterwards.
  std::array<std::uint8_t, 32> finish();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

}  // namespace dialtone::digest
