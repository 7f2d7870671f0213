#include "prov_server/serve_options.h"

#include <charconv>

namespace dialtone {
namespace {

constexpr std::size_t kMostDocumentBytes = 16 * 1024 * 1024;

Result<Endpoint> parse_listen(std::string_view text) {
  constexpr std::string_view kLocalhost = "localhost:";
  Result<Endpoint> endpoint = text.starts_with(kLocalhost)
                                  ? parse_endpoint("127.0.0.1:" + std::string(text.substr(kLocalhost.size())))
                                  : parse_endpoint(text);
  if (!endpoint) return Failure{"--listen: " + endpoint.error().reason};
  return endpoint;
}

}  // namespace

Result<std::size_t> parse_byte_count(std::string_view text) {
  std::size_t count = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const std::size_t factor = unit.empty() ? 1 : unit == "kB" ? 1024 : unit == "MB" ? 1024 * 1024 : 0;
  if (fault != std::errc() || factor == 0 || count == 0 || count > kMostDocumentBytes / factor) {
    return Failure{"'" + std::string(text.substr(0, 64)) + "' is not a size from 1 to 16MB"};
  }
  return count * factor;
}

Result<ServeOptions> parse_serve_options(const std::vector<std::string>& arguments, const Environment& environment) {
  Result<CommandLine> line = CommandLine::parse(
      arguments, {{"database"}, {"listen", true}, {"path"}, {"max-document"}, {"events"}}, environment);
  if (!line) return line.error();
  if (!line->words().empty()) return Failure{"'" + line->words().front() + "' is one argument too many"};
  ServeOptions options;
  if (line->find("database") == nullptr) return Failure{"--database FILE is required"};
  options.database = *line->find("database");
  if (const std::string* events = line->find("events")) options.events = *events;
  if (const std::string* path = line->find("path")) options.server.path = *path;
  if (!options.server.path.starts_with('/'))
    return Failure{"--path: '" + options.server.path + "' has no leading slash"};
  if (const std::string* most = line->find("max-document")) {
    Result<std::size_t> bytes = parse_byte_count(*most);
    if (!bytes) return Failure{"--max-document: " + bytes.error().reason};
    options.server.most_document_bytes = *bytes;
  }
  for (const std::string& text : line->all("listen")) {
    Result<Endpoint> endpoint = parse_listen(text);
    if (!endpoint) return endpoint.error();
    options.server.listen.push_back(*endpoint);
  }
  if (options.server.listen.empty()) options.server.listen.push_back({IpAddress::loopback_v4(), 8080});
  return options;
}

}  // namespace dialtone
