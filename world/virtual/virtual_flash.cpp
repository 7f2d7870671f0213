#include "world/virtual/virtual_flash.h"

#include <algorithm>
#include <cassert>

#include "world/host_script.h"

namespace dialtone {

// A write in progress. It ends with the coroutine frame that holds it: when complete, or in the middle at a power cut.
// It stays with the file that it began with, even if the file is renamed; if the file is removed, the written bytes are
// lost.
class VirtualFlash::Write {
 public:
  Write(VirtualFlash& flash, Place place, std::uint64_t offset, std::string file, const FileBytes& bytes)
      : flash_(flash), place_(place), offset_(offset), bytes_(bytes), start_(flash.host_.world_now()) {
    File& written = flash.create(std::move(file));
    assert(written.write == nullptr && "only one write of a file at a time");
    written.write = this;
  }
  Write(const Write&) = delete;
  Write& operator=(const Write&) = delete;

  ~Write() {
    std::uint64_t written = bytes_.size();
    if (flash_.byte_time_ > Duration::zero()) {
      assert(flash_.host_.world_now() >= start_);
      const auto elapsed = static_cast<std::uint64_t>((flash_.host_.world_now() - start_) / flash_.byte_time_);
      written = std::min(written, elapsed);
    }
    assert(written <= bytes_.size());
    File* const file = flash_.find(*this);
    if (file == nullptr) return;
    file->write = nullptr;
    const FileBytes part = bytes_.part(0, written);
    switch (place_) {
      case Place::kWhole: file->bytes.assign(*part.text()); break;
      case Place::kEnd: file->bytes.append(*part.text()); break;
      case Place::kRange: file->bytes.write(offset_, part); break;
    }
  }

  Moment end() const { return start_ + flash_.byte_time_ * static_cast<std::int64_t>(bytes_.size()); }

 private:
  VirtualFlash& flash_;
  Place place_;
  std::uint64_t offset_;
  FileBytes bytes_;
  Moment start_;
};

VirtualFlash::File* VirtualFlash::find(std::string_view name) {
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const File& each) { return each.name == name; });
  return found == files_.end() ? nullptr : &*found;
}

VirtualFlash::File* VirtualFlash::find(const Write& write) {
  const auto found = std::find_if(files_.begin(), files_.end(), [&](const File& each) { return each.write == &write; });
  return found == files_.end() ? nullptr : &*found;
}

VirtualFlash::File& VirtualFlash::create(std::string name) {
  File* const found = find(name);
  return found != nullptr ? *found : files_.emplace_back(File{.name = std::move(name)});
}

Result<std::string, FlashError> VirtualFlash::read(std::string_view file) {
  const File* found = find(file);
  if (found == nullptr) return FlashError::kMissing;
  return found->bytes.read();
}

Result<std::size_t, FlashError> VirtualFlash::read_range(std::string_view file, std::uint64_t offset,
                                                         std::span<char> into) {
  const File* found = find(file);
  if (found == nullptr) return FlashError::kMissing;
  return found->bytes.read(offset, into);
}

Result<std::uint64_t, FlashError> VirtualFlash::size(std::string_view file) {
  const File* found = find(file);
  if (found == nullptr) return FlashError::kMissing;
  return found->bytes.size();
}

Task<Result<void, FlashError>> VirtualFlash::write(std::string file, std::string_view bytes) {
  return put(Place::kWhole, 0, std::move(file), bytes);
}

Task<Result<void, FlashError>> VirtualFlash::append(std::string file, std::string_view bytes) {
  return put(Place::kEnd, 0, std::move(file), bytes);
}

Task<Result<void, FlashError>> VirtualFlash::write_range(std::string file, std::uint64_t offset, FileBytes bytes) {
  return put(Place::kRange, offset, std::move(file), bytes);
}

Task<Result<void, FlashError>> VirtualFlash::put(Place place, std::uint64_t offset, std::string file, FileBytes bytes) {
  const FlashAct act = ask_script(host_, file, bytes.size());
  if (act.fails) co_return FlashError::kFailed;
  const Write write(*this, place, offset, std::move(file), act.part_of(bytes));
  for (Moment end = write.end();; end = kNever) {
    co_await Wait::for_arrival(end, kNever, "the flash");
    assert(host_.world_now() >= write.end() && "a write takes the time of its bytes");
    if (!act.stops_at_byte) co_return Result<void, FlashError>();
  }
}

Result<void, FlashError> VirtualFlash::rename(std::string_view file, const std::string& to) {
  if (find(file) == nullptr) return FlashError::kMissing;
  if (file == to) return Result<void, FlashError>();
  std::erase_if(files_, [&](const File& each) { return each.name == to; });
  File* const renamed = find(file);
  assert(renamed != nullptr && "what gives way has the other name");
  renamed->name = to;
  return Result<void, FlashError>();
}

Result<void, FlashError> VirtualFlash::remove(std::string_view file) {
  std::erase_if(files_, [&](const File& each) { return each.name == file; });
  return Result<void, FlashError>();
}

}  // namespace dialtone
