#include "wire/sip/writer.h"

#include "wire/sip/headers/grammar.h"

namespace dialtone::sip {
namespace {

// The `: ` and the line break of a header.
constexpr std::size_t kHeaderOverhead = 4;
// The version, the spaces and line breaks of the start line, Content-Length and the empty line.
constexpr std::size_t kFixedOverhead = 48;

std::size_t size_of(const Message& message) {
  std::size_t size =
      kFixedOverhead + message.method_name().size() + message.request_uri().size() + message.body().size();
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const Header header = message.header(i);
    size += header.name_text.size() + header.value.size() + kHeaderOverhead;
  }
  return size;
}

}  // namespace

void append(std::string& out, const Message& message) {
  out.reserve(out.size() + size_of(message));
  if (message.is_request()) {
    out += message.method_name();
    out += ' ';
    out += message.request_uri();
    out += ' ';
    out += message.version();
    out += "\r\n";
  } else {
    out += message.version();
    out += ' ';
    append_number(out, static_cast<std::uint32_t>(message.status()));
    out += ' ';
    out += message.reason();
    out += "\r\n";
  }
  for (std::size_t i = 0; i < message.header_count(); ++i) {
    const Header header = message.header(i);
    out += header.name_text;
    out += ": ";
    out += header.value;
    out += "\r\n";
  }
  out += "Content-Length: ";
  append_number(out, static_cast<std::uint32_t>(message.body().size()));
  out += "\r\n\r\n";
  out += message.body();
}

std::string write(const Message& message) {
  std::string text;
  append(text, message);
  return text;
}

}  // namespace dialtone::sip
