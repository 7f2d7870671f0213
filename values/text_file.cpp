#include "values/text_file.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>

namespace dialtone {
namespace {

Failure cannot_read(int number) { return Failure{"cannot be read: " + std::generic_category().message(number)}; }

}  // namespace

Result<std::string> read_text_file(const std::string& path, std::size_t most) {
  constexpr auto kClose = [](std::FILE* file) { std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(kClose)> file(std::fopen(path.c_str(), "rbe"), kClose);
  if (!file) return cannot_read(errno);
  std::string text;
  std::array<char, 65'536> block;
  while (true) {
    errno = 0;
    const std::size_t count = std::fread(block.data(), 1, block.size(), file.get());
    text.append(block.data(), count);
    if (text.size() > most) return Failure{"larger than " + std::to_string(most) + " bytes"};
    if (std::ferror(file.get()) != 0) return cannot_read(errno);
    if (count == 0) return text;
  }
}

}  // namespace dialtone
