#include "world/real/real_flash.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace dialtone {
namespace {

constexpr std::size_t kPieceBytes = 64;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

Result<std::string, FlashError> RealFlash::read(std::string_view file) {
  if (folder_.empty()) {
    const auto found = memory_.find(file);
    if (found == memory_.end()) return FlashError::kMissing;
    return found->second;
  }
  std::ifstream in(folder_ / file, std::ios::binary);
  if (!in) return FlashError::kMissing;
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (in.bad()) return FlashError::kFailed;
  return bytes.str();
}

Task<Result<void, FlashError>> RealFlash::write(std::string file, std::string_view bytes) {
  if (!folder_.empty()) co_return co_await write_file(std::move(file), bytes);
  std::string& stored = memory_[file];
  stored.clear();
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPieceBytes);
    stored.append(piece);
    bytes.remove_prefix(piece.size());
    co_await Wait(host_.now(), "the flash");
  }
  co_return Result<void, FlashError>();
}

Task<Result<void, FlashError>> RealFlash::write_file(std::string file, std::string_view bytes) {
  std::error_code ignored;
  std::filesystem::create_directories(folder_, ignored);
  ::chmod(folder_.c_str(), 0700);
  const std::filesystem::path path = folder_ / file;
  const Descriptor descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (descriptor.number() < 0) co_return FlashError::kFailed;
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor.number(), bytes.data(), std::min(kPieceBytes, bytes.size()));
    if (written <= 0) co_return FlashError::kFailed;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    co_await Wait(host_.now(), "the flash");
  }
  if (::fsync(descriptor.number()) != 0) co_return FlashError::kFailed;
  co_return Result<void, FlashError>();
}

Result<void, FlashError> RealFlash::remove(std::string_view file) {
  if (folder_.empty()) {
    const auto found = memory_.find(file);
    if (found != memory_.end()) memory_.erase(found);
    return Result<void, FlashError>();
  }
  std::error_code error;
  std::filesystem::remove(folder_ / file, error);
  if (error) return FlashError::kFailed;
  return Result<void, FlashError>();
}

}  // namespace dialtone
