#include "subscribers/column_values.h"

#include <algorithm>

#include "subscribers/subscriber_row.h"
#include "values/endpoint.h"
#include "values/utf8.h"

namespace dialtone {
namespace {

// Also excludes U+FFFE and U+FFFF, which XML 1.0 does not permit.
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

Result<std::string> column_types::UnwrittenPassword::parse(std::string_view text) {
  if (text.size() > kLongestColumnText) {
    return Failure{"is longer than " + std::to_string(kLongestColumnText) + " bytes"};
  }
  const auto is_control = [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), is_control)) return Failure{"has a control character"};
  if (!is_utf8(text)) return Failure{"is not UTF-8"};
  return std::string(text);
}

Result<std::vector<BackupCallAgent>> column_types::Backups::parse(std::string_view text) {
  const Failure bad{"is not a list of HOST:PORT with ';' between"};
  if (text.ends_with(';')) return bad;
  Result<std::vector<BackupCallAgent>> backup = parse_backup(text);
  if (!backup || backup->size() > kMostBackups) return bad;
  for (BackupCallAgent& agent : *backup) {
    Result<std::string> host = provisioning::parse_host(agent.address);
    if (!host) return bad;
    agent.address = *std::move(host);
  }
  return backup;
}

Result<void> check_column_text(std::string_view text) {
  if (text.starts_with(' ') || text.ends_with(' ')) return Failure{"begins or ends with a space"};
  if (text.find("  ") != std::string_view::npos) return Failure{"has two spaces in a row"};
  const Result<std::string> whole = column_types::UnwrittenPassword::parse(text);
  if (!whole) return whole.error();
  return {};
}

Result<std::uint16_t> parse_column_port(std::string_view text) {
  const Result<std::uint16_t> port = parse_port(text);
  if (!port || *port == 0) return Failure{"is not a port from 1 to 65535"};
  return *port;
}

Failure none_of(std::span<const std::string_view> words) {
  std::string reason = "is none of ";
  for (const std::string_view& word : words) {
    if (&word != words.data()) reason += ", ";
    reason += word;
  }
  return Failure{std::move(reason)};
}

}  // namespace dialtone
