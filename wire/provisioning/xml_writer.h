// Writes XML by appending to a string.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dialtone::provisioning {

inline constexpr std::string_view kXmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// Appends `text` as character data. Writes a carriage return as a reference, because a parser would read it as a line
// feed.
void append_escaped(std::string& xml, std::string_view text);

// Appends `<name>text</name>` on its own line, after `indent` spaces, at most 16. The name has at most 40 bytes.
void append_element(std::string& xml, int indent, std::string_view name, std::string_view text);
void append_element(std::string& xml, int indent, std::string_view name, std::uint64_t number);

// Appends `<name>` or `</name>` on its own line, under the same limits.
void append_opening(std::string& xml, int indent, std::string_view name);
void append_closing(std::string& xml, int indent, std::string_view name);

}  // namespace dialtone::provisioning
