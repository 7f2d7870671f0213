#include "world/real/real_flash.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>

#include "world/host_script.h"

namespace dialtone {
namespace {

bool ends(const FlashAct& act) { return !act.stops_at_byte; }

// Why a file could not be opened, by errno.
FlashError open_error() { return errno == ENOENT ? FlashError::kMissing : FlashError::kFailed; }

Result<std::size_t, FlashError> read_from(const Descriptor& descriptor, std::uint64_t offset, std::span<char> into) {
  std::size_t done = 0;
  while (done < into.size()) {
    const ssize_t count =
        ::pread(descriptor.number(), into.data() + done, into.size() - done, static_cast<off_t>(offset + done));
    if (count < 0) return FlashError::kFailed;
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  return done;
}

}  // namespace

Result<std::string, FlashError> RealFlash::read(std::string_view file) {
  if (folder_.empty()) {
    const auto found = memory_.find(file);
    if (found == memory_.end()) return FlashError::kMissing;
    return found->second->read();
  }
  const Descriptor descriptor = open_to_read(file);
  if (!descriptor.is_open()) return open_error();
  constexpr std::size_t kPiece = 65'536;
  std::string bytes;
  for (std::size_t end = 0;;) {
    bytes.resize(end + kPiece);
    const auto count = read_from(descriptor, end, std::span(bytes).subspan(end));
    if (!count) return count.error();
    end += *count;
    if (*count == kPiece) continue;
    bytes.resize(end);
    return bytes;
  }
}

Result<std::size_t, FlashError> RealFlash::read_range(std::string_view file, std::uint64_t offset,
                                                      std::span<char> into) {
  if (folder_.empty()) {
    const auto found = memory_.find(file);
    if (found == memory_.end()) return FlashError::kMissing;
    return found->second->read(offset, into);
  }
  const Descriptor descriptor = open_to_read(file);
  if (!descriptor.is_open()) return open_error();
  return read_from(descriptor, offset, into);
}

Result<std::uint64_t, FlashError> RealFlash::size(std::string_view file) {
  if (folder_.empty()) {
    const auto found = memory_.find(file);
    if (found == memory_.end()) return FlashError::kMissing;
    return found->second->size();
  }
  std::error_code error;
  const std::uint64_t bytes = std::filesystem::file_size(folder_ / file, error);
  if (error) return error == std::errc::no_such_file_or_directory ? FlashError::kMissing : FlashError::kFailed;
  return bytes;
}

Task<Result<void, FlashError>> RealFlash::write(std::string file, std::string_view bytes) {
  const FlashAct act = ask_script(host_, file, bytes.size());
  if (act.fails) co_return FlashError::kFailed;
  if (folder_.empty()) {
    const auto kept = create_in_memory(file);
    kept->assign({});
    co_return co_await add_in_memory(*kept, act.part_of(bytes), kWritePieceBytes, ends(act));
  }
  const Descriptor descriptor = open_file(file, O_TRUNC);
  if (!descriptor.is_open()) co_return FlashError::kFailed;
  co_return co_await add_to(descriptor, act.part_of(bytes), kWritePieceBytes, ends(act));
}

Task<Result<void, FlashError>> RealFlash::append(std::string file, std::string_view bytes) {
  const FlashAct act = ask_script(host_, file, bytes.size());
  if (act.fails) co_return FlashError::kFailed;
  if (folder_.empty()) {
    const auto kept = create_in_memory(file);
    co_return co_await add_in_memory(*kept, act.part_of(bytes), kAppendPieceBytes, ends(act));
  }
  // This frame keeps the file open: another file may become the log meanwhile.
  const std::shared_ptr<const Descriptor> descriptor = open_log(file);
  if (!descriptor->is_open()) co_return FlashError::kFailed;
  co_return co_await add_to(*descriptor, act.part_of(bytes), kAppendPieceBytes, ends(act));
}

Task<Result<void, FlashError>> RealFlash::write_range(std::string file, std::uint64_t offset, FileBytes bytes) {
  const FlashAct act = ask_script(host_, file, bytes.size());
  if (act.fails) co_return FlashError::kFailed;
  Descriptor descriptor;
  std::shared_ptr<SparseFile> kept;
  if (folder_.empty()) {
    kept = create_in_memory(file);
  } else {
    descriptor = open_file(file, 0);
    if (!descriptor.is_open()) co_return FlashError::kFailed;
  }
  const FileBytes written = act.part_of(bytes);
  for (std::uint64_t done = 0; done < written.size(); done += kAppendPieceBytes) {
    if (done > 0) co_await Wait(host_.now(), "the flash");
    const FileBytes piece = written.part(done, kAppendPieceBytes);
    if (kept != nullptr) {
      kept->write(offset + done, piece);
    } else if (!put_piece(descriptor, offset + done, piece)) {
      co_return FlashError::kFailed;
    }
  }
  if (!ends(act)) co_await Wait(kNever, "the flash");
  co_return Result<void, FlashError>();
}

bool RealFlash::put_piece(const Descriptor& descriptor, std::uint64_t offset, const FileBytes& piece) {
  std::array<char, kAppendPieceBytes> bytes{};
  const std::size_t count = piece.copy(bytes);
  for (std::size_t done = 0; done < count;) {
    const ssize_t put =
        ::pwrite(descriptor.number(), bytes.data() + done, count - done, static_cast<off_t>(offset + done));
    if (put <= 0) return false;
    done += static_cast<std::size_t>(put);
  }
  return true;
}

std::shared_ptr<SparseFile> RealFlash::create_in_memory(const std::string& file) {
  std::shared_ptr<SparseFile>& kept = memory_[file];
  if (kept == nullptr) kept = std::make_shared<SparseFile>();
  return kept;
}

Task<Result<void, FlashError>> RealFlash::add_in_memory(SparseFile& file, std::string_view bytes,
                                                        std::size_t piece_bytes, bool ends) {
  for (;;) {
    const std::string_view piece = bytes.substr(0, piece_bytes);
    file.append(piece);
    bytes.remove_prefix(piece.size());
    if (bytes.empty()) break;
    co_await Wait(host_.now(), "the flash");
  }
  if (!ends) co_await Wait(kNever, "the flash");
  co_return Result<void, FlashError>();
}

Task<Result<void, FlashError>> RealFlash::add_to(const Descriptor& descriptor, std::string_view bytes,
                                                 std::size_t piece_bytes, bool ends) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor.number(), bytes.data(), std::min(piece_bytes, bytes.size()));
    if (written <= 0) co_return FlashError::kFailed;
    assert(static_cast<std::size_t>(written) <= bytes.size());
    bytes.remove_prefix(static_cast<std::size_t>(written));
    if (!bytes.empty()) co_await Wait(host_.now(), "the flash");
  }
  if (!ends) co_await Wait(kNever, "the flash");
  co_return Result<void, FlashError>();
}

Descriptor RealFlash::open_to_read(std::string_view file) const {
  return Descriptor(::open((folder_ / file).c_str(), O_RDONLY | O_CLOEXEC));
}

Descriptor RealFlash::open_file(const std::string& file, int how) {
  std::error_code ignored;
  // A folder that existed before, such as /tmp, may belong to others, so its mode is kept.
  if (std::filesystem::create_directories(folder_, ignored)) ::chmod(folder_.c_str(), 0700);
  return Descriptor(::open((folder_ / file).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | how, 0600));
}

std::shared_ptr<const Descriptor> RealFlash::open_log(const std::string& file) {
  if (log_ == nullptr || !log_->is_open() || log_file_ != file) {
    log_ = std::make_shared<const Descriptor>(open_file(file, O_APPEND));
    log_file_ = file;
  }
  return log_;
}

void RealFlash::close_log(std::string_view file) {
  if (log_file_ == file) log_.reset();
}

Result<void, FlashError> RealFlash::rename(std::string_view file, const std::string& to) {
  if (folder_.empty()) {
    const auto found = memory_.find(file);
    if (found == memory_.end()) return FlashError::kMissing;
    std::shared_ptr<SparseFile> bytes = std::move(found->second);
    memory_.erase(found);
    memory_[to] = std::move(bytes);
    return Result<void, FlashError>();
  }
  close_log(file);
  close_log(to);
  std::error_code error;
  std::filesystem::rename(folder_ / file, folder_ / to, error);
  if (error == std::errc::no_such_file_or_directory) return FlashError::kMissing;
  if (error) return FlashError::kFailed;
  return Result<void, FlashError>();
}

Result<void, FlashError> RealFlash::remove(std::string_view file) {
  if (folder_.empty()) {
    const auto found = memory_.find(file);
    if (found != memory_.end()) memory_.erase(found);
    return Result<void, FlashError>();
  }
  close_log(file);
  std::error_code error;
  std::filesystem::remove(folder_ / file, error);
  if (error) return FlashError::kFailed;
  return Result<void, FlashError>();
}

}  // namespace dialtone
