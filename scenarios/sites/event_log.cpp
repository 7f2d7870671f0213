#include "scenarios/sites/event_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "world/events/event_line.h"

namespace dialtone {

Result<EventLog> EventLog::create(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return Failure{path.string() + ": " + std::strerror(errno)};
  std::FILE* file = ::fdopen(descriptor, "w");
  if (file == nullptr) {
    ::close(descriptor);
    return Failure{path.string() + ": " + std::strerror(errno)};
  }
  constexpr std::size_t kBufferBytes = 256 * 1024;
  return EventLog(std::unique_ptr<std::FILE, Close>(file, Close{true}), kBufferBytes);
}

EventLog EventLog::on(std::FILE* file) { return EventLog(std::unique_ptr<std::FILE, Close>(file, Close{false}), 0); }

EventLog::~EventLog() {
  if (file_ != nullptr) flush();
}

void EventLog::append(const RecordedEvent& event) {
  append_event_line(buffer_, event);
  ++lines_;
  if (buffer_.size() >= buffer_bytes_) flush();
}

bool EventLog::flush() {
  if (!buffer_.empty()) {
    failed_ = std::fwrite(buffer_.data(), 1, buffer_.size(), file_.get()) != buffer_.size() || failed_;
    buffer_.clear();
  }
  failed_ = std::fflush(file_.get()) != 0 || failed_;
  return !failed_;
}

}  // namespace dialtone
