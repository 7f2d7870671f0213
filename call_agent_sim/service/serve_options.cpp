#include "call_agent_sim/service/serve_options.h"

#include <array>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

#include "wire/sip/headers/via.h"

namespace dialtone {
namespace {

using Options = CallAgentServeOptions;
constexpr Duration kShortestProbePeriod = std::chrono::seconds(1);

// Stores an option's value. The failure says which values the option accepts.
using Take = Result<void> (*)(Options&, const std::string& value);

struct Rule {
  std::string_view name;
  Take take;
};

Result<void> take_database(Options& options, const std::string& value) {
  options.database = value;
  return {};
}

Result<void> take_events(Options& options, const std::string& value) {
  options.events = value;
  return {};
}

Result<void> take_sip(Options& options, const std::string& value) {
  const Result<Endpoint> endpoint = parse_endpoint(value);
  if (!endpoint) return Failure{"an address and a port such as 127.0.0.1:5060"};
  options.agent.listen.push_back(*endpoint);
  return {};
}

Result<void> take_realm(Options& options, const std::string& value) {
  for (char c : value) {
    if (static_cast<unsigned char>(c) < 0x20) return Failure{"a text of one line"};
  }
  options.agent.registrar.realm = value;
  return {};
}

Result<void> take_duration(Duration& into, const std::string& value) {
  const Result<Duration> duration = parse_duration(value);
  if (!duration || *duration <= Duration::zero()) return Failure{"a duration above zero such as 90s or 1h"};
  into = *duration;
  return {};
}

Result<void> take_nonce_lifetime(Options& options, const std::string& value) {
  return take_duration(options.agent.registrar.nonce_lifetime, value);
}

Result<void> take_min_expires(Options& options, const std::string& value) {
  return take_duration(options.agent.registrar.min_expires, value);
}

Result<void> take_max_expires(Options& options, const std::string& value) {
  return take_duration(options.agent.registrar.max_expires, value);
}

Result<void> take_max_contacts(Options& options, const std::string& value) {
  constexpr std::size_t kMost = 1000;
  std::size_t number = 0;
  const char* end = value.data() + value.size();
  const auto [stopped, error] = std::from_chars(value.data(), end, number);
  if (error != std::errc() || stopped != end || number == 0 || number > kMost)
    return Failure{"a number from 1 to 1000"};
  options.agent.registrar.max_contacts = number;
  return {};
}

Result<void> take_when_full(Options& options, const std::string& value) {
  if (value != "reject" && value != "replace-oldest") return Failure{"reject or replace-oldest"};
  options.agent.registrar.when_full = value == "reject" ? WhenFull::kReject : WhenFull::kReplaceOldest;
  return {};
}

Result<void> take_keep_bindings(Options& options, const std::string& value) {
  const std::string_view path = value;
  const std::size_t slash = path.rfind('/');
  const std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  if (file.empty() || file == "." || file == "..") return Failure{"a file's name"};
  options.agent.keep_bindings = file;
  options.bindings_folder = slash == std::string_view::npos ? "." : std::string(path.substr(0, slash + 1));
  return {};
}

Result<void> take_probe(Options& options, const std::string& value) {
  if (Result<void> taken = take_duration(options.agent.probe_period, value); !taken) return taken;
  if (options.agent.probe_period < kShortestProbePeriod) return Failure{"a duration of at least 1s"};
  return {};
}

Result<void> take_digest_algorithms(Options& options, const std::string& value) {
  Result<std::vector<digest::Algorithm>> algorithms = digest::parse_algorithms(value);
  if (!algorithms) return Failure{"a list such as MD5,SHA-256 (" + algorithms.error().reason + ")"};
  options.agent.registrar.algorithms = *std::move(algorithms);
  return {};
}

Result<void> take_lockout(Options& options, const std::string& value) {
  const Result<LockoutRule> rule = parse_lockout_rule(value);
  if (!rule) return Failure{"a number of wrong secrets from 1 to 100 and a time from 1s to 24h such as 5/10m"};
  options.agent.registrar.lockout.rule = *rule;
  return {};
}

Result<void> take_lockout_exempt(Options& options, const std::string& value) {
  const Result<Cidr> block = parse_cidr(value);
  if (!block) return Failure{"an address or a network such as 10.0.0.0/8"};
  options.agent.registrar.lockout.exempt.push_back(*block);
  return {};
}

constexpr std::array<Rule, 14> kRules{{
    {"database", take_database},
    {"sip", take_sip},
    {"realm", take_realm},
    {"nonce-lifetime", take_nonce_lifetime},
    {"min-expires", take_min_expires},
    {"max-expires", take_max_expires},
    {"max-contacts", take_max_contacts},
    {"when-full", take_when_full},
    {"keep-bindings", take_keep_bindings},
    {"probe", take_probe},
    {"digest-algorithms", take_digest_algorithms},
    {"lockout", take_lockout},
    {"lockout-exempt", take_lockout_exempt},
    {"events", take_events},
}};

// Checks for options that make no sense together.
Result<void> check(const Options& options) {
  if (options.database.empty()) return Failure{"--database FILE is missing"};
  if (options.agent.registrar.min_expires > options.agent.registrar.max_expires) {
    return Failure{"--min-expires is above --max-expires"};
  }
  if (!options.agent.registrar.lockout.rule && !options.agent.registrar.lockout.exempt.empty()) {
    return Failure{"--lockout-exempt has no --lockout beside it"};
  }
  return {};
}

}  // namespace

Result<CallAgentServeOptions> parse_call_agent_options(const std::vector<std::string>& arguments,
                                                       const Environment& environment) {
  const Result<CommandLine> line = CommandLine::parse(arguments,
                                                      {{.name = "database"},
                                                       {.name = "sip", .repeats = true},
                                                       {.name = "realm"},
                                                       {.name = "nonce-lifetime"},
                                                       {.name = "min-expires"},
                                                       {.name = "max-expires"},
                                                       {.name = "max-contacts"},
                                                       {.name = "when-full"},
                                                       {.name = "keep-bindings"},
                                                       {.name = "probe"},
                                                       {.name = "digest-algorithms"},
                                                       {.name = "lockout"},
                                                       {.name = "lockout-exempt", .repeats = true},
                                                       {.name = "events"}},
                                                      environment);
  if (!line) return line.error();
  if (!line->words().empty()) return Failure{"'" + line->words().front() + "' is no option"};
  Options options;
  for (const Rule& rule : kRules) {
    for (const std::string& value : line->all(rule.name)) {
      if (const Result<void> taken = rule.take(options, value); !taken) {
        return Failure{"--" + std::string(rule.name) + " is \"" + value + "\", not " + taken.error().reason};
      }
    }
  }
  if (options.agent.listen.empty()) options.agent.listen.push_back({IpAddress::loopback_v4(), sip::kDefaultPort});
  if (const Result<void> sound = check(options); !sound) return sound.error();
  return options;
}

}  // namespace dialtone
