// Bytes that survive a reboot: small files by name, as a device's flash has them. Belongs to the host, not to its
// power: it is there again at the next boot.
#pragma once

#include <string>
#include <string_view>

#include "values/result.h"
#include "world/task.h"

namespace dialtone {

enum class FlashError {
  kMissing,  // no such file
  kFailed,   // the medium refuses: full, worn out, or not permitted
};

class Flash {
 public:
  virtual ~Flash() = default;

  // The whole file, as it stands: after a power cut that may be a part of what was written.
  virtual Result<std::string, FlashError> read(std::string_view file) = 0;
  // Replaces the file from its first byte on, and takes its time: it is all there when this returns. A power cut leaves
  // the first n of the new bytes and nothing of the old, for any n from 0 to all of them.
  // `bytes` must stay until it returns.
  virtual Task<Result<void, FlashError>> write(std::string file, std::string_view bytes) = 0;
  // Adds to the end of the file, which is made where it is missing, and takes its time: it is all there when this
  // returns. A power cut leaves all that stood there before, and the first n of the new bytes. One append or write of a
  // file at a time. `bytes` must stay until it returns.
  virtual Task<Result<void, FlashError>> append(std::string file, std::string_view bytes) = 0;
  // Gives the file another name, in one step: whoever reads `to` finds the old file or the new one, whole, whenever the
  // power goes. kMissing.
  virtual Result<void, FlashError> rename(std::string_view file, const std::string& to) = 0;
  // Removes the file; one that is missing is no error.
  virtual Result<void, FlashError> remove(std::string_view file) = 0;
};

}  // namespace dialtone
