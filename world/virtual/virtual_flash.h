// Flash in memory: writing takes its time, byte by byte, and a power cut leaves what was written by then.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "world/flash.h"
#include "world/host.h"

namespace dialtone {

class VirtualFlash : public Flash {
 public:
  VirtualFlash(Host& host, Duration byte_time) : host_(host), byte_time_(byte_time) {}

  Result<std::string, FlashError> read(std::string_view file) override;
  Task<Result<void, FlashError>> write(std::string file, std::string_view bytes) override;
  Task<Result<void, FlashError>> append(std::string file, std::string_view bytes) override;
  Result<void, FlashError> rename(std::string_view file, const std::string& to) override;
  Result<void, FlashError> remove(std::string_view file) override;

 private:
  struct File {
    std::string name;
    std::string bytes;
  };
  enum class WriteKind { kReplace, kAppend };
  class Write;

  // As the host's script says.
  Task<Result<void, FlashError>> put(WriteKind kind, std::string file, std::string_view bytes);
  File* find(std::string_view file);

  Host& host_;
  Duration byte_time_;
  std::vector<File> files_;  // a device has two or three
};

}  // namespace dialtone
