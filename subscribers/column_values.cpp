#include "subscribers/column_values.h"

#include <algorithm>
#include <charconv>

#include "subscribers/subscriber_row.h"
#include "values/endpoint.h"
#include "values/host_text.h"
#include "values/utf8.h"

namespace dialtone {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_label(std::string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
  return std::all_of(label.begin(), label.end(), [](char c) { return is_digit(c) || is_letter(c) || c == '-'; });
}

bool is_domain_name(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  if (name.size() > 253) return false;
  for (;;) {
    const std::size_t dot = name.find('.');
    const std::string_view label = name.substr(0, dot);
    if (!is_label(label)) return false;
    if (dot == std::string_view::npos) return !std::all_of(label.begin(), label.end(), is_digit);
    name.remove_prefix(dot + 1);
  }
}

// XML 1.0 holds neither U+FFFE nor U+FFFF.
bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0 || text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF")) return false;
    text.remove_prefix(length);
  }
  return true;
}

constexpr std::size_t kMostBackups = 8;

}  // namespace

Result<std::string> parse_column_provision_password(std::string_view text) {
  if (text.size() > kLongestColumnText) {
    return Failure{"is longer than " + std::to_string(kLongestColumnText) + " bytes"};
  }
  const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), is_control)) return Failure{"has a control character"};
  if (!is_utf8(text)) return Failure{"is not UTF-8"};
  return std::string(text);
}

Result<std::string> parse_column_password(std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ')) return Failure{"begins or ends with a space"};
  if (text.find("  ") != std::string_view::npos) return Failure{"has two spaces in a row"};
  return parse_column_provision_password(text);
}

Result<std::string> parse_column_text(std::string_view text) {
  if (text.empty()) return Failure{"is empty"};
  return parse_column_password(text);
}

Result<std::string> parse_column_device_name(std::string_view text) {
  Result<std::string> name = parse_column_text(text);
  if (name && name->find_first_of(" @<>\"") != std::string::npos) {
    return Failure{"has a character that no user part of an address may have"};
  }
  return name;
}

Result<std::string> parse_column_host(std::string_view text) {
  if (const std::optional<IpAddress> address = address_of_host(text)) return to_text(*address);
  if (!is_domain_name(text)) return Failure{"is neither an IP address nor a domain name"};
  return std::string(text);
}

Result<std::uint16_t> parse_column_port(std::string_view text) {
  const Result<std::uint16_t> port = parse_port(text);
  if (!port || *port == 0) return Failure{"is not a port from 1 to 65535"};
  return *port;
}

Result<std::vector<BackupCallAgent>> parse_column_backup(std::string_view text) {
  const Failure bad{"is not a list of HOST:PORT with ';' between"};
  if (text.ends_with(';')) return bad;
  Result<std::vector<BackupCallAgent>> backup = parse_backup(text);
  if (!backup || backup->size() > kMostBackups) return bad;
  for (BackupCallAgent& agent : *backup) {
    Result<std::string> host = parse_column_host(agent.address);
    if (!host) return bad;
    agent.address = *std::move(host);
  }
  return backup;
}

Result<std::string> parse_column_file(std::string_view text) {
  Result<std::string> path = parse_column_text(text);
  if (!path) return path;
  if (path->find('\\') != std::string::npos) return Failure{"has a backslash"};
  std::string_view rest = *path;
  for (;;) {
    const std::size_t slash = rest.find('/');
    const std::string_view part = rest.substr(0, slash);
    if (part.empty() || part == "." || part == "..") return Failure{"has an empty, '.' or '..' part"};
    if (slash == std::string_view::npos) return path;
    rest.remove_prefix(slash + 1);
  }
}

Result<std::uint64_t> parse_column_number(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return Failure{"is not a number from " + std::to_string(least) + " to " + std::to_string(most)};
  }
  return number;
}

Result<std::string> parse_column_sha256(std::string_view text) {
  std::string digest(text);
  bool good = digest.size() == 64;
  for (char& c : digest) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    good = good && (is_digit(c) || (c >= 'a' && c <= 'f'));
  }
  if (!good) return Failure{"is not 64 hexadecimal digits"};
  return digest;
}

Result<bool> parse_column_boolean(std::string_view text) {
  if (text != "true" && text != "false") return Failure{"is neither true nor false"};
  return text == "true";
}

}  // namespace dialtone
