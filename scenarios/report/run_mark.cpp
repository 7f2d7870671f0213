#include "scenarios/report/run_mark.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace dialtone {
namespace {

constexpr std::string_view kFirstLine = "A run of dialtone owns this directory, and the next one replaces its files.";

// Replaces control characters by blanks, because the mark has one line for each value.
std::string one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < ' '; }, ' ');
  return text;
}

constexpr std::string_view kMakes = "\nmakes:\n";
constexpr std::string_view kIndent = "  ";

// Returns the indented lines after `makes:`.
std::optional<std::vector<std::string>> made_in(std::string_view text) {
  const std::size_t at = text.find(kMakes);
  if (at == std::string_view::npos) return std::nullopt;
  std::vector<std::string> names;
  std::string_view rest = text.substr(at + kMakes.size());
  for (std::size_t end = rest.find('\n'); rest.starts_with(kIndent) && end != std::string_view::npos;
       end = rest.find('\n')) {
    names.emplace_back(rest.substr(kIndent.size(), end - kIndent.size()));
    rest.remove_prefix(end + 1);
  }
  return names;
}

// Returns the value of the first line `key: value`.
std::optional<std::string> value_of(std::string_view text, std::string_view key) {
  const std::string start = "\n" + std::string(key) + ": ";
  const std::size_t at = text.find(start);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = text.substr(at + start.size());
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(rest.substr(0, end));
}

}  // namespace

std::string_view to_text(RunMark::Kind kind) { return kind == RunMark::Kind::kRun ? "run" : "suite"; }

std::string write_run_mark(const RunMark& mark) {
  std::string text = std::string(kFirstLine) + "\nkind: " + std::string(to_text(mark.kind)) +
                     "\nscenario: " + one_line(mark.scenario) + "\nrun: " + one_line(mark.run) +
                     "\ncomplete: " + (mark.complete ? "yes" : "no");
  if (!mark.makes) return text + "\n";
  text += kMakes;
  for (const std::string& name : *mark.makes) text += std::string(kIndent) + one_line(name) + "\n";
  return text;
}

std::optional<RunMark> parse_run_mark(std::string_view text) {
  if (!text.starts_with(kFirstLine)) return std::nullopt;
  const std::optional<std::string> kind = value_of(text, "kind");
  const std::optional<std::string> scenario = value_of(text, "scenario");
  const std::optional<std::string> run = value_of(text, "run");
  const std::optional<std::string> complete = value_of(text, "complete");
  if (!kind || !scenario || !run || !complete || (*kind != "run" && *kind != "suite")) return std::nullopt;
  return RunMark{.kind = *kind == "run" ? RunMark::Kind::kRun : RunMark::Kind::kSuite,
                 .scenario = *scenario,
                 .run = *run,
                 .complete = *complete == "yes",
                 .makes = made_in(text)};
}

MarkFile::MarkFile(const std::filesystem::path& directory, bool create) {
  // Does not follow a symbolic link, whose target would be somebody else's file.
  const int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (create ? O_CREAT | O_EXCL : 0);
  descriptor_ = ::open((directory / kMarkName).c_str(), flags, 0600);
  if (descriptor_ < 0 || ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) error_ = errno;
}

MarkFile::MarkFile(MarkFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), error_(other.error_) {}

MarkFile& MarkFile::operator=(MarkFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(error_, other.error_);
  return *this;
}

MarkFile::~MarkFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::string MarkFile::read() const {
  std::string text;
  std::array<char, 4096> part{};
  for (;;) {
    const ssize_t count = ::pread(descriptor_, part.data(), part.size(), static_cast<off_t>(text.size()));
    if (count <= 0) return text;
    text.append(part.data(), static_cast<std::size_t>(count));
  }
}

int MarkFile::write(const RunMark& mark) const {
  const std::string text = write_run_mark(mark);
  // Written in one call and in place: a killed process leaves the old text or the new one, and the lock stays.
  errno = 0;
  if (::pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    return errno == 0 ? EIO : errno;
  }
  return ::ftruncate(descriptor_, static_cast<off_t>(text.size())) == 0 ? 0 : errno;
}

}  // namespace dialtone
