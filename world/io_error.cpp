#include "world/io_error.h"

#include <cstdlib>

namespace dialtone {

std::string_view to_text(IoError error) {
  switch (error) {
    case IoError::kDeadline: return "deadline passed";
    case IoError::kRefused: return "connection refused";
    case IoError::kReset: return "connection reset";
    case IoError::kTimedOut: return "connection timed out";
    case IoError::kUnreachable: return "destination unreachable";
    case IoError::kAddressInUse: return "address in use";
    case IoError::kNotAvailable: return "address not available";
    case IoError::kTooLong: return "message too long";
    case IoError::kTooManyFiles: return "too many open files";
    case IoError::kClosed: return "socket closed";
    case IoError::kNoSuchName: return "no such name";
    case IoError::kNameServer: return "name server failed";
  }
  std::abort();
}

}  // namespace dialtone
