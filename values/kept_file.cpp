#include "values/kept_file.h"

#include <filesystem>
#include <system_error>

namespace dialtone {
namespace {

namespace fs = std::filesystem;

bool is_named(const std::string& path) { return !path.empty() && path != "-"; }

bool are_one_file(const fs::path& one, const fs::path& other) {
  std::error_code error;
  const fs::file_status status = fs::status(one, error);
  if (fs::exists(status)) return fs::is_regular_file(status) && fs::equivalent(one, other, error);
  const fs::path canonical = fs::weakly_canonical(one, error);
  return !error && canonical == fs::weakly_canonical(other, error);
}

}  // namespace

Result<void> would_keep(const NamedFile& output, std::initializer_list<NamedFile> kept) {
  if (!is_named(output.path)) return {};
  for (const NamedFile& each : kept) {
    if (!is_named(each.path) || !are_one_file(output.path, each.path)) continue;
    return Failure{std::string(output.role) + ": " + output.path + " is the file of " + std::string(each.role) +
                   "; name another file"};
  }
  return {};
}

}  // namespace dialtone
