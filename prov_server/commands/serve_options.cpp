#include "prov_server/commands/serve_options.h"

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

Result<void> read_http_options(const CommandLine& line, ProvisioningServerOptions& options) {
  if (const std::string* path = line.find("path")) options.path = *path;
  if (!options.path.starts_with('/')) return Failure{"--path: '" + options.path + "' has no leading slash"};
  if (const std::string* most = line.find("max-document")) {
    Result<std::size_t> bytes = parse_byte_count(*most);
    if (!bytes) return Failure{"--max-document: " + bytes.error().reason};
    options.most_document_bytes = *bytes;
  }
  for (const std::string& text : line.all("listen")) {
    Result<Endpoint> endpoint = parse_listen(text);
    if (!endpoint) return endpoint.error();
    options.listen.push_back(*endpoint);
  }
  if (options.listen.empty()) options.listen.push_back({IpAddress::loopback_v4(), 8080});
  return {};
}

Result<void> read_who_gets_what(const CommandLine& line, ProvisioningServerOptions& options) {
  if (const std::string* rate = line.find("limit")) {
    const Result<Duration> interval = parse_request_interval(*rate);
    if (!interval) return Failure{"--limit: " + interval.error().reason};
    options.limit_interval = *interval;
  }
  for (const std::string& text : line.all("trust-proxy")) {
    const Result<Cidr> block = parse_cidr(text);
    if (!block) return Failure{"--trust-proxy: " + block.error().reason};
    options.trusted_proxies.push_back(*block);
  }
  if (const std::string* text = line.find("lockout")) {
    const Result<LockoutRule> rule = parse_lockout_rule(*text);
    if (!rule) return Failure{"--lockout: " + rule.error().reason};
    options.authentication.lockout.rule = *rule;
  }
  for (const std::string& text : line.all("lockout-exempt")) {
    const Result<Cidr> block = parse_cidr(text);
    if (!block) return Failure{"--lockout-exempt: " + block.error().reason};
    if (!options.authentication.lockout.rule) return Failure{"--lockout-exempt has no --lockout beside it"};
    options.authentication.lockout.exempt.push_back(*block);
  }
  if (const std::string* list = line.find("digest-algorithms")) {
    Result<std::vector<digest::Algorithm>> algorithms = digest::parse_algorithms(*list);
    if (!algorithms) return Failure{"--digest-algorithms: " + algorithms.error().reason};
    options.authentication.algorithms = *std::move(algorithms);
  }
  return {};
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
  Result<CommandLine> line = CommandLine::parse(arguments,
                                                {{"database"},
                                                 {"listen", true},
                                                 {"path"},
                                                 {"max-document"},
                                                 {"limit"},
                                                 {"trust-proxy", true},
                                                 {"digest-algorithms"},
                                                 {"lockout"},
                                                 {"lockout-exempt", true},
                                                 {"audit-keep"},
                                                 {"events"}},
                                                environment);
  if (!line) return line.error();
  if (!line->words().empty()) return Failure{"'" + line->words().front() + "' is one argument too many"};
  ServeOptions options;
  if (line->find("database") == nullptr) return Failure{"--database FILE is required"};
  options.database = *line->find("database");
  if (const std::string* events = line->find("events")) options.events = *events;
  for (const auto read : {read_http_options, read_who_gets_what}) {
    if (const Result<void> done = read(*line, options.server); !done) return done.error();
  }
  if (const std::string* keep = line->find("audit-keep")) {
    const Result<Duration> duration = parse_duration(*keep);
    if (!duration) return Failure{"--audit-keep: " + duration.error().reason};
    options.audit_keep = *duration;
  }
  return options;
}

std::vector<Endpoint> beyond_loopback(const std::vector<Endpoint>& listen) {
  std::vector<Endpoint> endpoints;
  for (const Endpoint& endpoint : listen) {
    if (!endpoint.address.is_loopback()) endpoints.push_back(endpoint);
  }
  return endpoints;
}

}  // namespace dialtone
