#include "call_agent_sim/serve_options.h"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "wire/sip/via.h"

namespace dialtone {
namespace {

using Options = CallAgentServeOptions;
// Takes an option's value; the failure says what it should have been.
using Take = Result<void> (*)(Options&, const std::string& value);

struct Rule {
  std::string_view name;
  Take take;
  bool repeats = false;
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

constexpr std::array<Rule, 9> kRules = {{
    {"database", take_database},
    {"sip", take_sip, true},
    {"realm", take_realm},
    {"nonce-lifetime", take_nonce_lifetime},
    {"min-expires", take_min_expires},
    {"max-expires", take_max_expires},
    {"max-contacts", take_max_contacts},
    {"when-full", take_when_full},
    {"events", take_events},
}};

std::string variable_of(std::string_view option) {
  std::string name = "DIALTONE_";
  for (char c : option) name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

// The rule's number; kRules.size() where there is none.
std::size_t rule_named(std::string_view name) {
  std::size_t number = 0;
  while (number < kRules.size() && kRules[number].name != name) ++number;
  return number;
}

Result<void> take(Options& options, const Rule& rule, const std::string& source, const std::string& value) {
  const Result<void> taken = rule.take(options, value);
  if (taken) return {};
  return Failure{source + " is \"" + value + "\", not " + taken.error().reason};
}

// What stands together but makes no sense.
Result<void> check(const Options& options) {
  if (options.database.empty()) return Failure{"--database FILE is missing"};
  if (options.agent.registrar.min_expires > options.agent.registrar.max_expires) {
    return Failure{"--min-expires is above --max-expires"};
  }
  return {};
}

}  // namespace

Result<CallAgentServeOptions> parse_call_agent_options(
    const std::vector<std::string>& arguments,
    const std::function<std::optional<std::string>(const std::string& variable)>& environment) {
  Options options;
  std::array<bool, kRules.size()> given{};
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (!argument.starts_with("--")) return Failure{"\"" + arguments[i] + "\" is no option"};
    const std::size_t equals = argument.find('=');
    const std::string name(argument.substr(0, equals));
    const std::size_t number = rule_named(std::string_view(name).substr(2));
    if (number == kRules.size()) return Failure{"unknown option " + name};
    if (given[number] && !kRules[number].repeats) return Failure{name + " is given twice"};
    if (equals == std::string_view::npos && i + 1 == arguments.size()) return Failure{name + " lacks its value"};
    const std::string value =
        equals == std::string_view::npos ? arguments[++i] : std::string(argument.substr(equals + 1));
    if (const Result<void> taken = take(options, kRules[number], name, value); !taken) return taken.error();
    given[number] = true;
  }
  for (std::size_t number = 0; number < kRules.size(); ++number) {
    const std::string variable = variable_of(kRules[number].name);
    const std::optional<std::string> value = given[number] ? std::nullopt : environment(variable);
    if (!value) continue;
    if (const Result<void> taken = take(options, kRules[number], variable, *value); !taken) return taken.error();
  }
  if (options.agent.listen.empty()) options.agent.listen.push_back({IpAddress::loopback_v4(), sip::kDefaultPort});
  if (const Result<void> sound = check(options); !sound) return sound.error();
  return options;
}

}  // namespace dialtone
