// Writes events.jsonl: every event of a run in order, one per line.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "values/result.h"
#include "world/events/record.h"

namespace dialtone {

class EventLog {
 public:
  // Creates the file with mode 0600, or empties an existing one.
  static Result<EventLog> create(const std::filesystem::path& path);
  // Writes to an open file, which the caller closes, and flushes each line. A part of a run in processes writes to its
  // standard output this way.
  static EventLog on(std::FILE* file);

  EventLog(EventLog&&) = default;
  EventLog& operator=(EventLog&&) = default;
  ~EventLog();

  void append(const RecordedEvent& event);
  // Writes buffered events to the file. Returns false after any failed write, such as on a full disk.
  bool flush();
  std::uint64_t lines() const { return lines_; }

 private:
  struct Close {
    bool owned = true;
    void operator()(std::FILE* file) const {
      if (owned) std::fclose(file);
    }
  };
  explicit EventLog(std::unique_ptr<std::FILE, Close> file, std::size_t buffer_bytes)
      : file_(std::move(file)), buffer_bytes_(buffer_bytes) {}

  std::unique_ptr<std::FILE, Close> file_;
  std::size_t buffer_bytes_;
  std::string buffer_;
  std::uint64_t lines_ = 0;
  bool failed_ = false;
};

}  // namespace dialtone
