// The flash of a real host: files in the host's own folder, or in memory. Data is written in pieces with a turn of the
// loop in between, so that a power cut can fall in the middle. Written data survives the end of the process, even by
// kill -9. It need not survive a power failure of the machine itself, so no write waits for the disk.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "world/flash.h"
#include "world/host.h"
#include "world/real/descriptor.h"
#include "world/sparse_file.h"

namespace dialtone {

class RealFlash : public Flash {
 public:
  // An empty folder means memory. Otherwise the folder is created at the first write with mode 0700, its files with
  // 0600.
  RealFlash(Host& host, std::filesystem::path folder) : host_(host), folder_(std::move(folder)) {}

  Result<std::string, FlashError> read(std::string_view file) override;
  Result<std::size_t, FlashError> read_range(std::string_view file, std::uint64_t offset,
                                             std::span<char> into) override;
  Result<std::uint64_t, FlashError> size(std::string_view file) override;
  Task<Result<void, FlashError>> write(std::string file, std::string_view bytes) override;
  Task<Result<void, FlashError>> append(std::string file, std::string_view bytes) override;
  Task<Result<void, FlashError>> write_range(std::string file, std::uint64_t offset, FileBytes bytes) override;
  Result<void, FlashError> rename(std::string_view file, const std::string& to) override;
  Result<void, FlashError> remove(std::string_view file) override;

 private:
  // Appends and range writes, such as those of logs and images, use larger pieces than a device's settings. A write of
  // no more than one piece takes no extra turn of the loop.
  static constexpr std::size_t kWritePieceBytes = 64;
  static constexpr std::size_t kAppendPieceBytes = 4096;

  // Adds the bytes to the file, piece by piece. If `ends` is false, the task never ends: the script wants a power cut
  // in the middle of this write. The file must outlive the task.
  Task<Result<void, FlashError>> add_in_memory(SparseFile& file, std::string_view bytes, std::size_t piece_bytes,
                                               bool ends);
  Task<Result<void, FlashError>> add_to(const Descriptor& descriptor, std::string_view bytes, std::size_t piece_bytes,
                                        bool ends);
  // Returns false if the medium refuses.
  static bool put_piece(const Descriptor& descriptor, std::uint64_t offset, const FileBytes& piece);
  // Returns the file, created if missing. A write in progress shares ownership of it, so that the file survives its
  // removal, as it would with an open descriptor.
  std::shared_ptr<SparseFile> create_in_memory(const std::string& file);
  // Returns a closed Descriptor, with errno set, if the file cannot be opened.
  Descriptor open_to_read(std::string_view file) const;
  Descriptor open_file(const std::string& file, int how);
  // Appends are frequent, so the file last appended to stays open.
  std::shared_ptr<const Descriptor> open_log(const std::string& file);
  void close_log(std::string_view file);

  Host& host_;
  std::filesystem::path folder_;
  std::map<std::string, std::shared_ptr<SparseFile>, std::less<>> memory_;
  std::string log_file_;
  std::shared_ptr<const Descriptor> log_;  // the file last appended to; null: none
};

}  // namespace dialtone
