#include "wire/provisioning/field_types.h"

#include <algorithm>
#include <charconv>

#include "values/host_text.h"

namespace dialtone::provisioning {
namespace {

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; });
}

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

}  // namespace

Result<std::string> parse_text(std::string_view text) {
  if (text.empty()) return Failure{"is empty"};
  if (has_control_character(text)) return Failure{"has a control character"};
  return std::string(text);
}

Result<std::string> parse_password(std::string_view text) {
  if (has_control_character(text)) return Failure{"has a control character"};
  return std::string(text);
}

Result<std::string> parse_device_name(std::string_view text) {
  Result<std::string> name = parse_text(text);
  if (name && name->find_first_of(" @<>\"") != std::string::npos) {
    return Failure{"has a character that no user part of an address may have"};
  }
  return name;
}

Result<std::string> parse_host(std::string_view text) {
  if (const std::optional<IpAddress> address = address_of_host(text)) return to_text(*address);
  if (!is_domain_name(text)) return Failure{"is neither an IP address nor a domain name"};
  return std::string(text);
}

Result<std::string> parse_file_path(std::string_view text) {
  Result<std::string> path = parse_text(text);
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

Result<std::uint64_t> parse_number(std::string_view text, std::uint64_t least, std::uint64_t most) {
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < least || number > most) {
    return Failure{"is not a number from " + std::to_string(least) + " to " + std::to_string(most)};
  }
  return number;
}

Result<std::uint16_t> parse_service_port(std::string_view text) {
  Result<std::uint64_t> port = parse_number(text, 1, 65535);
  if (!port) return port.error();
  return static_cast<std::uint16_t>(*port);
}

Result<std::string> parse_sha256(std::string_view text) {
  std::string digest(text);
  bool good = digest.size() == 64;
  for (char& c : digest) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c + 32);
    good = good && (is_digit(c) || (c >= 'a' && c <= 'f'));
  }
  if (!good) return Failure{"is not 64 hexadecimal digits"};
  return digest;
}

Result<bool> parse_boolean(std::string_view text) {
  if (text != "true" && text != "false") return Failure{"is neither true nor false"};
  return text == "true";
}

std::string not_among(std::span<const std::string_view> words) {
  std::string reason = words.size() == 2 ? "is neither " : "is none of ";
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_last = i + 1 == words.size();
    const std::string_view last = words.size() == 2 ? " nor " : " and ";
    if (i > 0) reason += is_last ? last : ", ";
    reason += words[i];
  }
  return reason;
}

Result<std::uint32_t> types::Seconds::parse(std::string_view text) {
  Result<std::uint64_t> seconds = parse_number(text, kLeast, kMost);
  if (!seconds) return seconds.error();
  return static_cast<std::uint32_t>(*seconds);
}

Result<MacAddress> types::Mac::parse(std::string_view text) {
  Result<MacAddress> address = parse_mac_address(text);
  if (!address) return Failure{"is not a MAC address"};
  return address;
}

Result<IpAddress> types::Ip::parse(std::string_view text) {
  Result<IpAddress> address = parse_ip_address(text);
  if (!address) return Failure{"is not an IP address"};
  return address;
}

}  // namespace dialtone::provisioning
