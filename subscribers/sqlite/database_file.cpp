#include "subscribers/sqlite/database_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

namespace dialtone {
namespace {

constexpr std::string_view kScheme = "file:";

bool may(int how, const std::string& file) { return ::faccessat(AT_FDCWD, file.c_str(), how, AT_EACCESS) == 0; }

std::string folder_of(const std::string& file) {
  const std::string folder = std::filesystem::path(file).parent_path().string();
  return folder.empty() ? "." : folder;
}

bool has_log(const std::string& file) {
  struct stat status{};
  return ::stat((file + "-wal").c_str(), &status) == 0;
}

// Returns the path as a URI, with `parameter` appended to its parameters.
std::string with_parameter(const std::string& path, std::string_view parameter) {
  if (path.starts_with(kScheme)) {
    return path + (path.find('?') == std::string::npos ? '?' : '&') + std::string(parameter);
  }
  // An absolute path needs an empty authority: without it, a path that begins with two slashes would lose one.
  std::string uri(path.starts_with('/') ? "file://" : "file:");
  for (const char c : path) {
    switch (c) {
      case '%': uri += "%25"; break;
      case '?': uri += "%3f"; break;
      case '#': uri += "%23"; break;
      default: uri += c;
    }
  }
  return uri + '?' + std::string(parameter);
}

}  // namespace

std::string file_of(const std::string& path) {
  if (!path.starts_with(kScheme)) return path;
  return path.substr(kScheme.size(), path.find('?') - kScheme.size());
}

bool may_write_database(const std::string& file) { return may(W_OK, file) && may(W_OK, folder_of(file)); }

bool may_read_database(const std::string& file) { return may(R_OK, file); }

std::string read_only_path(const std::string& path) {
  return with_parameter(path, has_log(file_of(path)) ? "mode=ro" : "immutable=1");
}

FileVersion version_of(const std::string& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) != 0) return {};
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return {.written_ns = status.st_mtim.tv_sec * kNanoseconds + status.st_mtim.tv_nsec,
          .size_bytes = status.st_size,
          .has_log = has_log(file)};
}

Result<void> make_private(const std::string& file) {
  // O_EXCL, so that an existing file is not opened: closing it would drop the locks that this process holds on the
  // file.
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
    return {};
  }
  if (errno == EEXIST) return {};
  return Failure{file + ": the database cannot be made: " + std::strerror(errno) +
                 "; name a file in a folder that you may write"};
}

void keep_private(const std::string& file) {
  struct stat status{};
  if (::lstat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
    static_cast<void>(::chmod(file.c_str(), 0600));
  }
}

}  // namespace dialtone
