#include "wire/provisioning/xml_writer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cstring>

namespace dialtone::provisioning {

namespace {

// For each byte value, true if the character must be escaped.
constexpr std::array<bool, 256> kIsSpecial = [] {
  std::array<bool, 256> special{};
  for (const char c : {'&', '<', '>', '\r'}) special[static_cast<unsigned char>(c)] = true;
  return special;
}();

bool is_special(char c) { return kIsSpecial[static_cast<unsigned char>(c)]; }

std::string_view escape_of(char special) {
  switch (special) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    default: return "&#13;";
  }
}

// Assembles a tag before it is appended to a string, because each append costs time.
class Tag {
 public:
  template <typename... Part>
  explicit Tag(const Part&... parts) {
    (append(parts), ...);
  }

  std::string_view text() const { return {bytes_.data(), size_}; }

 private:
  void append(std::string_view part) {
    assert(size_ + part.size() <= bytes_.size());
    std::memcpy(bytes_.data() + size_, part.data(), part.size());
    size_ += part.size();
  }

  std::array<char, 64> bytes_;
  std::size_t size_ = 0;
};

// Includes the opening angle bracket, so that indentation and bracket are appended together.
std::string_view indentation(int indent) {
  constexpr std::string_view kSpaces = "                <";
  assert(indent >= 0 && static_cast<std::size_t>(indent) < kSpaces.size());
  return kSpaces.substr(kSpaces.size() - 1 - static_cast<std::size_t>(indent));
}

}  // namespace

void append_escaped(std::string& xml, std::string_view text) {
  for (;;) {
    const auto special = static_cast<std::size_t>(std::find_if(text.begin(), text.end(), is_special) - text.begin());
    xml += text.substr(0, special);
    if (special == text.size()) return;
    xml += escape_of(text[special]);
    text.remove_prefix(special + 1);
  }
}

void append_element(std::string& xml, int indent, std::string_view name, std::string_view text) {
  xml += Tag(indentation(indent), name, ">").text();
  append_escaped(xml, text);
  xml += Tag("</", name, ">\n").text();
}

void append_element(std::string& xml, int indent, std::string_view name, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto [end, fault] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  append_element(xml, indent, name, std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data())));
}

void append_opening(std::string& xml, int indent, std::string_view name) {
  xml += Tag(indentation(indent), name, ">\n").text();
}

void append_closing(std::string& xml, int indent, std::string_view name) {
  xml += Tag(indentation(indent), "/", name, ">\n").text();
}

}  // namespace dialtone::provisioning
