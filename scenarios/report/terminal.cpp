#include "scenarios/report/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

namespace dialtone {
namespace {

// Returns 0 if the environment does not set COLUMNS.
std::size_t columns_of_environment() {
  const char* value = std::getenv("COLUMNS");
  const std::string_view text = value == nullptr ? "" : value;
  std::size_t columns = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), columns);
  return error == std::errc() && end == text.data() + text.size() ? columns : 0;
}

}  // namespace

std::string coloured(std::string_view text, std::string_view colour, bool on) {
  constexpr std::string_view kPlain = "\x1b[0m";
  return on ? std::string(colour) + std::string(text) + std::string(kPlain) : std::string(text);
}

bool is_terminal(int descriptor) { return ::isatty(descriptor) != 0; }

bool shows_colour(int descriptor) { return is_terminal(descriptor) && std::getenv("NO_COLOR") == nullptr; }

std::size_t columns_of_terminal(int descriptor) {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  const std::size_t own = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
  const std::size_t wanted = columns_of_environment();
  if (own == 0 && wanted == 0) return kUsual;
  return own == 0 || wanted == 0 ? std::max(own, wanted) : std::min(own, wanted);
}

}  // namespace dialtone
