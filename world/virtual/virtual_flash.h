// Flash in memory: a write takes time per byte, and a power cut leaves what was written by then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "world/flash.h"
#include "world/host.h"
#include "world/sparse_file.h"

namespace dialtone {

class VirtualFlash : public Flash {
 public:
  VirtualFlash(Host& host, Duration byte_time) : host_(host), byte_time_(byte_time) {}

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
  class Write;
  struct File {
    std::string name;
    // The write in progress; null: none.
    const Write* write = nullptr;
    SparseFile bytes{};
  };
  // Where the bytes go: they replace the whole file, are added at its end, or replace the bytes from an offset on.
  enum class Place : std::uint8_t { kWhole, kEnd, kRange };

  // Carries out what the host's script decides. `offset` is used for kRange only.
  Task<Result<void, FlashError>> put(Place place, std::uint64_t offset, std::string file, FileBytes bytes);
  // Return null if there is no such file.
  File* find(std::string_view name);
  File* find(const Write& write);
  // Returns the file of this name, created if missing.
  File& create(std::string name);

  Host& host_;
  Duration byte_time_;
  std::vector<File> files_;  // a device has two or three
};

}  // namespace dialtone
