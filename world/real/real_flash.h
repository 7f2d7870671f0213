// Flash of a real host: files in a folder of its own, or in memory. Written in small pieces with a turn of the loop
// between, so that a power cut can land in the middle.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "world/flash.h"
#include "world/host.h"

namespace dialtone {

class RealFlash : public Flash {
 public:
  // An empty folder means memory. Otherwise the folder is made when it is first written, with mode 0700, its files with
  // 0600.
  RealFlash(Host& host, std::filesystem::path folder) : host_(host), folder_(std::move(folder)) {}

  Result<std::string, FlashError> read(std::string_view file) override;
  Task<Result<void, FlashError>> write(std::string file, std::string_view bytes) override;
  Result<void, FlashError> remove(std::string_view file) override;

 private:
  Task<Result<void, FlashError>> write_file(std::string file, std::string_view bytes);

  Host& host_;
  std::filesystem::path folder_;
  std::map<std::string, std::string, std::less<>> memory_;
};

}  // namespace dialtone
